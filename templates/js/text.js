// Text of others, shown as text: what cannot be seen gets a badge, what could deceive is isolated.

const ALLOWED = [
  // emoji joined with ZWJ; joiners inside Arabic, Persian and Indic words; the three flags of tags
  "\\p{Extended_Pictographic}\\p{Emoji_Modifier}?\\ufe0f?(?:\\u200d\\p{Extended_Pictographic}\\p{Emoji_Modifier}?\\ufe0f?)+",
  "(?<=[\\u0600-\\u06ff\\u0750-\\u077f\\u08a0-\\u08ff\\u0900-\\u0dff])[\\u200c\\u200d](?=[\\u0600-\\u06ff\\u0750-\\u077f\\u08a0-\\u08ff\\u0900-\\u0dff])",
  "\\u{1f3f4}\\u{e0067}\\u{e0062}(?:\\u{e0065}\\u{e006e}\\u{e0067}|\\u{e0073}\\u{e0063}\\u{e0074}|\\u{e0077}\\u{e006c}\\u{e0073})\\u{e007f}",
  "(?<=\\P{M})\\ufe0f",
].join("|");
const HIDDEN =
  "[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u115f\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164" +
  "\\ufe00-\\ufe0f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\u{e0000}-\\u{e01ef}]";
const MAYBE = new RegExp(`${HIDDEN}|\\p{M}`, "u"); // almost no text has any: a quick look first
const SUSPECT = new RegExp(`(?<allowed>${ALLOWED})|(?<hidden>${HIDDEN}+)|(?<stack>\\p{M}{9,})`, "gu");
const BADGES = 12;

function code(character) {
  const point = character.codePointAt(0);
  return point === 0x1b ? "ESC" : `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}

// The character itself stays inside its badge, so that what is copied is the original.
function mark(characters, shown) {
  return h(
    "span",
    { class: "hidden-mark", "data-shown": shown, role: "img", "aria-label": `hidden: ${shown}` },
    h("span", { "aria-hidden": "true" }, characters),
  );
}

function badges(run) {
  const found = [...run].filter((character) => character !== "\r");
  if (found.length <= BADGES) return found.map((character) => mark(character, code(character)));
  return [mark(run, `${number(found.length)} hidden characters`)];
}

// Nodes for a text; plain stretches stay one text node.
function show(text) {
  if (!MAYBE.test(text)) return [text];
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(SUSPECT)) {
    if (match.groups.allowed !== undefined) continue;
    if (match.index > from) nodes.push(text.slice(from, match.index));
    if (match.groups.hidden !== undefined) nodes.push(...badges(match[0]));
    else
      nodes.push(
        match[0].slice(0, 8),
        mark(match[0].slice(8), `${number(match[0].length - 8)} more combining marks`),
      );
    from = match.index + match[0].length;
  }
  if (from < text.length || !nodes.length) nodes.push(text.slice(from));
  return nodes;
}

// How many hidden characters a text has, and what a message in tag characters says.
function hiddenIn(text) {
  let count = 0;
  let message = "";
  if (!MAYBE.test(text)) return { count, message };
  for (const match of text.matchAll(SUSPECT)) {
    if (match.groups.hidden === undefined) continue;
    for (const character of match[0]) {
      const point = character.codePointAt(0);
      if (point !== 0x0d) count++;
      if (point >= 0xe0020 && point <= 0xe007e) message += String.fromCodePoint(point - 0xe0000);
    }
  }
  return { count, message };
}
