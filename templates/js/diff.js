// Word differences within stated bounds. A difference is a list of [kind, old, new]:
// "=" the same on both sides (white space may differ when it is ignored), "x" replaced.

const CELLS = 4000000;
const PAIR = 200;

const words = (text) => text.match(/\n|[^\S\n]+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu) || [];
const lines = (text) => text.match(/[^\n]*\n|[^\n]+/g) || [];
const letters = (text) => Array.from(text);

function compare(old, now, blind) {
  const key = blind ? (token) => token.replace(/\s+/g, " ") : (token) => token;
  const byWord = align(words(old), words(now), key);
  if (byWord) return { level: "word", parts: calm(byWord, blind) };
  const byLine = align(lines(old), lines(now), key);
  if (byLine) return { level: "line", parts: calm(refined(byLine, key), blind) };
  return { level: "none", parts: [["x", old, now]] };
}

// Lines that were replaced by others, word by word, as far as the bound for all of them goes.
function refined(found, key) {
  let left = CELLS;
  return found.flatMap((part) => {
    const [kind, old, now] = part;
    const [a, b] = [words(old), words(now)];
    if (kind === "=" || a.length * b.length > left) return [part];
    left -= a.length * b.length;
    return align(a, b, key);
  });
}

// The longest common subsequence between the common start and the common end, or null when the
// table for it would be too large.
function align(a, b, key) {
  const left = a.map(key);
  const right = b.map(key);
  let start = 0;
  while (start < a.length && start < b.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const middle = common(left.slice(start, left.length - end), right.slice(start, right.length - end));
  if (!middle) return null;
  const pairs = Array.from({ length: start }, (_, i) => [i, i]);
  for (const [i, j] of middle) pairs.push([i + start, j + start]);
  for (let k = end; k > 0; k--) pairs.push([a.length - k, b.length - k]);
  return parts(a, b, pairs);
}

function common(a, b) {
  const wide = b.length + 1;
  if (a.length * b.length > CELLS) return null;
  const table = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * wide + j;
      table[at] = a[i] === b[j] ? table[at + wide + 1] + 1 : Math.max(table[at + wide], table[at + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (table[(i + 1) * wide + j] >= table[i * wide + j + 1]) i++;
    else j++;
  }
  return pairs;
}

function parts(a, b, pairs) {
  const found = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...pairs, [a.length, b.length]]) {
    if (x > i || y > j) add(found, "x", a.slice(i, x).join(""), b.slice(j, y).join(""));
    if (x < a.length && y < b.length) add(found, "=", a[x], b[y]);
    i = x + 1;
    j = y + 1;
  }
  return found;
}

function add(found, kind, old, now) {
  const last = found.at(-1);
  if (last && last[0] === kind) {
    last[1] += old;
    last[2] += now;
  } else found.push([kind, old, now]);
}

// What two sentences share by chance (a comma, "of the") is no rest for the eye between longer
// changes: it becomes part of them. A line end stays, so that lines go on facing each other.
function calm(found, blind) {
  const result = [];
  for (const [kind, old, now] of found) {
    const space = blind && kind === "x" && !old.trim() && !now.trim();
    add(result, space ? "=" : kind, old, now);
    absorb(result);
  }
  return result;
}

// Joins the last three parts when the middle one is what two changes share by chance.
function absorb(found) {
  while (found.length > 2 && found.at(-1)[0] === "x" && byChance(...found.slice(-3))) {
    const [, middle, last] = found.splice(-3, 3, found.at(-3));
    for (const [, old, now] of [middle, last]) add(found, "x", old, now);
  }
}

function byChance(before, [, old], after) {
  if (old.includes("\n")) return false;
  const weight = old.replace(/[\s\p{P}]/gu, "").length;
  const around = [before, after].map((change) => Math.max(change[1].length, change[2].length));
  return (!weight && old.length < 3) || old.length <= Math.min(...around);
}

const NUMBER = /^[\p{N}.,]+$/u;

// Both sides of one replaced part as [changed?, text] runs, letter by letter when that is legible:
// 25 and 52 share a digit, but no meaning.
function within(old, now) {
  const whole = [[[true, old]], [[true, now]]];
  if (!old || !now || old.length > PAIR || now.length > PAIR) return whole;
  if (NUMBER.test(old) || NUMBER.test(now)) return whole;
  const found = align(letters(old), letters(now), (letter) => letter);
  const same = found.reduce((sum, [kind, text]) => sum + (kind === "=" ? text.length : 0), 0);
  if (same * 2 < Math.max(old.length, now.length) || found.length > 7) return whole;
  const side = (place) => found.map((part) => [part[0] === "x", part[place]]).filter(([, text]) => text);
  return [side(1), side(2)];
}
