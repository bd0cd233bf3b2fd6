// Two texts next to each other, or one after the other, with what differs marked.

const LONG = 64000;
const FIRST = 16000;
const ALIGNED = 1000;
const LEVELS = {
  word: "",
  line: "too long to be compared word by word: compared line by line, then within the lines that differ",
  none: "too different and too long to be compared: shown side by side",
};
const SPACES = { " ": "·", "\t": "⇥", "\n": "↵", "\u00a0": "⍽" };

// What was removed or added. White space alone would not be seen: it gets a sign beside it.
function changedText(tag, text) {
  if (/\S/.test(text)) return h(tag, show(text));
  const sign = (letter) => h("span.space", { "data-shown": SPACES[letter] || "·" }, show(letter));
  return h(tag, [...text].map(sign));
}

function sideNodes(parts, place) {
  const tag = place === 1 ? "del" : "ins";
  return parts.map(([kind, old, now]) => {
    if (kind === "rest") return h("span.rest", " ⋯ ");
    if (kind === "=") return show(place === 1 ? old : now);
    return within(old, now)[place - 1].map(([different, text]) =>
      different ? text && changedText(tag, text) : show(text),
    );
  });
}

function unified(parts) {
  return parts.map(([kind, old, now]) =>
    kind === "=" ? show(now) : [old && changedText("del", old), now && changedText("ins", now)],
  );
}

// The parts line by line: a new line begins wherever both texts begin one, after or before a word
// that they share. Line ends alone are alike by chance.
function rowsOf(parts) {
  const rows = [[]];
  for (const part of parts) {
    if (part[0] !== "=" || part[1] !== part[2] || !/[\p{L}\p{N}]/u.test(part[1])) {
      rows.at(-1).push(part);
      continue;
    }
    for (const line of lines(part[1])) {
      rows.at(-1).push(["=", line, line]);
      if (line.endsWith("\n")) rows.push([]);
    }
  }
  if (!rows.at(-1).length) rows.pop();
  return rows;
}

function column(heading, kind, nodes, mono) {
  return h(
    "div",
    { class: `side ${kind}` },
    h("h4", heading),
    h("div", { class: mono ? "said code" : "said", dir: "auto" }, nodes),
  );
}

// Both sides share the rows of one grid, so that equal lines face each other however others wrap.
function aligned(parts, mono) {
  const rows = rowsOf(parts);
  const side = (heading, kind, place) => {
    if (rows.length > ALIGNED) return column(heading, kind, sideNodes(parts, place), mono);
    const cells = rows.map((row) => h("div.row-text", sideNodes(row, place)));
    const made = column(heading, kind, cells, mono);
    made.style.gridRow = `span ${rows.length + 1}`;
    made.lastElementChild.style.gridRow = `span ${rows.length}`;
    return made;
  };
  const kind = rows.length > ALIGNED ? "div.split" : "div.split.aligned";
  return h(kind, side("− old", "old", 1), side("+ new", "new", 2));
}

// What stands on one side only needs no second column.
function oneText(old, now, mono) {
  const [heading, kind, text] = old ? ["− old only", "old", old] : ["+ new only", "new", now];
  return [column(heading, kind, h(old ? "del" : "ins", {}, show(text)), mono)];
}

function twoTexts(old, now, mono) {
  if (!old !== !now) return oneText(old, now, mono);
  if (old === now) {
    return [h("p.soft.small", "The same on both sides."), column("old and new", "both", show(now), mono)];
  }
  const { level, parts } = compare(old, now, state.w === "1");
  const remark = LEVELS[level] ? h("p.note.small", LEVELS[level]) : null;
  if (state.v === "unified") return [remark, column("− old + new", "both marked", unified(parts), mono)];
  if (state.v === "new") return [remark, column("+ new", "new", sideNodes(parts, 2), mono)];
  return [remark, aligned(parts, mono)];
}

// Very long texts show their start; the whole on request.
function texts(old, now, mono) {
  return capped(Math.max(old.length, now.length), (most) =>
    twoTexts(old.slice(0, most), now.slice(0, most), mono),
  );
}

function said(text, kind) {
  return capped(text.length, (most) =>
    h("div", { class: `said ${kind || ""}`, dir: "auto" }, show(text.slice(0, most))),
  );
}

function capped(length, draw) {
  const place = h("div.texts");
  if (length <= LONG) return fill(place, draw(LONG));
  const all = () => fill(place, draw(length));
  return fill(place, draw(FIRST), button(`Show all ${number(length)} characters`, all));
}
