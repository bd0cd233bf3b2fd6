// The keyboard. Letters act only while no field has the focus, and can be switched off.

const KEYS = [
  ["j k", "next, previous case"],
  ["Enter", "open the case, go to it"],
  ["Esc", "back to the list"],
  ["n p", "next, previous difference"],
  ["s", "split or unified"],
  ["/", "filter"],
  ["u", "show or hide unchanged"],
  ["g", "fold like changes"],
  ["a r x", "accept, reject, skip"],
  ["c", "copy a link"],
  ["y", "copy the command"],
  ["?", "this help"],
];
let lettersAct = true;
let difference = -1;

function step(by) {
  if (!shown.length) return;
  const place = shown.indexOf(current);
  const next = place < 0 && by !== Infinity ? 0 : place + by;
  openCase(shown[Math.max(0, Math.min(shown.length - 1, next))]);
}

function stepDifference(by) {
  const marks = [...document.querySelectorAll("#detail ins, #detail del, #detail .differences tbody tr")];
  if (!marks.length) return;
  marks[difference]?.classList.remove("here");
  difference = (difference + by + marks.length) % marks.length;
  marks[difference].classList.add("here");
  marks[difference].scrollIntoView({ block: "center" });
}

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => stepDifference(1),
  p: () => stepDifference(-1),
  s: () => {
    state.v = state.v === "split" ? "unified" : "split";
    again();
  },
  u: () => {
    state.u = state.u ? "" : "1";
    refresh();
  },
  g: () => {
    state.g = state.g ? "" : "1";
    refresh();
  },
  a: () => decideOn(current, "a"),
  r: () => decideOn(current, "r"),
  x: () => decideOn(current, "x"),
  c: () => current >= 0 && copy(new URL(fragment(), location.href).href, "link"),
  y: () => current >= 0 && copy(command(columns.id[current]), "command"),
  "/": () => $("filter").focus(),
  "?": () => $("help").showModal(),
};

// Above a number of rows the browser's own search cannot see all of them: say so, once.
let hinted = false;
function hint(event) {
  if (hinted || event.key !== "f" || !(event.ctrlKey || event.metaKey) || !virtual()) return;
  hinted = true;
  say("The browser's search sees only the rows in sight; the filter (key /) sees all cases.");
}

function typed(event) {
  hint(event);
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const field = event.target.closest?.("input, textarea, select");
  if (event.key === "Escape") return back(field);
  if (field) return;
  if (event.target.id === "grid" && gridKey(event)) return event.preventDefault();
  if (lettersAct && Object.hasOwn(ACTIONS, event.key)) {
    event.preventDefault();
    ACTIONS[event.key]();
  } else if (event.key === "Enter" && (event.target === document.body || event.target.id === "main")) enter();
}

function gridKey(event) {
  const page = Math.max(1, Math.floor($("grid").clientHeight / ROW) - 1);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
  if (event.key === "Enter") enter();
  else if (Object.hasOwn(steps, event.key)) step(steps[event.key]);
  else return false;
  return true;
}

async function enter() {
  if (current < 0) await openCase(shown[0]);
  $("case-title")?.focus();
}

function back(field) {
  if (field) field.blur();
  $("grid").focus({ preventScroll: false });
}

function terms(rows, mark) {
  return h(
    "dl.facts",
    rows.map(([term, what]) => [
      h(
        "dt",
        term.split(" ").map((one) => [h(mark, one), " "]),
      ),
      h("dd", what),
    ]),
  );
}

function helpDialog() {
  const letters = h("input", {
    type: "checkbox",
    checked: true,
    change: () => {
      lettersAct = letters.checked;
    },
  });
  return h(
    "dialog",
    { id: "help", "aria-labelledby": "help-title" },
    h(
      "div.halves",
      h(
        "div",
        h("h3", { id: "help-title" }, "Keys"),
        terms(KEYS, "kbd"),
        h("p", h("label", letters, " Single letters act as keys")),
      ),
      h(
        "div",
        h("h3", "Filter"),
        h("p.small.soft", "All terms must hold."),
        terms(LANGUAGE, "code"),
      ),
    ),
    button("Close", () => $("help").close()),
  );
}
