// One case, opened.

function section(title, ...children) {
  return h("section.section", h("h3", title), children);
}

function drawDetail(row, content) {
  const [old, now] = [content.old[0], content.new[0]];
  fill($("detail"), [
    head(row, content),
    warning(content),
    evidence(content),
    reasoningSection(old, now),
    repeatsSection(content),
    promptSection(content),
    talkSection(row),
    factsSection(old, now),
    aboutSection(content),
  ]);
}

// What a decision rests on.
function evidence(content) {
  const [old, now] = [content.old[0], content.new[0]];
  return [
    checksSection(content),
    judgesSection(content),
    differencesSection(content),
    answerSection(old, now),
    callsSection(old, now),
  ];
}

function head(row, content) {
  const kind = status(row);
  const mine = decisions.get(row);
  const choice = (letter, text, key) =>
    button(text, () => decideOn(row, letter), {
      "aria-pressed": String(mine === letter),
      "aria-keyshortcuts": key,
      title: `key ${key}`,
    });
  return h(
    "header.case-head",
    h(
      "h3",
      { id: "case-title", tabindex: "-1" },
      badge(`${SIGNS[kind]} ${kind}`, KINDS[kind]),
      " ",
      h("span.mono", show(columns.id[row])),
      " ",
      columns.protected[row] ? badge("protected", "bad") : null,
      " ",
      columns.accepted[row] ? badge("accepted before", "good") : null,
    ),
    h("p", { class: "soft", dir: "auto" }, show(columns.title[row])),
    h(
      "p.small",
      tags(row).map((tag) => [h("span.tag", show(tag)), " "]),
    ),
    h(
      "div.tools",
      choice("a", "Accept", "a"),
      choice("r", "Reject", "r"),
      choice("x", "Skip", "x"),
      h("input", {
        type: "text",
        class: "note-text",
        "aria-label": "Note on this case",
        placeholder: "note",
        value: notes.get(row) || "",
        input: (event) => notes.set(row, event.target.value),
      }),
      button("Copy link", () => copy(new URL(fragment({ c: content.id }), location.href).href, "link"), {
        class: "quiet",
      }),
      button("Copy command", () => copy(command(content.id), "command"), { class: "quiet" }),
    ),
  );
}

function warning(content) {
  const all = hiddenIn(everyText(content).join("\n"));
  if (!all.count) return null;
  return h(
    "p.note.small",
    `${plural(all.count, "hidden character")} in this case, shown as marks.`,
    all.message ? [" Tag characters say: ", h("code", show(all.message))] : null,
  );
}

function checksSection(content) {
  if (!content.checks) return null;
  const holds = (passed) =>
    passed === null ? badge("not run", "") : passed ? badge("✓ holds", "good") : badge("✕ fails", "bad");
  return section(
    "Assertions",
    table(
      ["Assertion", "Old", "New", "Why not"],
      content.checks.map(([name, old, oldWhy, now, nowWhy]) => [
        h("code", show(name)),
        holds(old),
        holds(now),
        why(oldWhy, nowWhy),
      ]),
    ),
  );
}

// What judge models said, in both orders: an opinion that changes with the order is none.
const JUDGED = {
  better: ["✓ the new answer is better, in both orders", "good"],
  worse: ["✕ the old answer is better, in both orders", "bad"],
  tie: ["neither is better, in both orders", ""],
  split: ["? the opinion changes with the order: a tie", "warn"],
  "": ["asked in one order only", ""],
};
const BETTER = { old: "the old one", new: "the new one", tie: "neither" };

function judgesSection(content) {
  if (!content.judges) return null;
  return section(
    "What judges say",
    content.judges.map(({ judge, task, kind, said }) => [
      h("p", h("code", show(judge)), ": ", badge(...JUDGED[kind])),
      table(
        ["Shown", "Better", "Why"],
        said.map(([order, better, reason]) => [order, BETTER[better], reason && h("span", { dir: "auto" }, show(reason))]),
      ),
      h("p.small.soft", "task ", h("code", task)),
    ]),
  );
}

function why(old, now) {
  if (old && old === now) return show(`both: ${old}`);
  return [now ? h("div", show(`new: ${now}`)) : null, old ? h("div", show(`old: ${old}`)) : null];
}

