// What was asked before the answer, and the conversation that a case is a turn of.

const callText = ([name, given]) => said(`${name}(${given})`, "code");

function messageElement(message) {
  const folded =
    message.role === "system" || message.role === "developer" || (message.text || "").length > 3000;
  const text = message.text && said(message.text);
  return h(
    "div",
    { class: `message ${["user", "assistant", "tool"].includes(message.role) ? message.role : "other"}` },
    h("p.role", show(message.role), message.name && [" ", h("code", show(message.name))]),
    message.reasoning && h("details", h("summary", "Reasoning"), said(message.reasoning)),
    text && folded ? h("details", h("summary", `${number(message.text.length)} characters`), text) : text,
    (message.calls || []).map(callText),
  );
}

function promptSection(content) {
  const messages = content.messages || [];
  const last = messages.findLastIndex((message) => message.role === "user");
  const from = Math.max(0, last);
  const earlier = h("div");
  const open = () => {
    if (!earlier.firstChild) fill(earlier, messages.slice(0, from).map(messageElement));
  };
  return section(
    "Asked",
    from > 0 ? h("details", { toggle: open }, h("summary", plural(from, "earlier message")), earlier) : null,
    messages.slice(from).map(messageElement),
  );
}

function turnsOf(row) {
  const same = columns.talk.flatMap((one, other) => (one === columns.talk[row] ? [other] : []));
  return same.sort((a, b) => (columns.turn[a] ?? 0) - (columns.turn[b] ?? 0) || a - b);
}

function talkSection(row) {
  if (columns.talk[row] < 0) return null;
  const turns = turnsOf(row);
  if (turns.length < 2) return null;
  const first = turns.find((other) => status(other) !== "same");
  const place = h("div");
  return section(
    "Conversation",
    h(
      "div.turns",
      turns.map((other) =>
        button(
          `${(columns.turn[other] ?? turns.indexOf(other)) + 1} ${SIGNS[status(other)]}`,
          () => openCase(other),
          {
            class: other === first ? "turn first" : "turn",
            "aria-pressed": String(other === row),
            title:
              `turn ${(columns.turn[other] ?? 0) + 1}: ${status(other)}` +
              (other === first ? ", the first that differs" : ""),
          },
        ),
      ),
    ),
    first === undefined
      ? h("p.soft.small", "No turn differs.")
      : h(
          "p.soft.small",
          `Turn ${(columns.turn[first] ?? turns.indexOf(first)) + 1} is the first that differs.`,
        ),
    button("Show the whole conversation", async (event) => {
      event.currentTarget.hidden = true;
      await drawTalk(place, turns, first);
    }),
    place,
  );
}

async function drawTalk(place, turns, first) {
  const nodes = [];
  let known = 0;
  for (const other of turns) {
    const content = await body(other);
    const messages = content.messages || [];
    nodes.push(messages.slice(known).map(messageElement), turnElement(other, content, first));
    known = messages.length + 1;
  }
  fill(place, nodes);
  place.querySelector(".first-difference")?.scrollIntoView({ block: "center" });
}

function turnElement(row, content, first) {
  const later = first !== undefined && turnsOf(row).indexOf(row) > turnsOf(row).indexOf(first);
  const said = (reply) =>
    [reply.failure || reply.text || "", ...(reply.calls || []).map(([name, given]) => `${name}(${given})`)]
      .filter(Boolean)
      .join("\n");
  return h(
    "div",
    { class: `turn-answers${row === first ? " first-difference" : ""}` },
    h(
      "p.role",
      "answers ",
      badge(status(row), KINDS[status(row)]),
      row === first ? badge("first difference", "warn") : null,
      later && h("span.soft", meta.free ? " the context differs already" : " an earlier turn differs already"),
    ),
    texts(said(content.old[0]), said(content.new[0]), false),
  );
}
