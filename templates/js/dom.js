// Elements and text, never markup: there is no other way to put anything on the page.

const $ = (id) => document.getElementById(id);

function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
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
  return usd >= 1 || usd === 0 ? `$${usd.toFixed(2)}` : `$${+usd.toPrecision(2)}`;
}

function badge(text, kind) {
  return h("span", { class: `badge ${kind || ""}` }, text);
}

function button(text, click, props) {
  return h("button", { type: "button", click, ...props }, text);
}
