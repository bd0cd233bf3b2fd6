// A part of a large report: hands out its chunks to the page that knows its key.

const { key } = JSON.parse(document.getElementById("meta").textContent);

addEventListener("message", ({ data, source }) => {
  if (!source || !data || data.key !== key) return;
  const chunk = document.getElementById(`k${data.place}`);
  source.postMessage({ place: data.place, text: chunk ? chunk.textContent : "" }, "*");
});
