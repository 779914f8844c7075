/* What registers and forms share: rows as Markdown and CSV, a place in the browser if the reader wants one, and the frame around what is filled in.
   Nothing of it is in the address and nothing leaves the page, but by the reader's own copy, download or print. */
var HandbookCollect = (() => {
  const { all, make, markdown, parts, root, today, tool } = HandbookTools;

  /* ---------- Rows as text, as handbook/tools/table.py ---------- */
  const NUMBER = /^-?\d+(?:\.\d+)?$/;
  function csvCell(text) {
    const safe = /^ *[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? "'" + text : text;
    return /[",;\n\r\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
  const csv = (heads, rows) => [heads, ...rows].map(line => line.map(csvCell).join(",") + "\r\n").join("");
  const escaped = text => text.split("\n").join(" ").replace(/[\\<|]/g, "\\$&").trim();
  const line = cells => `| ${cells.join(" | ")} |`;
  const table = (heads, rows) => [line(heads.map(escaped)), line(heads.map(() => "---")), ...rows.map(row => line(row.map(escaped)))];
  /* Prose of the data as words: without notes' marks and Markdown. */
  const words = text => String(text || "").replace(/\s*\[@[^\]]+\]/g, "").replace(/\*\*?|`/g, "").trim();

  /* ---------- A place in the browser, used once the reader asks for it ---------- */
  const place = name => `tool.${tool.id}.${name}`;
  const keep = (name, value) => { __md_set(place(name), { day: today(), version: tool.version, value }); return Boolean(__md_get(place(name))); };
  const kept = name => __md_get(place(name));
  const forget = name => { try { localStorage.removeItem(`${__md_scope.pathname}.${place(name)}`); } catch (error) { /* private windows */ } };

  const button = (text, does) => {
    const one = make("button", { type: "button", textContent: text });
    one.addEventListener("click", does);
    return one;
  };
  function download(name, type, text) {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /* The frame: what it is, the panel, and what can be taken away. A panel has `value`, `take`, `isEmpty`, `outcome`, `paper`, `example`. */
  function frame(here) {
    const part = parts.get(here.dataset.part);
    const panel = Object.assign(document.createElement(`hb-${part.kind}`), { part });
    const said = make("p", { className: "hb-panel-said" });
    said.setAttribute("role", "status");
    const text = make("textarea", { readOnly: true, rows: 12, hidden: true });
    const paper = make("div", { className: "hb-paper" });
    let safe = true, keeps = false, before = null;

    const written = () => markdown([panel.outcome()], { day: today(), root: root() });
    const tell = (message, ...more) => said.replaceChildren(message, ...more);
    async function copy(content, name) {
      text.value = content;
      text.setAttribute("aria-label", name);
      text.hidden = false;
      try {
        await navigator.clipboard.writeText(content);
        tell("Copied.");
      } catch (error) { /* a page opened from a folder may not write to the clipboard */
        text.focus();
        text.select();
        tell("Your browser does not let this page copy. The text is selected: press Ctrl+C, or Command+C.");
      }
      safe = true;
    }
    function save(name, type, content) {
      download(name, type, content);
      safe = true;
      tell(`Saved as ${name}, where your browser puts downloads.`);
    }
    function print() {
      document.documentElement.classList.add("hb-print-result");
      paper.replaceChildren(make("h2", { textContent: part.title }), make("p", { textContent: `${today()} · ${tool.title}, version ${tool.version} · ${tool.handbook}` }), ...panel.paper());
      window.print();
    }
    function start() {
      before = panel.value();
      panel.take(null);
      text.hidden = true;
      tell("Everything is cleared. ", button("Undo", () => { panel.take(before); tell("It is back."); changed(); }));
      changed();
    }
    function hold() {
      keeps = keep(part.id, panel.value());
      tell(keeps ? "Kept in this browser, with what you change from now on. Anyone who uses this browser can read it." : "This browser keeps nothing for this page. Copy or download instead.");
      refresh();
    }
    function drop() {
      forget(part.id);
      keeps = false;
      tell("Forgotten. What you see is in this page only.");
      refresh();
    }

    const name = part.file || part.id;
    const away = [button("Copy as Markdown", () => copy(written(), "The result as Markdown")), button("Download Markdown", () => save(`${name}.md`, "text/markdown", written()))];
    if (panel.csv) {
      away.push(button("Copy as CSV", () => copy(panel.csv(), "The rows as CSV")));
      away.push(button("Download CSV", () => save(`${name}.csv`, "text/csv", "\uFEFF" + panel.csv())));
    }
    away.push(button("Print", print), button("Start again", start));
    const keeper = button("Keep in this browser", hold), dropper = button("Forget what is kept here", drop);
    const example = button("Fill in the example", () => { before = panel.value(); panel.take(panel.example()); tell("The example is filled in. ", button("Undo", () => { panel.take(before); tell("It is back."); changed(); })); changed(); });
    const places = part.private ? [] : [keeper, dropper];

    function changed() {
      safe = panel.isEmpty();
      if (keeps) keep(part.id, panel.value());
      refresh();
    }
    function refresh() {
      for (const one of away) one.disabled = panel.isEmpty();
      keeper.disabled = keeps || panel.isEmpty();
      dropper.hidden = !keeps;
    }
    panel.changed = changed;

    for (const printed of all("details.hb-printed")) printed.open = false;
    const heading = make("h3", { className: "hb-panel-heading", textContent: here.dataset.heading || "Fill it in on this page" });
    const where = part.private ? "What you write stays in this page and is gone when you close it. Nothing is sent, and this page does not offer to keep it."
      : "What you write stays in this page and is gone when you close it, unless you keep it in this browser. Nothing is sent.";
    here.classList.add("hb-panel");
    here.append(heading, make("p", { className: "hb-panel-note", textContent: where }), make("div", { className: "hb-panel-bar" }, example, ...places), panel, make("div", { className: "hb-panel-bar" }, ...away), said, text, paper);
    addEventListener("beforeunload", event => { if (!safe && !keeps) event.preventDefault(); });

    const found = part.private ? null : kept(part.id);
    keeps = Boolean(found);
    if (found && found.value) {
      panel.take(found.value);
      tell(`This is what you kept in this browser, last changed on ${found.day}.` + (found.version === tool.version ? "" : ` The tool was version ${found.version} then; it is ${tool.version} now. Check each part.`));
    }
    refresh();
  }

  addEventListener("DOMContentLoaded", () => {
    for (const here of all(".hb-collect-here")) if (parts.has(here.dataset.part)) frame(here);
  });

  return { button, csv, csvCell, escaped, forget, keep, kept, table, words };
})();
