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
let folded = new Map(); // first row of a group -> how many of the shown it stands for
let current = -1;

function choose() {
  const terms = parse(state.f);
  const asked = terms.some((term) => term.field === "status" || term.field === "conversation");
  const all = columns.place.map((_, row) => row).filter((row) => matches(row, terms));
  shown = state.u || asked ? all : all.filter((row) => status(row) !== "same");
  if (state.s !== "severity" && Object.hasOwn(ORDERS, state.s)) shown.sort(ORDERS[state.s]);
  const unchanged = all.length - shown.length;
  if (state.g) fold();
  return unchanged;
}

function fold() {
  const first = new Map();
  folded = new Map();
  shown = shown.filter((row) => {
    const group = columns.group[row];
    const leader = first.get(group);
    if (group < 0 || leader === undefined) {
      first.set(group, row);
      folded.set(row, 1);
      return true;
    }
    folded.set(leader, folded.get(leader) + 1);
    return false;
  });
}

// The rows that a decision on `row` is about: in a folded list, all of its group in the filter.
function covered(row) {
  if (!state.g || columns.group[row] < 0) return [row];
  const terms = parse(state.f);
  return columns.group.flatMap((group, other) =>
    group === columns.group[row] && matches(other, terms) ? [other] : [],
  );
}

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
  const group = state.g ? folded.get(row) || 1 : 1;
  return [
    group > 1 ? badge(`× ${number(group)} alike`, "info") : null,
    columns.protected[row] ? badge("protected", "bad") : null,
    columns.accepted[row] ? badge("accepted before", "good") : null,
    label(row) && badge(label(row), label(row) === "confirmed" ? "bad" : "warn"),
    of ? h("span", `${before}/${of} → ${after}/${of}`) : null,
    columns.repeats[row].length ? repeatsBar(columns.repeats[row]) : null,
    reasons(row)
      .slice(0, 1)
      .map((code) => h("span", code)),
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

function repeatsBar([oldAll, oldSame, newAll, newSame]) {
  const side = (all, same) => (all > 10 ? `${same}/${all}` : "▮".repeat(same) + "▯".repeat(all - same));
  const said = `answers like the first: old ${oldSame} of ${oldAll}, new ${newSame} of ${newAll}`;
  return h(
    "span",
    { class: "repeats", role: "img", "aria-label": said, title: said },
    `${side(oldAll, oldSame)} ${side(newAll, newSame)}`,
  );
}

const virtual = () => shown.length > REAL;

function drawList() {
  const grid = $("grid");
  const rows = $("rows");
  grid.setAttribute("aria-rowcount", String(shown.length));
  rows.classList.toggle("virtual", virtual());
  rows.style.height = virtual() ? `${shown.length * ROW}px` : "";
  if (virtual()) drawWindow();
  else fill(rows, shown.map(rowElement));
  markCurrent();
}

function drawWindow() {
  const grid = $("grid");
  const first = Math.max(0, Math.floor(grid.scrollTop / ROW) - 6);
  const last = Math.min(shown.length, Math.ceil((grid.scrollTop + grid.clientHeight) / ROW) + 6);
  fill(
    $("rows"),
    shown.slice(first, last).map((row, k) => {
      const element = rowElement(row, first + k);
      element.style.top = `${(first + k) * ROW}px`;
      return element;
    }),
  );
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
  } else $(`row-${row}`)?.scrollIntoView({ block: "nearest" });
}
