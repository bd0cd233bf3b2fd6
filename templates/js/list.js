// The list of cases: real rows while they are few, so that the browser's own search finds them;
// above that only the rows in sight.

const ROW = 78;
const REAL = 2000;
const SIGNS = { regressed: "✕", error: "!", fixed: "✓", changed: "≠", same: "=" };
const KINDS = { regressed: "bad", error: "warn", fixed: "good", changed: "info", same: "" };
const ORDERS = {
  severity: (a, b) => a - b,
  id: (a, b) => (columns.id[a] < columns.id[b] ? -1 : columns.id[a] > columns.id[b] ? 1 : a - b),
  latency: (a, b) => (ratio("latency", b) ?? -1) - (ratio("latency", a) ?? -1) || a - b,
  cost: (a, b) => (ratio("cost", b) ?? -1) - (ratio("cost", a) ?? -1) || a - b,
  length: (a, b) => (ratio("length", b) ?? -1) - (ratio("length", a) ?? -1) || a - b,
};

let shown = [];
let folded = new Map(); // group -> those of its cases that the filter lets through
let current = -1;

// Finds the cases to show; how many unchanged ones are held back.
function choose() {
  const terms = parse(state.f);
  const asked = terms.some((term) => term.field === "status" || term.field === "conversation");
  const matches = matcher(terms);
  const unchanged = state.u || asked ? -1 : names.status.indexOf("same");
  shown = [];
  let hidden = 0;
  for (let row = 0; row < size; row++) {
    if (!matches(row)) continue;
    if (columns.status[row] === unchanged) hidden++;
    else shown.push(row);
  }
  if (state.s !== "severity" && Object.hasOwn(ORDERS, state.s)) shown.sort(ORDERS[state.s]);
  folded = new Map();
  if (state.g) shown = shown.filter(leads);
  return hidden;
}

// Whether `row` is the first of its group; if it is not, the first stands for it.
function leads(row) {
  const group = columns.group[row];
  if (group < 0) return true;
  if (!folded.has(group)) folded.set(group, []);
  return folded.get(group).push(row) === 1;
}

// The rows that a decision on `row` is about: in a folded list, all of its group in the filter.
const covered = (row) => folded.get(columns.group[row]) || [row];

function rowElement(row, place) {
  const kind = status(row);
  const decision = decisions.get(row);
  return h(
    "div",
    {
      class: `row${row === current ? " current" : ""}`,
      role: "row",
      id: `row-${row}`,
      "data-row": row,
      "aria-rowindex": place + 1,
      "aria-selected": String(row === current),
    },
    h(
      "div",
      { role: "gridcell", class: "cell" },
      h(
        "div.line",
        badge(`${SIGNS[kind]} ${kind}`, KINDS[kind]),
        h("span.id.mono", show(columns.id[row])),
        decision ? badge(WORDS[decision], decision === "a" ? "good" : decision === "r" ? "bad" : "") : null,
      ),
      h("div.line.title", show(columns.title[row] || "—")),
      h("div.line.facts-line", rowFacts(row)),
    ),
  );
}

function rowFacts(row) {
  const [before, after, of] = columns.score[row];
  const slower = ratio("latency", row);
  const dearer = ratio("cost", row);
  const group = covered(row).length;
  return [
    group > 1 ? badge(`× ${number(group)} alike`, "info") : null,
    columns.protected[row] ? badge("protected", "bad") : null,
    columns.accepted[row] ? badge("accepted before", "good") : null,
    label(row) && badge(label(row), label(row) === "confirmed" ? "bad" : "warn"),
    of
      ? h("span", { title: "assertions that hold, old and new" }, `${before}/${of} → ${after}/${of}`)
      : null,
    columns.repeats[row].length ? repeatsBar(columns.repeats[row], columns.asserted[row]) : null,
    firstReason(row) && h("span", show(firstReason(row))),
    slower !== null && (slower >= 1.5 || slower <= 0.67)
      ? h("span", `${+slower.toPrecision(2)}× time`)
      : null,
    dearer !== null && Math.abs(dearer - 1) >= 0.1
      ? h("span", `${dearer > 1 ? "+" : "−"}${Math.round(Math.abs(dearer - 1) * 100)} % cost`)
      : null,
    columns.turn[row] !== null ? h("span", `turn ${columns.turn[row] + 1}`) : null,
    tags(row)
      .slice(0, 3)
      .map((tag) => h("span.tag", show(tag))),
  ];
}

