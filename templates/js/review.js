// Accept, reject, skip: kept in the address while the page is open, taken away as decisions.json.

const SCHEMA = "llm-cutover/decisions@1";
const WORDS = { a: "accepted", r: "rejected", x: "skipped" };
const decisions = new Map(); // row -> "a", "r" or "x"
const notes = new Map(); // row -> text
const seen = new Set(); // rows that were opened

const decided = (row) => WORDS[decisions.get(row)] || "open";

function decide(rows, decision) {
  for (const row of rows) {
    if (decisions.get(row) === decision) decisions.delete(row);
    else decisions.set(row, decision);
  }
  state.d = packDecisions();
  writeState();
}

// Ranges of rows in base 36: "a_0-1f.3__r_2" is: accepted 0 to 51 and 3, rejected 2.
function packDecisions() {
  const named = (n) => n.toString(36);
  return Object.keys(WORDS)
    .map((letter) => {
      const rows = [...decisions.keys()].filter((row) => decisions.get(row) === letter).sort((a, b) => a - b);
      const ranges = [];
      for (const row of rows) {
        if (ranges.length && ranges.at(-1)[1] === row - 1) ranges.at(-1)[1] = row;
        else ranges.push([row, row]);
      }
      const shown = ranges.map(([from, to]) => (from === to ? named(from) : `${named(from)}-${named(to)}`));
      return shown.length ? `${letter}_${shown.join(".")}` : "";
    })
    .filter(Boolean)
    .join("__");
}

function unpackDecisions(text) {
  decisions.clear();
  for (const part of text.split("__")) {
    const [letter, ranges] = part.split("_");
    if (!Object.hasOwn(WORDS, letter) || !ranges) continue;
    for (const range of ranges.split(".")) {
      const [from, to] = range.split("-").map((n) => parseInt(n, 36));
      for (let row = from; row <= Math.min(to ?? from, size - 1); row++) decisions.set(row, letter);
    }
  }
}

async function decisionsFile(reviewer) {
  const items = [];
  for (const [row, letter] of [...decisions].sort(([a], [b]) => a - b)) {
    if (letter === "x") continue;
    const content = await body(row);
    items.push({
      case_id: columns.id[row],
      model: content.model,
      decision: letter === "a" ? "accept" : "reject",
      group: columns.group[row] < 0 ? null : columns.group[row],
      note: notes.get(row) || "",
      old_sha256: content.hashes[0],
      new_sha256: content.hashes[1],
    });
  }
  return { schema: SCHEMA, run_id: meta.run, run_sha256: meta.sha256, reviewer, items };
}

async function exportDecisions() {
  const text = JSON.stringify(await decisionsFile($("reviewer").value.trim()), null, 2) + "\n";
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  h("a", { href: url, download: "decisions.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  // where a frame forbids downloads, the text is here to be copied
  $("export-text").value = text;
  $("export-fallback").hidden = false;
  say(`decisions.json: ${plural(JSON.parse(text).items.length, "decision")}`);
}

// Takes the decisions of a file, for the cases whose answers are still the same.
async function loadDecisions(file) {
  let given;
  try {
    given = JSON.parse(await file.text());
    if (given.schema !== SCHEMA || !Array.isArray(given.items)) throw new Error("another kind of file");
  } catch (problem) {
    return say(`${file.name} was not read: ${problem.message}`);
  }
  const rows = new Map(columns.id.map((id, row) => [id, row]).reverse());
  let taken = 0;
  for (const item of given.items) {
    const row = rows.get(item.case_id);
    const hashes = row === undefined ? [] : (await body(row)).hashes;
    if (hashes[0] !== item.old_sha256 || hashes[1] !== item.new_sha256) continue;
    decisions.set(row, item.decision === "accept" ? "a" : "r");
    if (item.note) notes.set(row, String(item.note));
    taken++;
  }
  state.d = packDecisions();
  writeState();
  refresh();
  say(`${taken} of ${plural(given.items.length, "decision")} taken; the others are about other answers`);
}

// Accepting many at once is for what was looked at: no regressed case may be unseen.
function unseen(rows) {
  return rows.filter((row) => status(row) === "regressed" && !seen.has(row) && !decisions.has(row));
}
