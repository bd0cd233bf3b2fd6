// Elements and text, never markup: there is no other way to put anything on the page.

const $ = (id) => document.getElementById(id);

// h("p.small.soft", { title: "x", click: act }, "text", node, [more]): attributes and listeners are
// optional; what a child is, text or node, it stays.
function h(name, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  const given =
    children[0] && Object.getPrototypeOf(children[0]) === Object.prototype ? children.shift() : {};
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...nodes(children));
  return element;
}

// Whatever is null, false or 0 is nothing, so that parts can be left out where they stand.
const nodes = (children) => children.flat(Infinity).filter((child) => child || child === "");

function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

const number = (value) => value.toLocaleString("en-US");
const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

function time(ms) {
  return ms >= 999.5 ? `${+(ms / 1000).toPrecision(3)} s` : `${+ms.toPrecision(3)} ms`;
}

function money(usd) {
  if (usd >= 1 || usd <= 0) return `$${usd.toFixed(2)}`;
  return `$${usd.toFixed(Math.max(2, Math.min(12, 1 - Math.floor(Math.log10(usd)))))}`;
}

function badge(text, kind) {
  return h(kind ? `span.badge.${kind}` : "span.badge", text);
}

function button(text, click, props) {
  return h("button", { type: "button", click, ...props }, text);
}

// Work in slices so short that typing and scrolling go on meanwhile: `act` is called for 0, 1, ... up
// to `count`, and stops everything by returning false.
const SLICE = 8;
const pause = () => new Promise((next) => setTimeout(next));

async function sliced(count, act) {
  let until = performance.now() + SLICE;
  for (let k = 0; k < count; k++) {
    if (act(k) === false) return;
    if (performance.now() < until) continue;
    await pause();
    until = performance.now() + SLICE;
  }
}
