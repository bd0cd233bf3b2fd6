// The data in the page: an index of light rows, and chunks of cases unpacked when one is opened.

const KEPT = 50;
const meta = JSON.parse($("meta").textContent);
const chunks = new Map();
let size = 0;
let columns = {};
let names = {};

// The chunks stand behind this script: the list is there before they are.
const complete = new Promise((done) => {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", done, { once: true });
  else done();
});

function decoded(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

async function inflate(text) {
  const stream = new Blob([decoded(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

async function loadIndex() {
  const index = await inflate($("index").textContent);
  size = index.size;
  columns = index.columns;
  names = index.names;
}

async function unpacked(place) {
  await complete;
  const part = meta.parts.find(([, first, last]) => first <= place && place <= last);
  return inflate(part ? await askPart(part[0], place) : $(`k${place}`).textContent);
}

// A large report has its chunks in pages beside it: each comes into a hidden frame when it is needed.
const PATIENCE = 20000;
const frames = new Map();

function frameOf(name) {
  if (!frames.has(name)) {
    const frame = h("iframe", { hidden: true, src: encodeURIComponent(name), title: name });
    frames.set(name, new Promise((done) => frame.addEventListener("load", () => done(frame.contentWindow))));
    document.body.append(frame);
  }
  return frames.get(name);
}

async function askPart(name, place) {
  const part = await frameOf(name);
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`${name} has to be in the folder of this page`)), PATIENCE);
    addEventListener("message", function answered({ data, source }) {
      if (source !== part || data.place !== place) return;
      clearTimeout(late);
      removeEventListener("message", answered);
      done(data.text);
    });
    part.postMessage({ key: meta.key, place }, "*");
  });
}

function chunk(place) {
  const found = chunks.get(place) || unpacked(place);
  chunks.delete(place);
  chunks.set(place, found);
  if (chunks.size > KEPT) chunks.delete(chunks.keys().next().value);
  return found;
}

async function body(row) {
  return (await chunk(columns.chunk[row]))[columns.place[row]];
}

const status = (row) => names.status[columns.status[row]];
const tags = (row) => columns.tags[row].map((n) => names.tags[n]);
const reasons = (row) => columns.reasons[row].map((n) => names.reasons[n]);
const tools = (row) => columns.tools[row].map((n) => names.tools[n]);
const talk = (row) => names.talk[columns.talk[row]];
const meaning = (code) => (Object.hasOwn(meta.reasons, code) ? meta.reasons[code] : code);

const label = (row) => (Object.hasOwn(meta.labels, columns.id[row]) ? meta.labels[columns.id[row]] : "");

function ratio(column, row) {
  const [old, now] = columns[column][row];
  return old > 0 && now !== null ? now / old : null;
}

// Every string in a value, however deep.
function everyText(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(everyText) : [];
}
