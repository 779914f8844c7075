/* Forms: the parts of a document filled in on the page, what is missing in them, and whether a case belongs here at all. As handbook/tools/form.py. */
(() => {
  const { UNCLEAR, UNCLEAR_WORDS, all, choose, copyOf, kinds, make } = HandbookTools;
  const { button, table, words } = HandbookCollect;

  const UNSURE = "Whether a stop holds is unclear: ask before you go on.";
  const BLANK = "*Not filled in.*";
  const ANSWERS = new Map([["yes", "Yes"], ["no", "No"], [UNCLEAR, UNCLEAR_WORDS]]);
  const LISTS = ["list", "checks", "sign"];

  /* ---------- What a form says ---------- */
  const filled = value => Array.isArray(value) ? value.length > 0 : Boolean(value);
  const missing = (part, values) => part.sections.filter(section => section.required && !filled(values[section.id]));
  function verdict(part, stops) {
    if (stops.includes("yes")) return "stopped";
    if (stops.includes(UNCLEAR)) return "unclear";
    return stops.filter(Boolean).length === part.stops.length ? "clear" : "open";
  }
  function progress(part, values) {
    const required = part.sections.filter(section => section.required), left = missing(part, values);
    const said = `${required.length - left.length} of ${required.length} required parts are filled in`;
    return left.length ? `${said}. Missing: ${left.map(section => section.title).join("; ")}` : said;
  }
  function wordCount(value) {
    const entries = (Array.isArray(value) ? value : [value]).flatMap(one => one !== null && typeof one === "object" ? Object.values(one) : [one]);
    return entries.reduce((sum, text) => sum + String(text ?? "").split(/\s+/).filter(Boolean).length, 0);
  }
  const lengthNotes = (part, values) => part.sections.filter(section => section.most_words && wordCount(values[section.id]) > section.most_words)
    .map(section => `${section.title}: ${wordCount(values[section.id])} words, ${section.most_words} at most`);
  function sectionLines(section, value) {
    if (!filled(value)) return [BLANK];
    if (section.kind === "table") return table(section.columns.map(column => column.title), value.map(row => section.columns.map(column => row[column.id] || "")));
    if (section.kind === "checks") return section.options.map(option => `- [${value.includes(option) ? "x" : " "}] ${option}`);
    return LISTS.includes(section.kind) ? value.map(text => `- ${text}`) : value.split("\n");
  }
  function run(part, answers) {
    const stops = (answers.stops || []).map(answer => answer ? choose(answer, ANSWERS) : "");
    const values = answers, found = verdict(part, stops);
    const said = { stopped: part.stopped, unclear: UNSURE, clear: part.stops.length ? part.clear : "", open: "" }[found];
    return {
      part: part.id, kind: "form", title: part.title, findings: [],
      given: part.stops.map((ask, at) => ({ id: `stops-${at + 1}`, ask, answer: ANSWERS.get(stops[at]) })).filter(one => one.answer),
      notes: [...(said ? [said] : []), ...lengthNotes(part, values), progress(part, values)],
      open: missing(part, values).map(section => section.id), plays: part.plays, ask: [part.ask],
      body: part.sections.flatMap(section => [`### ${section.title}`, "", ...sectionLines(section, values[section.id]), ""]),
    };
  }
  kinds.form = { run };

  /* ---------- The panel ---------- */
  const entries = text => text.split("\n").map(line => line.trim()).filter(Boolean);

  class FormPanel extends HTMLElement {
    part = null; // every element has a `part` of its own, which takes text only
    changed = () => {};

    connectedCallback() {
      if (this.built) return;
      this.built = true;
      this.stem = `hb-${this.part.id}`;
      this.fields = new Map();
      this.said = make("p", { className: "hb-panel-progress" });
      this.said.setAttribute("role", "status");
      this.bar = make("progress", { max: this.part.sections.filter(section => section.required).length });
      this.bar.setAttribute("aria-label", "Required parts that are filled in");
      const parts = this.part.sections.map((section, at) => this.section(section, at));
      this.append(...this.stops(), this.bar, this.said, ...parts);
      this.addEventListener("input", () => { this.refresh(); this.changed(); });
      this.refresh();
    }

    /* What the frame asks for. */
    value() { return this.isEmpty() ? null : { stops: this.stopped(), ...Object.fromEntries(this.filled()) }; }
    isEmpty() { return !this.filled().length && !this.stopped().some(Boolean); }
    example() { return Object.fromEntries(this.part.sections.filter(section => section.example).map(section => [section.id, section.example])); }
    outcome() { return run(this.part, this.value() || {}); }
    take(value) {
      const known = value && typeof value === "object" ? value : {};
      for (const input of all(".hb-stops-asked input", this)) input.checked = known.stops?.[Number(input.dataset.at)] === input.value;
      for (const section of this.part.sections) this.fields.get(section.id).take(known[section.id]);
      this.refresh();
    }
    paper() {
      const values = this.value() || {};
      const said = run(this.part, values).notes.map(note => make("p", { textContent: words(note) }));
      const parts = this.part.sections.map(section => make("section", {}, make("h3", { textContent: section.title }), ...this.printed(section, values[section.id])));
      return [...said, ...parts];
    }
    printed(section, value) {
      if (!filled(value)) return [make("p", { textContent: "Not filled in." })];
      if (section.kind === "table") {
        const head = make("tr", {}, ...section.columns.map(column => make("th", { textContent: column.title })));
        const rows = value.map(row => make("tr", {}, ...section.columns.map(column => make("td", { textContent: row[column.id] || "" }))));
        return [make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows))];
      }
      if (LISTS.includes(section.kind)) return [make("ul", {}, ...value.map(textContent => make("li", { textContent })))];
      return value.split("\n").map(textContent => make("p", { textContent }));
    }

    filled() { return this.part.sections.map(section => [section.id, this.fields.get(section.id).value()]).filter(([, value]) => filled(value)); }
    stopped() { return this.part.stops.map((_, at) => this.querySelector(`.hb-stops-asked input[data-at="${at}"]:checked`)?.value || ""); }

    stops() {
      if (!this.part.stops.length) return [];
      this.verdict = make("div", { className: "hb-panel-out" });
      this.verdict.setAttribute("role", "status");
      const asked = this.part.stops.map((text, at) => {
        const radios = [...ANSWERS].map(([value, answer]) => {
          const input = make("input", { type: "radio", name: `${this.stem}-stop-${at}`, value });
          input.dataset.at = at;
          return make("label", {}, input, answer);
        });
        const [, ask, more] = words(text).match(/^(.*?\?)?\s*(.*)$/s);
        const help = ask && more ? [make("p", { className: "hb-panel-prompt", textContent: more })] : [];
        return make("fieldset", { className: "hb-panel-dial" }, make("legend", { textContent: ask || more }), ...help, make("div", { className: "hb-panel-choices" }, ...radios));
      });
      return [make("h4", { textContent: "Before you begin" }), make("div", { className: "hb-stops-asked" }, ...asked), this.verdict];
    }

    section(section, at) {
      const id = `${this.stem}-in-${section.id}`;
      const prompt = make("p", { className: "hb-panel-prompt", id: `${id}-prompt`, textContent: words(section.prompt) });
      const told = make("p", { className: "hb-panel-hint", id: `${id}-told` });
      told.setAttribute("role", "status");
      const field = this.field(section, id, `${prompt.id} ${told.id}`);
      this.fields.set(section.id, { ...field, told });
      const heading = make("legend", {}, `${at + 1}. ${section.title}`, ...(section.required ? [make("small", { textContent: " needed" })] : []));
      return make("fieldset", { className: "hb-part" }, heading, prompt, field.control, told);
    }

    field(section, id, described) {
      if (section.kind === "table") return this.tableField(section, id);
      if (section.kind === "choice" || section.kind === "checks") return this.options(section, id);
      const single = section.kind === "date";
      const control = single ? make("input", { type: "date", id }) : make("textarea", { id, rows: section.kind === "text" ? 4 : 3 });
      control.setAttribute("aria-label", section.title + (LISTS.includes(section.kind) ? ", one a line" : ""));
      control.setAttribute("aria-describedby", described);
      if (!LISTS.includes(section.kind)) return { control, value: () => control.value.trim(), take: value => { control.value = typeof value === "string" ? value : ""; } };
      return { control: make("div", {}, control, make("p", { className: "hb-panel-prompt", textContent: section.kind === "sign" ? "One a line: role, what it stands for, date." : "One a line." })),
        value: () => entries(control.value), take: value => { control.value = Array.isArray(value) ? value.join("\n") : ""; } };
    }

    options(section, id) {
      const many = section.kind === "checks";
      const inputs = section.options.map(value => make("input", { type: many ? "checkbox" : "radio", name: id, value }));
      const control = make("div", { className: "hb-panel-choices hb-panel-long" }, ...inputs.map(input => make("label", {}, input, input.value)));
      const chosen = () => inputs.filter(input => input.checked).map(input => input.value);
      const take = value => { for (const input of inputs) input.checked = many ? Array.isArray(value) && value.includes(input.value) : value === input.value; };
      return { control, value: () => many ? chosen() : chosen()[0] || "", take };
    }

    /* A table of a document: a group of fields a row. */
    tableField(section, id) {
      const rows = make("div", { className: "hb-part-rows" });
      const renumber = () => all("fieldset", rows).forEach((one, at) => { one.querySelector("legend").textContent = `${section.title}, row ${at + 1}`; });
      const add = (row = {}) => {
        const fields = section.columns.map(column => make("label", {}, column.title, this.cell(column, row)));
        const remove = button("Remove this row", () => {
          const beside = one.previousElementSibling || one.nextElementSibling;
          one.remove();
          renumber();
          (beside?.querySelector("input, select, textarea") || more).focus();
          this.dispatchEvent(new Event("input"));
        });
        const one = make("fieldset", {}, make("legend"), ...fields, remove);
        rows.append(one);
        renumber();
        return one;
      };
      const more = button("Add a row", () => { add().querySelector("input, select, textarea").focus(); this.dispatchEvent(new Event("input")); });
      const read = one => Object.fromEntries(all("[data-column]", one).map(input => [input.dataset.column, input.value.trim()]).filter(([, value]) => value));
      const take = value => {
        rows.replaceChildren();
        (Array.isArray(value) && value.length ? value : [{}]).forEach(row => add(row && typeof row === "object" ? row : {}));
      };
      take([]);
      return { control: make("div", { id }, rows, more), value: () => all("fieldset", rows).map(read).filter(row => Object.keys(row).length), take };
    }

    cell(column, row) {
      const value = row[column.id] === undefined ? "" : String(row[column.id]);
      const control = column.options.length ? make("select", {}, make("option", { value: "", textContent: "Choose" }), ...column.options.map(text => make("option", { value: text, textContent: text })))
        : column.kind === "date" ? make("input", { type: "date" }) : column.width < 26 ? make("input", { type: "text" }) : make("textarea", { rows: 2 });
      if (column.options.length && value && !column.options.includes(value)) control.append(make("option", { value, textContent: value }));
      control.value = value;
      control.autocomplete = "off";
      control.dataset.column = column.id;
      return control;
    }

    refresh() {
      const values = this.value() || {};
      const left = missing(this.part, values).length;
      this.bar.value = this.bar.max - left;
      const said = progress(this.part, values) + ".";
      if (this.said.textContent !== said) this.said.textContent = said;
      for (const section of this.part.sections.filter(one => one.most_words)) {
        const number = wordCount(values[section.id]), { told } = this.fields.get(section.id);
        const text = number > section.most_words ? `${number} words, ${section.most_words} at most: shorten it.` : `${number} of ${section.most_words} words.`;
        if (told.textContent !== text) told.textContent = text;
      }
      if (this.verdict) this.tell(verdict(this.part, this.stopped()));
    }

    tell(found) {
      if (found === this.told) return;
      this.told = found;
      const shown = { stopped: ["Stop: another way.", `${this.part.id}-stopped`], unclear: ["Ask a person.", `${this.part.id}-unclear`], clear: ["Go on.", `${this.part.id}-clear`] }[found];
      this.verdict.className = `hb-panel-out hb-verdict-${found}`;
      this.verdict.replaceChildren(...(shown ? [make("p", {}, make("strong", { textContent: shown[0] })), copyOf(shown[1])] : []));
    }
  }

  customElements.define("hb-form", FormPanel);
})();
