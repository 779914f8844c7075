/* What all tools share: data of the page, answers in the address, a dated result as Markdown, and the frame around each kind's panel.
   A classic script, since browsers load no ES modules from a folder. Each kind registers its pure function and its panel. */
var HandbookTools = (() => {
  const all = (selector, under = document) => [...under.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const kinds = {};
  const kept = document.getElementById("hb-tool");
  const tool = kept ? JSON.parse(kept.textContent) : null;
  const scripts = all("script.hb-tool-data");
  const parts = new Map(scripts.map(script => [script.dataset.part, JSON.parse(script.textContent)]));

  /* ---------- Answers in words, as handbook/tools/choose.py ---------- */
  const UNCLEAR = "unclear";
  const UNCLEAR_WORDS = "Unclear";
  const key = value => value === true ? "yes" : value === false ? "no" : String(value).toLowerCase().replace(/(?<=[\p{L}\p{N}_])-/gu, " ").trim().split(/\s+/).join("-");
  /* `choices` maps ids to words. Returns the id of what was answered by id or by words. */
  function choose(found, choices) {
    const named = new Map([...choices].map(([name, words]) => [key(words), name]));
    for (const name of choices.keys()) named.set(key(name), name);
    if (!named.has(key(found))) throw new Error(`'${found}' is not an answer here`);
    return named.get(key(found));
  }
  const distinct = values => [...new Set(values)];

  /* What comes of the answers, by the id of each part that was answered, as handbook/tools/run.py. */
  const run = answers => [...parts].filter(([name]) => answers[name]).map(([name, part]) => kinds[part.kind].run(part, answers[name]));

  /* ---------- A dated result as Markdown, as handbook/cli/tool.py ---------- */
  const oneLine = text => text.split(/\s+/).filter(Boolean).join(" ");
  const asked = words => /[?.!:\]]$/.test(words) ? words : `${words}:`;
  function markdown(outcomes, { day, address = "", root = "" }) {
    const numbers = new Map();
    const cite = text => oneLine(text).replace(/\s*\[@([^\]\s]+)\]/g, (_, name) => {
      if (!numbers.has(name)) numbers.set(name, numbers.size + 1);
      return ` [${numbers.get(name)}]`;
    });
    const who = name => [tool.roles[name].title, tool.roles[name].contact].filter(Boolean).join(", ");
    const lines = [
      `# ${tool.title}: result`, "",
      `- Date: ${day}`,
      `- Data: version ${tool.version}, to be read again by ${tool.review_by}; ${tool.handbook}, release ${tool.release}`,
      `- Owner of this tool: ${who(tool.owner)}`,
      ...(address ? [`- Address: ${address}`] : []),
      "", tool.notice,
    ];
    for (const one of outcomes) {
      lines.push("", `## ${one.title}`, "", ...one.given.map(given => `- ${asked(cite(given.ask))} **${given.answer}**`));
      for (const found of one.findings) lines.push("", `**${found.when || "Result"}: ${found.result.title}.** ${cite(found.result.text)}`);
      if (one.body && one.body.length) lines.push("", ...one.body);
      const tail = [
        ...one.notes.map(cite),
        ...(one.open.length ? ["Not finished yet: answers are missing."] : []),
        ...one.plays.filter(name => tool.plays[name]).map(name => `Run next: [${tool.plays[name].title}](${root}${tool.plays[name].address})`),
        ...one.ask.map(name => `Ask: ${who(name)}`),
      ];
      if (tail.length) lines.push("", ...tail.map(line => `- ${line}`));
    }
    if (numbers.size) lines.push("", "## Sources", "", ...[...numbers].map(([name, number]) => `${number}. ${tool.sources[name]}`));
    return lines.join("\n") + "\n";
  }

  /* ---------- Answers in the address: #answers?v=2026-11&part=question.answer_question.answer ---------- */
  const START = "#answers?";
  const safe = text => encodeURIComponent(text).replace(/[._*~!'()-]/g, sign => sign === "-" ? sign : "%" + sign.charCodeAt(0).toString(16).toUpperCase());
  const pair = (separator, text) => { const at = text.indexOf(separator); return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)]; };
  function encode(answers) {
    const given = Object.entries(answers).filter(([, values]) => Object.keys(values).length);
    const part = values => Object.entries(values).map(([name, value]) => `${safe(name)}.${safe(value)}`).join("_");
    return given.length ? START + [`v=${safe(tool.version)}`, ...given.map(([name, values]) => `${safe(name)}=${part(values)}`)].join("&") : "";
  }
  /* The answers in an address and the data version they were given on; nothing of it is believed before a kind has read it. */
  function decode(hash) {
    if (!hash.startsWith(START)) return null;
    const found = { version: "", answers: {} };
    try {
      for (const [name, text] of hash.slice(START.length).split("&").map(entry => pair("=", entry))) {
        if (name === "v") found.version = decodeURIComponent(text);
        else if (parts.has(decodeURIComponent(name))) {
          const values = text.split("_").filter(Boolean).map(entry => pair(".", entry).map(decodeURIComponent));
          found.answers[decodeURIComponent(name)] = Object.fromEntries(values);
        }
      }
    } catch (error) { return null; /* an address that was cut in two */ }
    return found;
  }

  /* ---------- State: one set of answers a page ---------- */
  let answers = {};
  const panels = [];
  const groups = [];
  const state = {
    get: name => answers[name] || {},
    /* Take new answers of a part; `step` makes the browser's own Back go one answer back. */
    set(name, values, step = false) {
      answers = { ...answers, [name]: values };
      const hash = encode(answers) || "#";
      step ? (location.hash = hash) : location.replace(hash);
      refresh();
    },
    clear(names) {
      answers = Object.fromEntries(Object.entries(answers).filter(([name]) => !names.includes(name)));
      location.hash = encode(answers) || "#";
      refresh();
    },
  };
  const refresh = () => [...panels, ...groups].forEach(one => one.refresh());
  const readable = (name, values) => { try { kinds[parts.get(name).kind].run(parts.get(name), values); return true; } catch (error) { return false; } };
  function load() {
    const found = decode(location.hash) || (location.hash ? null : { version: "", answers: {} }); /* a link to an anchor leaves the answers alone */
    if (!found || encode(found.answers) === encode(answers)) return;
    const sound = Object.entries(found.answers).filter(([name, values]) => readable(name, values));
    answers = Object.fromEntries(sound);
    const lost = sound.length < Object.keys(found.answers).length;
    const aged = found.version && found.version !== tool.version;
    for (const group of groups) group.tell(lost ? "Some answers in this address do not fit the questions any more. They were left out." : aged ? `These answers were given on data version ${found.version}; this page has ${tool.version}. Check each one.` : "");
    refresh();
  }

  /* ---------- Panels: a custom element a part, in a frame a group ---------- */
  class Panel extends HTMLElement {
    part = null; // every element has a `part` of its own, which takes text only
    get answers() { return state.get(this.part.id); }
    get outcome() { return kinds[this.part.kind].run(this.part, this.answers); }
    /* Build the controls once, then follow the state. */
    connectedCallback() {
      if (this.built) return;
      this.built = true;
      this.build();
      panels.push(this);
      this.refresh();
    }
  }

  /* The printed text of something, to be shown again: without ids, notes' marks kept as links. */
  function copyOf(id) {
    const found = document.getElementById(id);
    if (!found) return make("div");
    const copy = found.cloneNode(true);
    copy.removeAttribute("id");
    for (const one of all("[id]", copy)) one.removeAttribute("id");
    for (const one of all(".headerlink", copy)) one.remove();
    return copy;
  }

  /* A box for a table of the page's own, which takes the focus while it scrolls. */
  function scrollBox(table, name) {
    const box = make("div", { className: "hb-scroll" }, table);
    new ResizeObserver(() => {
      const scrolls = box.scrollWidth > box.clientWidth;
      for (const [key, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", name]]) scrolls ? box.setAttribute(key, value) : box.removeAttribute(key);
    }).observe(box);
    return box;
  }

  const today = () => { const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, "0")).join("-"); };
  const root = () => new URL("../../", location.href.split("#")[0]).href;

  /* A line of the result for paper: headings, points and bold words, links with their addresses. */
  function onPaper(line) {
    const [, sign, rest] = /^(#+|-|\d+\.)?\s*(.*)$/.exec(line);
    const element = make(sign === "#" ? "h2" : sign === "##" ? "h3" : "p");
    const pieces = (/^(-|\d)/.test(sign || "") ? `${sign} ${rest}` : rest).split(/(\*\*.*?\*\*|\[[^\]]*\]\([^)]*\))/);
    for (const piece of pieces) {
      const link = /^\[([^\]]*)\]\(([^)]*)\)$/.exec(piece);
      element.append(piece.startsWith("**") ? make("strong", { textContent: piece.slice(2, -2) }) : link ? `${link[1]} (${link[2]})` : piece);
    }
    return element;
  }

  function frame(place) {
    const names = place.dataset.parts.split(" ");
    const told = make("p", { className: "hb-panel-told" });
    const progress = make("p", { className: "hb-panel-progress" });
    progress.setAttribute("role", "status");
    const text = make("textarea", { readOnly: true, rows: 12, hidden: true });
    text.setAttribute("aria-label", "The result as Markdown");
    const button = (words, does) => { const one = make("button", { type: "button", textContent: words }); one.addEventListener("click", does); return one; };
    const given = () => names.filter(name => Object.keys(state.get(name)).length);
    const written = () => markdown(given().map(name => kinds[parts.get(name).kind].run(parts.get(name), state.get(name))), { day: today(), address: location.href, root: root() });
    const copy = button("Copy as Markdown", async () => {
      text.value = written();
      text.hidden = false;
      try {
        await navigator.clipboard.writeText(text.value);
        said.textContent = "Copied.";
      } catch (error) { /* a page opened from a folder may not write to the clipboard */
        text.focus();
        text.select();
        said.textContent = "Your browser does not let this page copy. The text is selected: press Ctrl+C, or Command+C.";
      }
    });
    const print = button("Print the result", () => {
      for (const one of all(".hb-paper")) one.replaceChildren();
      paper.replaceChildren(...written().split("\n").filter(Boolean).map(onPaper));
      document.documentElement.classList.add("hb-print-result");
      window.print();
    });
    const again = button("Start again", () => { state.clear(names); text.hidden = true; said.textContent = "Your answers are cleared."; elements[0].querySelector("[tabindex], input, select, button")?.focus(); });
    const said = make("span", { className: "hb-panel-said" });
    said.setAttribute("role", "status");
    const paper = make("div", { className: "hb-paper" });
    const bar = make("div", { className: "hb-panel-bar" }, copy, print, again, said);
    const elements = names.map(name => Object.assign(document.createElement(`hb-${parts.get(name).kind}`), { part: parts.get(name) }));
    const inner = make("div", { className: "hb-panel-parts" }, ...elements);
    const heading = make(place.dataset.level || "h3", { className: "hb-panel-heading", textContent: place.dataset.heading || "Answer on this page" });
    const note = make("p", { className: "hb-panel-note", textContent: "Your answers stay in your browser: they stand in this page's address, so that you can bookmark it. Everything below is there without them." });
    place.classList.add("hb-panel");
    place.dataset.count = names.length;
    place.append(heading, note, told, progress, inner, bar, text, paper);
    groups.push({
      tell: words => { told.textContent = words; },
      refresh() {
        for (const one of [copy, print, again]) one.disabled = !given().length;
        said.textContent = "";
        progress.textContent = names.length > 1 ? names.map(name => summary(name)).join(" ") : "";
        if (!text.hidden) text.value = written();
        if (!given().length) text.hidden = true;
      },
    });
  }
  const summary = name => `${parts.get(name).title}: ${kinds[parts.get(name).kind].summary(parts.get(name), state.get(name))}.`;

  addEventListener("afterprint", () => document.documentElement.classList.remove("hb-print-result"));
  addEventListener("hashchange", load);
  addEventListener("DOMContentLoaded", () => {
    for (const place of all(".hb-tool-here")) if (place.dataset.parts.split(" ").every(name => parts.has(name) && kinds[parts.get(name).kind])) frame(place);
    load();
    refresh();
    setTimeout(() => { document.documentElement.dataset.toolReady = ""; });
  });

  /* `run` gives a part's outcome, `summary` its state in a few words, `panel` is the custom element. */
  function register(kind, { run, summary, panel }) {
    kinds[kind] = { run, summary };
    customElements.define(`hb-${kind}`, panel);
  }

  return { Panel, UNCLEAR, UNCLEAR_WORDS, all, choose, copyOf, decode, distinct, encode, key, kinds, make, markdown, parts, register, root, run, scrollBox, state, today, tool };
})();
