// The filter language: words, field:value, "quoted", !not; all must hold.

const TERM = /(!?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi;
const CHANGE = /^([<>]=?)([\d.]+)(%|x|ms|s)?$/;
const HELP = 'words  status:regressed  tag:x  reason:json  tool:x  cost:>20%  latency:>2x  !not  "a phrase"';

const FIELDS = {
  status: (row, value) => status(row) === value,
  tag: (row, value) => tags(row).some((tag) => tag.toLowerCase() === value),
  suite: (row, value) => tags(row).some((tag) => tag.toLowerCase() === value),
  reason: (row, value) =>
    reasons(row).some(
      (reason) => reason === value || (reason.startsWith(value) && !names.reasons.includes(value)),
    ),
  tool: (row, value) => tools(row).some((tool) => tool.toLowerCase() === value),
  group: (row, value) => String(columns.group[row]) === value,
  conversation: (row, value) => (talk(row) || "").toLowerCase() === value,
  is: (row, value) => [decided(row), label(row), ...standing(row)].includes(value),
  cost: (row, value) => changed("cost", row, value),
  latency: (row, value) => changed("latency", row, value),
  length: (row, value) => changed("length", row, value),
};

const standing = (row) => [columns.protected[row] && "protected", columns.accepted[row] && "baseline"];

function changed(column, row, value) {
  const [, sign, amount, unit] = value.match(CHANGE) || [];
  const by = ratio(column, row);
  if (!sign || by === null) return false;
  const now = columns[column][row][1];
  const seen = unit === "%" ? (by - 1) * 100 : unit === "x" ? by : unit === "s" ? now / 1000 : now;
  const least = Number(amount);
  return { ">": seen > least, ">=": seen >= least, "<": seen < least, "<=": seen <= least }[sign];
}

function parse(text) {
  const terms = [];
  for (const [all, not, field, quoted, bare] of text.matchAll(TERM)) {
    const known = field && Object.hasOwn(FIELDS, field.toLowerCase());
    const value =
      (known ? (quoted ?? bare) : quoted !== undefined && !field ? quoted : all.slice(not.length)) || "";
    terms.push({ not: not === "!", field: known ? field.toLowerCase() : "", value: value.toLowerCase() });
  }
  return terms.filter(({ field, value }) => value && value !== "!" && (field || !unfinished(value)));
}

// `status:` without a value yet: somebody is still typing.
const unfinished = (word) => word.endsWith(":") && Object.hasOwn(FIELDS, word.slice(0, -1));

// Cases whose bodies hold a word, found by `searchBodies`; word -> set of rows.
const inBodies = new Map();

// What a row says at first sight, in small letters; put together once.
const light = [];
const sight = (row) =>
  (light[row] ??= [columns.id[row], columns.title[row], ...tags(row), ...reasons(row)]
    .join("\n")
    .toLowerCase());

const says = (row, word) => sight(row).includes(word) || Boolean(inBodies.get(word)?.has(row));

function matches(row, terms) {
  return terms.every(
    ({ not, field, value }) => not !== (field ? FIELDS[field](row, value) : says(row, value)),
  );
}

const freeWords = (text) =>
  parse(text)
    .filter((term) => !term.field)
    .map((term) => term.value);

// Looks for the free words in all bodies, chunk by chunk; `progress` returns false to stop.
async function searchBodies(text, progress) {
  const wanted = freeWords(text).filter((word) => !inBodies.has(word));
  const found = new Map(wanted.map((word) => [word, new Set()]));
  const places = [...new Set(columns.chunk)].sort((a, b) => a - b);
  const rows = new Map(columns.chunk.map((place, row) => [`${place}.${columns.place[row]}`, row]));
  for (let done = 0; wanted.length && done < places.length; done++) {
    if (!progress(done / places.length)) return;
    (await inflate(`k${places[done]}`)).forEach((content, at) => {
      const all = everyText(content).map((one) => one.toLowerCase());
      for (const word of wanted) {
        if (all.some((one) => one.includes(word))) found.get(word).add(rows.get(`${places[done]}.${at}`));
      }
    });
    await new Promise((next) => setTimeout(next));
  }
  found.forEach((hits, word) => inBodies.set(word, hits));
}
