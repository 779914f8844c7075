/* Registers: rows built one at a time, told what is missing in them, filtered, mapped and taken away. As handbook/tools/register.py. */
(() => {
  const { all, kinds, make, scrollBox } = HandbookTools;
  const { button, csv, table, words } = HandbookCollect;

  /* ---------- What a row says ---------- */
  const SEPARATOR = /[,;/&+\n]|\s(?:and|or)\s/i;
  const ASIDE = /,\s+as\s[^,;]*/gi;
  const PLACE = /,(?=\s+(?:trust|hospital|practice|site|supplier|customer)\s*(?:$|[,;]))/gi;
  const NOBODY = ["", "-", "–", "none", "nobody", "no one"];
  const literal = text => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const oneLine = text => text.split(/\s+/).filter(Boolean).join(" ");
  const filled = value => String(value ?? "").trim();

  function names(text, titles) {
    let marked = text.replace(/[\0\x01]/g, "").replace(ASIDE, "").replace(PLACE, "\x01");
    const kept = [...titles].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).filter(title => SEPARATOR.test(title));
    kept.forEach((title, at) => { marked = marked.replace(new RegExp(literal(title), "gi"), `\0${at}\0`); });
    const whole = marked.split(SEPARATOR).map(oneLine).map(part => part.replace(/\0(\d+)\0/g, (_, at) => kept[Number(at)]).replaceAll("\x01", ","));
    return whole.filter(person => !NOBODY.includes(person.toLowerCase()));
  }
  function tooFewOrMany(rule, row, titles) {
    const count = names(filled(row[rule.column]), titles).length;
    if (rule.least <= count && count <= rule.most) return "";
    const said = count === 0 ? "nobody is named" : `${count} ${count === 1 ? "is" : "are"} named`;
    return count < rule.least ? `${said}, at least ${rule.least}` : `${said}, at most ${rule.most}`;
  }
  function hinted(part, column, text) {
    if (!["text", "link"].includes(column.kind)) return [];
    const said = oneLine(text.toLowerCase());
    return Object.keys(part.hints).filter(word => new RegExp(`(?<![\\p{L}\\p{N}_])${literal(oneLine(word.toLowerCase()))}(?![\\p{L}\\p{N}_])`, "u").test(said));
  }
  const missing = (part, row) => part.columns.filter(column => column.required && column.kind !== "formula" && !filled(row[column.id]));
  const title = (part, id) => part.columns.find(column => column.id === id).title;
  function rowNotes(part, row) {
    return [
      ...missing(part, row).map(column => `${column.title}: missing`),
      ...part.columns.flatMap(column => hinted(part, column, filled(row[column.id])).map(word => `${column.title}: “${word}”. ${part.hints[word]}`)),
      ...part.names.map(rule => [rule, tooFewOrMany(rule, row, part.titles)]).filter(([, said]) => said).map(([rule, said]) => `${title(part, rule.column)}: ${said}. ${rule.because}`),
    ];
  }
  const BRACES = /\{([a-z0-9-]+)\}/g;
  function sentence(part, row) {
    if (!part.sentence || ![...part.sentence.matchAll(BRACES)].some(([, column]) => filled(row[column]))) return "";
    return part.sentence.replace(BRACES, (_, column) => filled(row[column]) || "…");
  }
  const called = (part, row, number) => filled(row[part.called || part.columns[0].id]) || `Row ${number}`;
  const worked = (part, rows) => HandbookFormulas.worked(part.columns, part.levels, rows);

  function run(part, answers) {
    const rows = worked(part, answers.rows);
    const known = rows.map((row, at) => [row, called(part, row, at + 1)]);
    const heads = part.columns.map(column => column.title);
    return {
      part: part.id, kind: "register", title: part.title, findings: [],
      given: known.map(([row, ask], at) => ({ id: String(at + 1), ask, answer: sentence(part, row) })).filter(one => one.answer),
      notes: known.flatMap(([row, name]) => rowNotes(part, row).map(note => `${name}: ${note}`)),
      open: rows.flatMap((row, at) => missing(part, row).length ? [String(at + 1)] : []),
      plays: part.plays, ask: [part.ask],
      body: rows.length ? table(heads, rows.map(row => part.columns.map(column => row[column.id]))) : [],
    };
  }
  kinds.register = { run };

  /* ---------- The panel ---------- */
  const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const field = (text, control) => make("label", {}, text, control);
  const choices = (options, first) => [make("option", { value: "", textContent: first }), ...options.map(value => make("option", { value, textContent: value }))];
  const cells = (name, texts, properties = {}) => texts.map(textContent => make(name, { textContent, ...properties }));

  class RegisterPanel extends HTMLElement {
    part = null; // every element has a `part` of its own, which takes text only
    rows = [];
    at = null;
    scheme = "";
    changed = () => {};

    connectedCallback() {
      if (this.built) return;
      this.built = true;
      this.stem = `hb-${this.part.id}`;
      this.said = make("p", { className: "hb-panel-progress" });
      this.said.setAttribute("role", "status");
      this.builder = make("form", { className: "hb-build", noValidate: true });
      this.builder.addEventListener("submit", event => { event.preventDefault(); this.save(); });
      this.builder.addEventListener("input", () => this.preview());
      this.list = make("div", { className: "hb-rows" });
      this.grid = make("div");
      this.places = make("div", { className: "hb-places" });
      const placing = make("details", { className: "hb-panel-more", open: this.part.overview.includes(this.part.across) }, make("summary", { textContent: "Place rows on the map" }), this.places);
      this.people = make("div");
      this.append(...this.labels(), this.builder, this.said, this.filter(), this.list, ...(this.part.across ? [this.grid, placing] : []), this.people);
      this.form({});
      this.show();
    }

    /* What the frame asks for. */
    value() { return this.rows.length ? { rows: this.rows } : null; }
    take(value) {
      const known = this.part.columns.filter(column => column.kind !== "formula").map(column => column.id);
      const rows = Array.isArray(value?.rows) ? value.rows : [];
      this.rows = rows.map(row => Object.fromEntries(known.filter(id => filled(row[id])).map(id => [id, filled(row[id])])));
      this.at = null;
      this.form({});
      this.show();
    }
    isEmpty() { return !this.rows.length; }
    example() { return { rows: this.part.rows }; }
    outcome() { return run(this.relabelled(), { rows: this.rows }); }
    csv() { return csv(this.part.columns.map(column => this.title(column)), worked(this.part, this.rows).map(row => this.part.columns.map(column => row[column.id]))); }
    paper() {
      const rows = worked(this.part, this.rows);
      const lists = rows.map((row, at) => {
        const list = make("dl", {}, ...this.part.columns.filter(column => row[column.id]).flatMap(column => [make("dt", { textContent: this.title(column) }), make("dd", { textContent: row[column.id] })]));
        const notes = rowNotes(this.part, row).map(note => make("li", { textContent: words(note) }));
        return make("section", {}, make("h3", { textContent: called(this.part, row, at + 1) }), list, ...(notes.length ? [make("ul", {}, ...notes)] : []));
      });
      const map = this.part.across ? [this.grid.cloneNode(true)] : [];
      return [...map, ...lists];
    }

    /* Other schemes' words for the columns. */
    title(column) { return this.part.labels[this.scheme]?.[column.id] || column.title; }
    relabelled() { return { ...this.part, columns: this.part.columns.map(column => ({ ...column, title: this.title(column) })) }; }
    labels() {
      const schemes = Object.keys(this.part.labels);
      if (!schemes.length) return [];
      const select = make("select", {}, ...choices(schemes, "This handbook"));
      select.addEventListener("change", () => {
        const half = this.entered();
        this.scheme = select.value;
        this.form(half);
        this.show();
      });
      return [make("p", { className: "hb-panel-pick" }, field("Words of ", select))];
    }

    /* ---------- One row ---------- */
    form(row) {
      const fields = this.part.columns.map(column => column.kind === "formula" ? this.output(column) : this.control(column, row));
      this.sentence = make("p", { className: "hb-panel-sentence" });
      const last = Math.max(...this.part.columns.map((column, at) => this.part.sentence?.includes(`{${column.id}}`) ? at : -1));
      fields.splice(last + 1, 0, this.sentence);
      const save = make("button", { type: "submit", textContent: this.at === null ? "Add the row" : "Save the row" });
      const leave = button(this.at === null ? "Clear these fields" : "Leave it as it was", () => { this.at = null; this.form({}); this.first(); });
      this.legend = make("legend", { textContent: this.at === null ? "A new row" : `Change ${called(this.part, this.rows[this.at], this.at + 1)}` });
      this.builder.replaceChildren(make("fieldset", {}, this.legend, ...fields, make("div", { className: "hb-panel-bar" }, save, leave)));
      if (this.at === null && !Object.keys(row).length) this.number();
      this.preview();
    }

    control(column, row) {
      const id = `${this.stem}-${column.id}`;
      const control = this.input(column);
      Object.assign(control, { id, name: column.id });
      control.autocomplete = "off";
      const value = filled(row[column.id]);
      if (column.kind === "choice" && value && !column.options.includes(value)) control.append(make("option", { value, textContent: value }));
      control.value = value;
      const prompt = make("span", { className: "hb-panel-prompt", id: `${id}-prompt`, textContent: words(column.prompt) });
      const hint = make("span", { className: "hb-panel-hint", id: `${id}-hint` });
      hint.setAttribute("role", "status");
      control.setAttribute("aria-describedby", `${prompt.id} ${hint.id}`);
      const label = make("label", { htmlFor: id }, this.title(column), ...(column.required ? [make("small", { textContent: " needed" })] : []));
      return make("div", { className: `hb-field hb-field-${column.kind}` }, label, prompt, control, ...this.offered(column, control), hint);
    }

    input(column) {
      if (column.kind === "choice") return make("select", {}, ...choices(column.options, "Choose"));
      if (column.kind === "date") return make("input", { type: "date" });
      if (column.kind === "number") return make("input", { type: "number", step: "any" });
      if (column.kind === "link" || this.part.suggest[column.id] || column.width < 14) return make("input", { type: "text" });
      return make("textarea", { rows: 2 });
    }

    offered(column, control) {
      const offers = this.part.suggest[column.id];
      if (!offers) return [];
      const list = make("datalist", { id: `${control.id}-offers` }, ...offers.map(value => make("option", { value })));
      control.setAttribute("list", list.id);
      return [list];
    }

    output(column) {
      const shown = make("output", { name: column.id, textContent: "" });
      return make("div", { className: "hb-field hb-field-formula" }, make("span", { className: "hb-field-name", textContent: this.title(column) }), shown);
    }

    entered() {
      const typed = this.part.columns.filter(column => column.kind !== "formula");
      return Object.fromEntries(typed.map(column => [column.id, filled(this.builder.elements[column.id].value)]).filter(([, value]) => value));
    }

    /* The next number in the first column, such as HZ-004 after HZ-003. */
    number() {
      const [first] = this.part.columns;
      const last = this.rows.map(row => filled(row[first.id])).filter(Boolean).pop();
      const found = ["text", "number"].includes(first.kind) && last?.match(/^(.*?)(\d+)$/);
      if (found) this.builder.elements[first.id].value = found[1] + String(Number(found[2]) + 1).padStart(found[2].length, "0");
    }

    preview() {
      const row = this.entered();
      const rows = this.at === null ? [...this.rows, row] : this.rows.map((one, at) => at === this.at ? row : one);
      const now = worked(this.part, rows)[this.at ?? rows.length - 1];
      for (const column of this.part.columns) {
        if (column.kind === "formula") this.builder.elements[column.id].value = now[column.id] || "Worked out from the row";
        else this.hint(column, row);
      }
      this.sentence.textContent = sentence(this.part, now);
    }

    hint(column, row) {
      const place = this.builder.querySelector(`[id="${this.stem}-${column.id}-hint"]`);
      const value = filled(row[column.id]);
      const found = hinted(this.part, column, value).map(word => `“${word}”: ${words(this.part.hints[word])}`);
      for (const rule of this.part.names) {
        const said = rule.column === column.id && value ? tooFewOrMany(rule, row, this.part.titles) : "";
        if (said) found.push(`${said[0].toUpperCase()}${said.slice(1)}. ${words(rule.because)}`);
      }
      if (place.textContent !== found.join(" ")) place.textContent = found.join(" ");
    }

    save() {
      const row = this.entered();
      const [first] = this.part.columns;
      if (!Object.keys(row).some(id => id !== first.id)) {
        this.said.textContent = "Write something in the row first.";
        return;
      }
      const at = this.at ?? this.rows.length;
      this.rows = this.at === null ? [...this.rows, row] : this.rows.map((one, number) => number === at ? row : one);
      this.at = null;
      this.form({});
      this.show();
      const left = missing(this.part, row).map(column => this.title(column));
      this.said.textContent = `${called(this.part, row, at + 1)} is in the list.` + (left.length ? ` Unfinished, missing: ${left.join(", ")}.` : "");
      this.first();
      this.changed();
    }

    first() { this.builder.querySelector("input, select, textarea").focus(); }

    /* ---------- All rows ---------- */
    filter() {
      this.shown = { group: "", text: "", only: "" };
      const bar = make("div", { className: "hb-filter", hidden: true });
      bar.setAttribute("role", "group");
      bar.setAttribute("aria-label", "Narrow the list of rows");
      if (this.part.group_by) bar.append(this.narrow("group", title(this.part, this.part.group_by), make("select", {}, ...choices(this.part.columns.find(column => column.id === this.part.group_by).options, "Any"))));
      bar.append(this.narrow("text", "Rows that hold", make("input", { type: "search", placeholder: "a role, a word" })));
      const only = make("select", {}, make("option", { value: "", textContent: "All" }), make("option", { value: "open", textContent: "Unfinished" }), make("option", { value: "told", textContent: "With something to mend" }));
      bar.append(this.narrow("only", "Show", only));
      this.bar = bar;
      return bar;
    }

    narrow(name, text, control) {
      control.addEventListener("input", () => { this.shown[name] = control.value; this.showList(); });
      return field(text, control);
    }

    fits(row) {
      const { group, text, only } = this.shown;
      if (group && row[this.part.group_by] !== group) return false;
      if (text && !Object.values(row).some(value => String(value).toLowerCase().includes(text.toLowerCase()))) return false;
      return only === "open" ? missing(this.part, row).length > 0 : only === "told" ? rowNotes(this.part, row).length > 0 : true;
    }

    show() {
      this.showList();
      this.showMap();
      this.showPlaces();
      this.showPeople();
    }

    showList() {
      const rows = worked(this.part, this.rows);
      const found = rows.map((row, at) => [row, at]).filter(([row]) => this.fits(row));
      const unfinished = rows.filter(row => missing(this.part, row).length).length;
      const told = rows.filter(row => rowNotes(this.part, row).length).length;
      this.bar.hidden = rows.length < 2;
      const total = rows.length ? `${count(rows.length, "row", "rows")}, ${unfinished} unfinished, ${told} with something to mend` : "No rows yet";
      const heading = make("h4", { textContent: "Your rows", tabIndex: -1 });
      const counted = make("p", { className: "hb-count", textContent: found.length < rows.length ? `${found.length} of ${total}.` : `${total}.` });
      this.list.replaceChildren(heading, counted, ...found.map(([row, at]) => this.card(row, at)));
    }

    card(row, at) {
      const name = called(this.part, row, at + 1);
      const change = button("Change", () => { this.at = at; this.form(this.rows[at]); this.first(); });
      const remove = button("Remove", () => this.remove(at, name));
      change.setAttribute("aria-label", `Change ${name}`);
      remove.setAttribute("aria-label", `Remove ${name}`);
      const said = sentence(this.part, row);
      const unsaid = column => !said || !this.part.sentence.includes(`{${column.id}}`);
      const shown = this.part.columns.filter(column => this.part.overview.includes(column.id) && column.id !== this.part.columns[0].id && row[column.id] && unsaid(column));
      const list = make("dl", {}, ...shown.flatMap(column => [make("dt", { textContent: this.title(column) }), make("dd", { textContent: row[column.id] })]));
      const notes = rowNotes(this.relabelled(), row).map(note => make("li", { textContent: words(note) }));
      return make("article", { className: "hb-row-card" }, make("h5", { textContent: name }), ...(said ? [make("p", { textContent: said })] : []), list,
        ...(notes.length ? [make("p", { className: "hb-panel-hint", textContent: "To mend:" }), make("ul", {}, ...notes)] : []), make("div", { className: "hb-panel-bar" }, change, remove));
    }

    remove(at, name) {
      const before = this.rows;
      this.rows = this.rows.filter((_, number) => number !== at);
      if (this.at !== null) { this.at = null; this.form({}); }
      this.show();
      const undo = button("Undo", () => { this.rows = before; this.show(); this.said.textContent = `${name} is back.`; this.changed(); });
      this.said.replaceChildren(`${name} is removed. `, undo);
      this.list.querySelector("h4").focus();
      this.changed();
    }

    /* A column of the map with its words from the least to the most. */
    rising(id) {
      const column = this.part.columns.find(one => one.id === id);
      return this.part.falling ? { ...column, options: [...column.options].reverse() } : column;
    }

    /* ---------- The map: a table whose cells hold the rows, and two lists a row to place it with ---------- */
    showMap() {
      if (!this.part.across) return;
      const [across, up] = [this.part.across, this.part.up].map(id => this.rising(id));
      const placed = (one, other) => this.rows.map((row, at) => [row, at + 1]).filter(([row]) => row[across.id] === one && row[up.id] === other).map(([row, number]) => `${number}. ${called(this.part, row, number)}`);
      const head = make("tr", {}, make("th", { scope: "col", textContent: this.title(up) }), ...cells("th", across.options, { scope: "col" }));
      const body = [...up.options].reverse().map(other => make("tr", {}, make("th", { scope: "row", textContent: other }), ...across.options.map(one => make("td", {}, ...placed(one, other).map(textContent => make("span", { className: "hb-chip", textContent }))))));
      const drawn = make("table", { className: "hb-table hb-map-grid" }, make("caption", { textContent: `Your map: ${this.title(up).toLowerCase()} upwards, ${this.title(across).toLowerCase()} across` }), make("thead", {}, head), make("tbody", {}, ...body));
      this.grid.replaceChildren(scrollBox(drawn, `Map: ${this.part.title}`));
    }

    showPlaces() {
      if (!this.part.across) return;
      const columns = [this.part.up, this.part.across].map(id => this.rising(id));
      const sets = this.rows.map((row, at) => {
        const name = called(this.part, row, at + 1);
        const selects = columns.map(column => {
          const select = make("select", {}, ...choices(column.options, "Not placed"));
          select.value = row[column.id] || "";
          select.addEventListener("change", () => this.move(at, column.id, select.value));
          return field(this.title(column), select);
        });
        return make("fieldset", {}, make("legend", { textContent: `Place ${at + 1}. ${name}` }), ...selects);
      });
      this.places.replaceChildren(...sets);
    }

    move(at, id, value) {
      this.rows = this.rows.map((row, number) => number === at ? { ...row, [id]: value } : row);
      this.showList();
      this.showMap();
      this.changed();
    }

    /* Who stands in which row. */
    showPeople() {
      if (!this.part.names.length) return;
      const found = new Map(), spelt = {};
      this.rows.forEach((row, at) => {
        for (const rule of this.part.names)
          for (const person of names(filled(row[rule.column]), this.part.titles)) {
            const first = (spelt[person.toLowerCase()] ??= person), stands = found.get(first) || {};
            found.set(first, { ...stands, [rule.column]: [...(stands[rule.column] || []), called(this.part, row, at + 1)] });
          }
      });
      if (!found.size) return this.people.replaceChildren();
      const columns = this.part.names.map(rule => this.part.columns.find(column => column.id === rule.column));
      const head = make("tr", {}, ...cells("th", ["Who", ...columns.map(column => this.title(column))], { scope: "col" }));
      const body = [...found].map(([person, stands]) => make("tr", {}, make("th", { scope: "row", textContent: person }), ...cells("td", columns.map(column => (stands[column.id] || []).join(", ")))));
      const drawn = make("table", { className: "hb-table" }, make("caption", { textContent: "Who stands where" }), make("thead", {}, head), make("tbody", {}, ...body));
      this.people.replaceChildren(scrollBox(drawn, `Who stands where: ${this.part.title}`));
    }
  }

  customElements.define("hb-register", RegisterPanel);
})();
