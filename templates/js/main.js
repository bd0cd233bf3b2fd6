// Puts the page together and keeps list, case and address in step.

let searching = 0;

function say(text) {
  fill($("message"), show(text));
}

function refresh() {
  const unchanged = choose();
  drawList();
  const total = shown.length;
  const stands = shown.reduce((sum, row) => sum + covered(row).length, 0);
  fill(
    $("count"),
    state.g
      ? `${plural(total, "kind")} of change in ${plural(stands, "case")}`
      : `${number(total)} of ${plural(size, "case")}`,
  );
  fill($("doubt"), total ? "" : doubt(state.f));
  const chip = $("unchanged");
  chip.hidden = !unchanged && !state.u;
  chip.setAttribute("aria-pressed", String(Boolean(state.u)));
  fill(chip, state.u ? "unchanged shown" : `${number(unchanged)} unchanged hidden`);
  $("fold").setAttribute("aria-pressed", String(Boolean(state.g)));
  drawReview();
  writeState();
}

function drawReview() {
  const tally = (letter) => [...decisions.values()].filter((one) => one === letter).length;
  fill($("tally"), `${tally("a")} accepted, ${tally("r")} rejected, ${tally("x")} skipped`);
  const rows = shown.flatMap(covered);
  const waiting = unseen(rows).length;
  const all = $("accept-all");
  all.disabled = !rows.length || waiting > 0;
  fill(all, `Accept all ${number(rows.length)} shown`);
  fill($("accept-why"), waiting ? `${plural(waiting, "regressed case")} of them not looked at yet` : "");
}

async function openCase(row) {
  if (row === undefined || row < 0) return;
  current = row;
  difference = -1;
  state.c = columns.id[row];
  seen.add(row);
  markCurrent();
  reveal(row);
  writeState();
  const content = await body(row);
  if (current !== row) return;
  drawDetail(row, content);
  drawReview();
  const { top } = $("detail").getBoundingClientRect();
  if (top < 0 || top > innerHeight * 0.4) $("detail").scrollIntoView({ block: "start" });
  document.documentElement.dataset.open = String(row);
  const next = shown[shown.indexOf(row) + 1];
  if (next !== undefined) chunk(columns.chunk[next]);
}

async function again() {
  writeState();
  if (current >= 0) drawDetail(current, await body(current));
}

function decideOn(row, letter) {
  if (row < 0) return;
  const rows = covered(row);
  decide(rows, letter);
  say(`${plural(rows.length, "case")} ${decided(row)}`);
  refresh();
  again();
}

async function searchTexts() {
  const mine = ++searching;
  $("cancel").hidden = false;
  await searchBodies(state.f, (share) => {
    say(`looking in the texts: ${Math.round(share * 100)} %`);
    return mine === searching;
  });
  $("cancel").hidden = true;
  if (mine === searching) say("");
  refresh();
}

function only(term) {
  const terms = state.f.split(/\s+/).filter((one) => one && !one.startsWith("status:"));
  setFilter((state.f.includes(term) ? terms : [...terms, term]).join(" "));
}

function setFilter(text) {
  state.f = text;
  $("filter").value = text;
  refresh();
}

function follow() {
  const kept = packDecisions();
  readState();
  setTheme();
  if (state.d) unpackDecisions(state.d);
  else state.d = kept; // a link to a case takes no decision away
  $("filter").value = state.f;
  $("sort").value = Object.hasOwn(ORDERS, state.s) ? state.s : "severity";
  refresh();
  const row = state.c ? columns.id.indexOf(state.c) : -1;
  if (row >= 0 && row !== current) openCase(row);
}

async function start() {
  readState();
  setTheme();
  $("theme").hidden = false;
  $("theme").addEventListener("click", toggleTheme);
  if (typeof DecompressionStream === "undefined") {
    return $("static").append(
      h(
        "p.note",
        "This browser cannot unpack the list of cases (Chromium 123, Firefox 120, Safari 17.5 or newer can).",
      ),
    );
  }
  await loadIndex();
  build();
  verdictLink();
  tableLinks();
  contentLinks();
  $("static").hidden = size > 0;
  $("browser").hidden = !size;
  follow();
  addEventListener("hashchange", follow);
  addEventListener("keydown", typed);
  performance.mark("ready");
  document.documentElement.dataset.ready = "1";
  await pause();
  sliced(size, sight); // the first filter is to be quick, too
}

addEventListener("unhandledrejection", (event) => {
  if (!$("message")) return;
  event.preventDefault();
  say(event.reason.message);
});

start();
