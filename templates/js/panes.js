// The furniture: what stands around the list and the opened case.

function toolbar() {
  const sort = h(
    "select",
    {
      id: "sort",
      "aria-label": "Order",
      change: (event) => {
        state.s = event.target.value;
        refresh();
      },
    },
    Object.keys(ORDERS).map((name) => h("option", { value: name, selected: state.s === name }, `by ${name}`)),
  );
  const counts = names.status
    .map((name, n) => [name, columns.status.filter((one) => one === n).length])
    .filter(([, count]) => count);
  return [
    h(
      "div.tools",
      h("input", {
        id: "filter",
        type: "search",
        "aria-label": "Filter",
        placeholder: `Filter: ${HELP}`,
        value: state.f,
        spellcheck: "false",
        autocomplete: "off",
        input: (event) => {
          state.f = event.target.value;
          refresh();
        },
        keydown: (event) => {
          if (event.key === "Enter") searchTexts();
        },
      }),
      button("?", ACTIONS["?"], { "aria-label": "Keys and filter language" }),
    ),
    h(
      "div.tools",
      counts.map(([name, count]) =>
        button(`${SIGNS[name]} ${name} ${number(count)}`, () => only(`status:${name}`), {
          class: `chip ${KINDS[name]}`,
        }),
      ),
      sort,
    ),
    h(
      "div.tools",
      h("span", { id: "count", role: "status" }),
      button("", ACTIONS.u, { id: "unchanged", class: "chip" }),
      button("fold alike", ACTIONS.g, { id: "fold", class: "chip", title: "one row for like changes (g)" }),
    ),
  ];
}

function reviewBar() {
  const file = h("input", {
    type: "file",
    id: "load",
    accept: ".json,application/json",
    class: "visually-hidden",
    tabindex: "-1",
    "aria-label": "Load decisions.json",
    change: async () => {
      if (file.files[0]) await loadDecisions(file.files[0]);
      file.value = "";
    },
  });
  return h(
    "details.review",
    h("summary", "Review: ", h("span", { id: "tally" })),
    h(
      "div.tools",
      h("input", { id: "reviewer", type: "text", "aria-label": "Reviewer", placeholder: "reviewer" }),
      button(
        "",
        () => {
          decide(
            shown.flatMap(covered).filter((row) => decisions.get(row) !== "a"),
            "a",
          );
          refresh();
          again();
        },
        { id: "accept-all" },
      ),
      h("span", { id: "accept-why", class: "soft small" }),
    ),
    h(
      "div.tools",
      button("Export decisions.json", exportDecisions, { id: "export" }),
      button("Load decisions.json", () => file.click()),
      button("Print the cases shown", printCases, { id: "print" }),
      file,
    ),
    h(
      "div",
      { id: "export-fallback", hidden: true },
      h("textarea", { id: "export-text", readonly: true, rows: 4, "aria-label": "decisions.json" }),
    ),
  );
}

function build() {
  fill(
    $("app"),
    h(
      "div.panes",
      h(
        "div.pane-list",
        toolbar(),
        h("p", { id: "doubt", class: "doubt", role: "status" }),
        h("p", { id: "message", class: "small soft", role: "status" }),
        button(
          "Stop",
          () => {
            searching++;
          },
          { id: "cancel", hidden: true },
        ),
        reviewBar(),
        h(
          "div",
          {
            id: "grid",
            role: "grid",
            tabindex: "0",
            "aria-label": "Cases",
            scroll: () => {
              if (virtual())
                requestAnimationFrame(() => {
                  drawWindow();
                  markCurrent();
                });
            },
            click: (event) => {
              const row = event.target.closest(".row");
              if (row) openCase(Number(row.dataset.row));
            },
          },
          h("div", { id: "rows", role: "rowgroup" }),
        ),
      ),
      h(
        "article",
        { id: "detail", "aria-labelledby": "case-title", class: "card" },
        h(
          "p",
          { class: "soft", id: "case-title" },
          "Choose a case, or press ",
          h("kbd", "Enter"),
          " for the first.",
        ),
      ),
    ),
    helpDialog(),
  );
}

// The verdict leads to what it is about: the regressed cases, and the worst of them by name.
const WORST = 3;

function verdictLink() {
  const bad = columns.id.map((_, row) => row).filter((row) => status(row) === "regressed");
  if (!bad.length) return;
  const go = (row) => {
    setFilter("status:regressed");
    openCase(row ?? shown[0]);
    $("browser").scrollIntoView();
    $("grid").focus({ preventScroll: true });
  };
  const named = (row) =>
    h(
      "li",
      button(show(columns.id[row]), () => go(row), { class: "chip mono" }),
      reasons(row).length && h("span", show(meaning(reasons(row)[0]))),
      h("span", { class: "soft", dir: "auto" }, show(columns.title[row])),
    );
  $("look").append(
    button(`Look at ${plural(bad.length, "regressed case")}`, () => go(), { class: "main" }),
    h("ol", { class: "first", "aria-label": "The worst of them" }, bad.slice(0, WORST).map(named)),
  );
}

// The links to the parts of the page: the address after "#" is not theirs, it holds the view.
function contentLinks() {
  for (const link of document.querySelectorAll(".contents a")) {
    const name = link.hash.slice(1);
    const goal = $(name === "static" ? "cases-title" : name);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goal.scrollIntoView();
      goal.tabIndex = -1;
      goal.focus({ preventScroll: true });
    });
  }
}

// Rows of the tables above lead to their cases.
function tableLinks() {
  for (const row of document.querySelectorAll("tr[data-filter], tr[data-case]")) {
    const named = row.dataset.case;
    const go = () => {
      if (named === undefined) setFilter(row.dataset.filter);
      else openCase(columns.id.indexOf(named));
      $("browser").scrollIntoView();
      $("grid").focus({ preventScroll: true });
    };
    const what = named === undefined ? `show these cases: ${row.dataset.filter}` : `show case ${named}`;
    row.append(h("td.num", button("show", go, { class: "chip", "aria-label": what })));
    const head = row.closest("table").tHead.rows[0];
    if (head.cells.length < row.cells.length) head.append(h("td"));
  }
}

// On paper there is no list to click in: the cases that are shown, one after the other.
const PAPER = 200;

async function printCases() {
  const paper = $("paper");
  const rows = shown.slice(0, PAPER);
  say(`preparing ${plural(rows.length, "case")} for print`);
  const sheets = [];
  for (const row of rows) sheets.push(sheet(row, await body(row)));
  fill(paper, h("h2", `The first ${number(rows.length)} of ${plural(shown.length, "case")} shown`), sheets);
  say("");
  print();
}

function sheet(row, content) {
  const kind = status(row);
  return h(
    "article.card",
    h("h3", badge(`${SIGNS[kind]} ${kind}`, KINDS[kind]), " ", h("span.mono", show(columns.id[row]))),
    h("p.soft", { dir: "auto" }, show(columns.title[row])),
    evidence(content),
  );
}
