// Everything that can be linked to lives in the address after "#": case, filter, order, view.

const DEFAULTS = { c: "", f: "", s: "severity", v: "split", w: "", u: "", g: "", t: "", k: "", d: "" };
const state = { ...DEFAULTS };

function readState() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(DEFAULTS)) state[name] = given.get(name) ?? DEFAULTS[name];
}

function fragment(only) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...state, ...only })) {
    if (value !== DEFAULTS[name]) given.set(name, value);
  }
  return `#${given}`;
}

function writeState() {
  try {
    history.replaceState(null, "", fragment() === "#" ? "#" : fragment());
  } catch {
    // a sandboxed frame may forbid it: the page works on without
  }
}

function setTheme() {
  if (state.t === "dark" || state.t === "light") document.documentElement.dataset.theme = state.t;
  else delete document.documentElement.dataset.theme;
}

function toggleTheme() {
  const dark = document.documentElement.dataset.theme
    ? state.t === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  state.t = dark ? "light" : "dark";
  setTheme();
  writeState();
}
