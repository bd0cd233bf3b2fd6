// Two answers next to each other: words, tool calls, reasoning, repeats.

// JSON laid out over lines, token by token: no number and no string is touched.
function pretty(text) {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) || [];
  const opens = (token) => token === "{" || token === "[";
  const closes = (token) => token === "}" || token === "]";
  let depth = 0;
  return tokens
    .map((token, place) => {
      const line = (by) => `\n${"  ".repeat(Math.max(0, (depth += by)))}`;
      if (opens(token)) return closes(tokens[place + 1]) ? token : token + line(1);
      if (closes(token)) return opens(tokens[place - 1]) ? token : line(-1) + token;
      return token === "," ? token + line(0) : token === ":" ? ": " : token;
    })
    .join("");
}

function isJson(text) {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

function answerSection(old, now) {
  const before = old.failure || old.text || "";
  const after = now.failure || now.text || "";
  if (!before && !after && (old.calls || now.calls)) return null;
  const json = !old.failure && !now.failure && isJson(before) && isJson(after);
  const formatted = json && state.k !== "raw";
  return section(
    "Answer",
    h("div.tools", viewButtons(), json ? jsonButton() : null),
    old.failure || now.failure
      ? h("p.note.small", "There is no answer on at least one side; what stands there is the error.")
      : null,
    !before || !after ? h("p.soft.small", `The ${before ? "new" : "old"} answer has no text.`) : null,
    formatted ? texts(pretty(before), pretty(after), true) : texts(before, after, false),
  );
}

function viewButtons() {
  const view = (name, text) =>
    button(
      text,
      () => {
        state.v = name;
        again();
      },
      { "aria-pressed": String(state.v === name) },
    );
  return [
    view("split", "Split"),
    view("unified", "Unified"),
    view("new", "New only"),
    button(
      "Ignore white space",
      () => {
        state.w = state.w ? "" : "1";
        again();
      },
      { "aria-pressed": String(state.w === "1") },
    ),
  ];
}

function jsonButton() {
  return button(
    "As sent",
    () => {
      state.k = state.k ? "" : "raw";
      again();
    },
    { "aria-pressed": String(state.k === "raw") },
  );
}

// Tool calls aligned by name, then by order; what has no partner stands alone.
function alignCalls(old, now) {
  const pairs = [];
  const left = [...now];
  for (const call of old) {
    const place = left.findIndex(([name]) => name === call[0]);
    pairs.push([call, place < 0 ? null : left.splice(place, 1)[0]]);
  }
  for (const call of left) {
    const lonely = pairs.find((pair) => pair[1] === null && !now.includes(pair[0]));
    if (lonely) lonely[1] = call;
    else pairs.push([null, call]);
  }
  return pairs;
}

function callsSection(old, now) {
  if (!old.calls && !now.calls) return null;
  return section(
    "Tool calls",
    alignCalls(old.calls || [], now.calls || []).map(([before, after]) => {
      const same = before && after && before[0] === after[0];
      const word = !before
        ? badge("added", "info")
        : !after
          ? badge("missing", "bad")
          : same
            ? null
            : badge("another tool", "bad");
      const [a, b] = [before, after].map((call) => (!call ? "" : call[2] ? call[1] : pretty(call[1])));
      return h(
        "div.call",
        h(
          "h4",
          h("code", show(before ? before[0] : after[0])),
          same || !before || !after ? null : [" → ", h("code", show(after[0]))],
          " ",
          word,
        ),
        [
          ["old", before],
          ["new", after],
        ].map(([side, call]) => call && call[2] && h("p.note.small", `${side}: `, show(call[2]))),
        texts(a, b, true),
      );
    }),
  );
}

function reasoningSection(old, now) {
  if (!old.reasoning && !now.reasoning) return null;
  const place = h("div");
  const open = () => fill(place, texts(old.reasoning || "", now.reasoning || "", false));
  return h("details", { class: "section", toggle: open }, h("summary", "Reasoning"), place);
}

function repeatsSection(content) {
  if (content.old.length < 2 && content.new.length < 2) return null;
  const words = content.expect ? ["✓ passes", "✕ fails"] : ["= like the first", "≠ differs"];
  const kinds = content.expect ? ["good", "bad"] : ["", "info"];
  const side = (name, replies, marks) =>
    h(
      "div.side",
      h(
        "h4",
        `${name}: ${plural(replies.length, "answer")} `,
        h("span.repeats", { "aria-hidden": "true" }, bars(replies.length, marks.filter(Boolean).length)),
      ),
      replies.map((reply, place) =>
        h(
          "details",
          h(
            "summary",
            badge(words[1 - marks[place]], kinds[1 - marks[place]]),
            ` ${place + 1}. `,
            show((reply.failure || reply.text || "tool calls only").slice(0, 80)),
          ),
          said(reply.failure || reply.text || ""),
          (reply.calls || []).map(callText),
        ),
      ),
    );
  return section(
    "Repeats",
    h("div.split", side("old", content.old, content.marks[0]), side("new", content.new, content.marks[1])),
  );
}