function differencesSection(content) {
  if (!content.differences) return null;
  const plain = content.differences.filter(([, path, old, now]) => !path && !old && !now);
  const placed = content.differences.filter((difference) => !plain.includes(difference));
  return section(
    "Differences",
    plain.length &&
      h(
        "ul.plain",
        plain.map(([kind, , , , note]) =>
          h("li", show(meaning(kind)), note && h("span.soft", ": ", show(note))),
        ),
      ),
    placed.length && table(["What", "− Old", "+ New"], placed.map(differenceCells), "differences"),
    content.more &&
      h("p.note.small", `Incomplete: ${plural(content.more, "further difference")} not listed.`),
  );
}

function differenceCells([kind, path, old, now, note]) {
  const both = Boolean(old && now);
  const { parts } = both ? compare(old, now, false) : { parts: [["x", old, now]] };
  const value = (place) =>
    (place === 1 ? old : now)
      ? h("div.mono.value", sideNodes(brief(parts), place))
      : h("span.nothing", "nothing");
  return [
    [
      path && h("div", h("code", show(path))),
      h(path ? "span.soft.small" : "span", show(meaning(kind))),
      " ",
      h("span.tag.mono", show(kind)),
      note && h("div.soft.small", show(note)),
    ],
    value(1),
    value(2),
  ];
}

// Here stands where texts part; the whole of them stands among the answers below.
const AROUND = 40;
const MOST = 360;

function brief(parts) {
  const shown = [];
  let left = MOST;
  for (const [place, [kind, old, now]] of parts.entries()) {
    if (left <= 0) return [...shown, ["rest"]];
    if (kind === "=" && old.length > 2 * AROUND + 20) {
      if (place > 0) shown.push(["=", old.slice(0, AROUND), now.slice(0, AROUND)]);
      shown.push(["rest"]);
      if (place < parts.length - 1) shown.push(["=", old.slice(-AROUND), now.slice(-AROUND)]);
    } else {
      shown.push([kind, old.slice(0, MOST), now.slice(0, MOST)]);
      if (Math.max(old.length, now.length) > MOST) shown.push(["rest"]);
    }
    left -= Math.min(2 * AROUND, Math.max(old.length, now.length));
  }
  return shown;
}

function table(heads, rows, kind) {
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": heads.join(", ") },
    h(
      "table",
      { class: `data ${kind || "stack"}` },
      h(
        "thead",
        h(
          "tr",
          heads.map((text) => h("th", { scope: "col" }, text)),
        ),
      ),
      h(
        "tbody",
        rows.map((cells) =>
          h(
            "tr",
            cells.map((cell, place) => h("td", { "data-label": heads[place].toLowerCase() }, cell)),
          ),
        ),
      ),
    ),
  );
}

const FACTS = [
  ["finish", "finish reason"],
  ["model", "answered by"],
  ["input", "input tokens"],
  ["output", "output tokens"],
  ["thought", "of them reasoning"],
  ["latency", "latency"],
  ["ttft", "to the first token"],
  ["cost", "cost"],
  ["attempts", "attempts"],
  ["refusal", "refusal"],
  ["flags", "flags"],
];

function factsSection(old, now) {
  const measured = (name, value) => {
    if (value === undefined || value === null) return "—";
    if (name === "latency" || name === "ttft") return time(value);
    if (name === "cost") return money(value);
    return typeof value === "number" ? number(value) : show(Array.isArray(value) ? value.join(", ") : value);
  };
  const rows = FACTS.filter(([name]) => old[name] !== undefined || now[name] !== undefined);
  if (!rows.length) return null;
  return section(
    "Measured",
    table(
      ["", "Old", "New"],
      rows.map(([name, what]) => [what, measured(name, old[name]), measured(name, now[name])]),
    ),
  );
}

function aboutSection(content) {
  const rows = [
    ["called at", content.site],
    ["conversation", content.conversation],
    ["source", content.source],
    ["the recording lacks", content.lacks],
    ["tools offered", (content.tools || []).join(", ")],
    ["parameters", content.request],
    ...(content.expect || []).map((wanted) => ["expected", wanted]),
  ].filter(([, value]) => value);
  return h(
    "details.section",
    h("summary", "About this case"),
    h(
      "dl.facts",
      rows.map(([name, value]) => [h("dt", name), h("dd.mono", show(value))]),
    ),
  );
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied`);
  } catch {
    say(text);
  }
}