// What changed first of all; of an error, what went wrong on which side.
function firstReason(row) {
  if (status(row) === "error") return meta.groups[columns.group[row]][0];
  return reasons(row)[0];
}

// One little bar for each answer of a side: full when it is good; where there are many, one for all.
const BARS = 10;

function bars(all, good) {
  if (all > BARS) return [h("meter", { min: 0, max: all, value: good }), ` ${good}/${all}`];
  return Array.from({ length: all }, (_, place) => h(place < good ? "i.full" : "i"));
}

function repeatsBar([oldAll, oldGood, newAll, newGood], asserted) {
  const what = asserted ? "answers that pass" : "answers like the first";
  const said = `${what}: old ${oldGood} of ${oldAll}, new ${newGood} of ${newAll}`;
  return h(
    "span",
    { class: "repeats", role: "img", "aria-label": said, title: said },
    bars(oldAll, oldGood),
    " → ",
    bars(newAll, newGood),
  );
}

const virtual = () => shown.length > REAL;

function drawList() {
  const rows = $("rows");
  $("grid").setAttribute("aria-rowcount", String(shown.length));
  rows.classList.toggle("virtual", virtual());
  rows.style.height = `${shown.length * ROW}px`;
  $("grid").style.height = `${Math.max(1, shown.length) * ROW + 2}px`;
  fill(rows);
  if (virtual()) drawWindow();
  else drawReal(shown);
  markCurrent();
}

// The rows in sight, with a few around them; those that are there already stay.
function drawWindow() {
  const grid = $("grid");
  const first = Math.max(0, Math.floor(grid.scrollTop / ROW) - 6);
  const last = Math.min(shown.length, Math.ceil((grid.scrollTop + grid.clientHeight) / ROW) + 6);
  const there = new Map([...$("rows").children].map((element) => [element.id, element]));
  const wanted = shown.slice(first, last).map((row, k) => {
    const element = there.get(`row-${row}`) || rowElement(row, first + k);
    element.style.top = `${(first + k) * ROW}px`;
    return element;
  });
  $("rows").replaceChildren(...wanted);
}

// Real rows: what can be seen at once, the others a few at a time, as long as the list is this one.
function drawReal(list) {
  const grid = $("grid");
  drawUpTo(Math.ceil((grid.scrollTop + grid.clientHeight) / ROW) + 2);
  setTimeout(() => sliced(list.length, () => list === shown && drawUpTo($("rows").childElementCount)));
}

function drawUpTo(place) {
  const rows = $("rows");
  const from = rows.childElementCount;
  if (from > place || from >= shown.length) return false;
  rows.append(...shown.slice(from, place + 1).map((row, k) => rowElement(row, from + k)));
  return true;
}

function markCurrent() {
  for (const element of document.querySelectorAll(".row.current")) {
    element.classList.remove("current");
    element.setAttribute("aria-selected", "false");
  }
  const element = $(`row-${current}`);
  if (element) {
    element.classList.add("current");
    element.setAttribute("aria-selected", "true");
  }
  if (element) $("grid").setAttribute("aria-activedescendant", element.id);
  else $("grid").removeAttribute("aria-activedescendant");
}

function reveal(row) {
  const place = shown.indexOf(row);
  if (place < 0) return;
  const grid = $("grid");
  if (virtual()) {
    const top = place * ROW;
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + ROW > grid.scrollTop + grid.clientHeight) grid.scrollTop = top + ROW - grid.clientHeight;
    drawWindow();
    markCurrent();
  } else {
    drawUpTo(place);
    $(`row-${row}`).scrollIntoView({ block: "nearest" });
  }
}
