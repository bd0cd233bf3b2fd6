// The command that asks a case again. An id may hold anything: only printable ASCII gets out.

function command(id) {
  const words = ["llm-cutover", "replay", meta.recordings, ...meta.again, `--case=${spelled(id)}`];
  return words.map(quoted).join(" ");
}

function quoted(text) {
  const plain = text.replace(/[^\x20-\x7e]/g, "?");
  return /^[\w./:@%+=,-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}

// As it is when a shell can hold it, else as a JSON text, which `--case` reads as well.
function spelled(id) {
  if (/^[\x20-\x7e]+$/.test(id) && !id.startsWith('"')) return id;
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(id).replace(/[^\x20-\x7e]/g, escaped);
}
