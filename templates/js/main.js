// Puts the page together and keeps list, case and address in step.

let searching = 0;

function say(text) {
  fill($("message"), show(text));
}

function refresh() {
  const unchanged = choose();
  drawList();
  const total = shown.length;
  const stands = state.g ? [...folded.values()].reduce((sum, n) => sum + n, 0) : total;
  fill($("count"), state.g ? `${plural(total, "kind")} of change in ${plural(stands, "case")}` : `${number(total)} of ${plural(size, "case")}`);
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
  const rows = state.g ? shown.flatMap(covered) : shown;
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
  if (top < 0 || top > innerHeight * 0.8) $("detail").scrollIntoView({ block: "start" });
  document.documentElement.dataset.open = String(row);
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

function toolbar() {
  const sort = h("select", { id: "sort", "aria-label": "Order", change: (event) => { state.s = event.target.value; refresh(); } },
    Object.keys(ORDERS).map((name) => h("option", { value: name, selected: state.s === name }, `by ${name}`)));
  const counts = names.status.map((name, n) => [name, columns.status.filter((one) => one === n).length]).filter(([, count]) => count);
  return [
    h("div", { class: "tools" },
      h("input", { id: "filter", type: "search", "aria-label": "Filter", placeholder: HELP, value: state.f, spellcheck: "false", autocomplete: "off",
        input: (event) => { state.f = event.target.value; refresh(); },
        keydown: (event) => { if (event.key === "Enter") searchTexts(); } })),
    h("div", { class: "tools" },
      counts.map(([name, count]) => button(`${SIGNS[name]} ${name} ${number(count)}`, () => only(`status:${name}`), { class: "chip" })),
      sort),
    h("div", { class: "tools" },
      h("span", { id: "count", role: "status" }),
      button("", ACTIONS.u, { id: "unchanged", class: "chip" }),
      button("fold like changes", ACTIONS.g, { id: "fold", class: "chip" }),
      button("?", ACTIONS["?"], { class: "chip", "aria-label": "Keys and filter language" })),
  ];
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

function reviewBar() {
  const file = h("input", { type: "file", id: "load", accept: ".json,application/json", class: "visually-hidden", tabindex: "-1", "aria-label": "Load decisions.json",
    change: async () => { if (file.files[0]) await loadDecisions(file.files[0]); file.value = ""; } });
  return h("details", { class: "review" }, h("summary", {}, "Review: ", h("span", { id: "tally" })),
    h("div", { class: "tools" },
      h("input", { id: "reviewer", type: "text", "aria-label": "Reviewer", placeholder: "reviewer" }),
      button("", () => { decide((state.g ? shown.flatMap(covered) : shown).filter((row) => decisions.get(row) !== "a"), "a"); refresh(); again(); }, { id: "accept-all" }),
      h("span", { id: "accept-why", class: "soft small" })),
    h("div", { class: "tools" },
      button("Export decisions.json", exportDecisions, { id: "export" }),
      button("Load decisions.json", () => file.click()), file),
    h("div", { id: "export-fallback", hidden: true }, h("textarea", { id: "export-text", readonly: true, rows: 4, "aria-label": "decisions.json" })));
}

function build() {
  fill($("app"),
    h("div", { class: "panes" },
      h("div", { class: "pane-list" }, toolbar(),
        h("p", { id: "message", class: "small soft", role: "status" }), button("Stop", () => { searching++; }, { id: "cancel", hidden: true }),
        reviewBar(),
        h("div", { id: "grid", role: "grid", tabindex: "0", "aria-label": "Cases", scroll: () => { if (virtual()) requestAnimationFrame(() => { drawWindow(); markCurrent(); }); },
          click: (event) => { const row = event.target.closest(".row"); if (row) openCase(Number(row.dataset.row)); } },
        h("div", { id: "rows", role: "rowgroup" }))),
      h("article", { id: "detail", "aria-labelledby": "case-title", class: "card" },
        h("p", { class: "soft", id: "case-title" }, "Choose a case, or press ", h("kbd", {}, "Enter"), " for the first."))),
    helpDialog());
}

function follow() {
  readState();
  setTheme();
  unpackDecisions(state.d);
  $("filter").value = state.f;
  $("sort").value = Object.hasOwn(ORDERS, state.s) ? state.s : "severity";
  refresh();
  const row = state.c ? columns.id.indexOf(state.c) : -1;
  if (row >= 0 && row !== current) openCase(row);
}

// Rows of the tables above lead to their cases.
function tableLinks() {
  for (const row of document.querySelectorAll("tr[data-filter], tr[data-case]")) {
    const named = row.dataset.case;
    const go = () => {
      if (named === undefined) setFilter(row.dataset.filter);
      else openCase(columns.id.indexOf(named));
      $("browser").scrollIntoView();
      $("grid").focus({ preventScroll: true });
    };
    const what = named === undefined ? `show these cases: ${row.dataset.filter}` : `show case ${named}`;
    row.lastElementChild.append(" ", button("show", go, { class: "chip", "aria-label": what }));
  }
}

async function start() {
  readState();
  setTheme();
  $("theme").hidden = false;
  $("theme").addEventListener("click", toggleTheme);
  if (typeof DecompressionStream === "undefined") {
    return $("static").append(h("p", { class: "note" }, "This browser cannot unpack the list of cases (Chromium 120, Firefox 121, Safari 17 or newer can)."));
  }
  await loadIndex();
  build();
  tableLinks();
  $("static").hidden = true;
  $("browser").hidden = false;
  follow();
  addEventListener("hashchange", follow);
  addEventListener("keydown", typed);
  performance.mark("ready");
  document.documentElement.dataset.ready = "1";
  setTimeout(() => columns.id.forEach((_, row) => sight(row)), 50); // the first filter is quick, too
}

start();
