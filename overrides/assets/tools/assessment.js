/* Assessments: statements scored on one scale; what lacks proof counts less. As handbook/tools/assessment.py.
   The address holds the scores, and whether a line of proof was written; the lines themselves never leave the page. */
(() => {
  const { Panel, UNCLEAR, UNCLEAR_WORDS, all, choose, decode, distinct, make, register, scrollBox, state, tool } = HandbookTools;
  const WEAKEST = 3;
  const PROVED = "-proof";
  const ELSEWHERE = "proof on the maker's own sheet";
  const proofs = new Map();

  const statements = part => part.groups.flatMap(group => group.statements);
  const most = part => part.counts_from + part.scale.length - 1;
  const words = part => new Map([...part.scale.map((word, at) => [String(part.counts_from + at), word.word]), [UNCLEAR, UNCLEAR_WORDS]]);
  const counted = (part, said, proof) => said < part.proof_from || proof ? said : part.proof_from > part.counts_from ? part.proof_from - 1 : null;

  /* An answer is a count, a `step` with its `proof`, or a count from the address that was proved elsewhere. */
  function read(part, id, answer) {
    const fields = answer !== null && typeof answer === "object";
    const text = String(fields ? answer.step : answer);
    const elsewhere = text.endsWith(PROVED);
    const proof = String((fields ? answer.proof : proofs.get(part.id)?.[id]) || "").trim() || (elsewhere ? ELSEWHERE : "");
    return { chosen: choose(elsewhere ? text.slice(0, -PROVED.length) : text, words(part)), proof };
  }

  function scored(part, answers) {
    const known = statements(part);
    for (const name of Object.keys(answers)) if (!known.some(one => one.id === name)) throw new Error(`nothing here is called '${name}'`);
    return known.map(statement => {
      if (!(statement.id in answers)) return { statement, said: null, proof: "", counts: null, unclear: false };
      const { chosen, proof } = read(part, statement.id, answers[statement.id]);
      if (chosen === UNCLEAR) return { statement, said: null, proof, counts: null, unclear: true };
      return { statement, said: Number(chosen), proof, counts: counted(part, Number(chosen), proof), unclear: false };
    });
  }

  function spokes(part, scores) {
    return part.groups.map(group => {
      const known = scores.filter(one => group.statements.some(statement => statement.id === one.statement.id) && one.counts !== null).map(one => one.counts);
      return { group, lowest: known.length ? Math.min(...known) : null, highest: known.length ? Math.max(...known) : null, counted: known.length };
    });
  }

  const weakest = scores => scores.filter(one => one.counts !== null).sort((a, b) => a.counts - b.counts).slice(0, WEAKEST);
  const level = (scores, weak) => scores.filter(one => one.counts === weak[weak.length - 1].counts).length;
  const asLow = (scores, weak) => weak.length ? level(scores, weak) - level(weak, weak) : 0;
  const more = number => `${number} more ${number === 1 ? "stands" : "stand"} as low`;

  function answered(part, one) {
    if (one.said === null) return UNCLEAR_WORDS;
    const text = `${one.said} ${part.scale[one.said - part.counts_from].word}`;
    if (one.counts === null) return `${text}; does not count, no proof`;
    if (one.counts !== one.said) return `${text}; counts ${one.counts}, no proof`;
    return one.proof ? `${text}; ${one.proof}` : text;
  }
  const range = spoke => spoke.lowest === null ? "nothing counts yet" : spoke.lowest === spoke.highest ? `${spoke.lowest}` : `lowest ${spoke.lowest}, highest ${spoke.highest}`;
  const spokeNote = spoke => `${spoke.group.title}: ${range(spoke)}` +
    (spoke.lowest !== null && spoke.counted < spoke.group.statements.length ? ` (${spoke.counted} of ${spoke.group.statements.length} count)` : "");

  function run(part, answers) {
    const scores = scored(part, answers);
    const weak = weakest(scores);
    const shown = scores.filter(one => one.said !== null || one.unclear);
    const low = asLow(scores, weak);
    return {
      part: part.id, kind: "assessment", title: part.title, findings: [],
      given: shown.map(one => ({ id: one.statement.id, ask: one.statement.text, answer: answered(part, one) })),
      notes: [...spokes(part, scores).map(spokeNote), ...weak.map(one => `Among the lowest: ${one.statement.text} (${one.counts})`), ...(low ? [more(low)] : [])],
      open: scores.filter(one => one.said === null && !one.unclear).map(one => one.statement.id),
      plays: distinct(weak.map(one => one.statement.play).filter(Boolean)), ask: [part.ask],
    };
  }

  function summary(part, answers) {
    const scores = scored(part, answers);
    const said = scores.filter(one => one.said !== null || one.unclear).length;
    const known = scores.filter(one => one.counts !== null).length;
    return `${said} of ${scores.length} scored, ${known} ${known === 1 ? "counts" : "count"}`;
  }

  /* The corners of an outline, as handbook/compose/radar.py. */
  function outline(drawing, values) {
    const { centre, radius, most: rim, spokes: ways } = drawing.dataset;
    const [x, y] = centre.split(",").map(Number);
    return ways.split(" ").map(way => way.split(",").map(Number)).map(([right, down], at) => {
      const share = (values[at] || 0) / Number(rim);
      return `${(x + right * Number(radius) * share).toFixed(1)},${(y + down * Number(radius) * share).toFixed(1)}`;
    }).join(" ");
  }

  const cells = (name, values) => values.map(value => make(name, name === "th" ? { scope: "col" } : {}, value instanceof Node ? value : String(value)));
  function table(caption, heads, rows) {
    const body = rows.map(([first, ...rest]) => make("tr", {}, make("th", { scope: "row" }, first), ...cells("td", rest)));
    const drawn = make("table", { className: "hb-table" }, make("caption", { textContent: caption }), make("thead", {}, make("tr", {}, ...cells("th", heads))), make("tbody", {}, ...body));
    return scrollBox(drawn, caption);
  }
  const none = value => value === null ? "none yet" : value;

  class AssessmentPanel extends Panel {
    build() {
      if (!proofs.has(this.part.id)) proofs.set(this.part.id, {});
      this.fields = new Map();
      this.said = make("p", { className: "hb-panel-progress" });
      this.said.setAttribute("role", "status");
      this.out = make("div", { className: "hb-panel-out" });
      for (const printed of all("details.hb-printed")) printed.open = false;
      const note = make("p", { className: "hb-panel-note", textContent: "Lines of proof stay in this page. The address says only whether one was written." });
      this.append(note, ...this.part.groups.map(group => this.group(group)), this.said, this.compare(), this.drawing(), this.out, this.beside());
    }

    group(group) {
      const alone = group.statements.length === 1 && group.statements[0].text === group.title;
      const heading = alone ? [] : [make("h4", { textContent: group.title })];
      return make("section", { className: "hb-panel-group" }, ...heading, ...group.statements.map(statement => this.statement(statement)));
    }

    statement(statement) {
      const name = `hb-${this.part.id}-${statement.id}`;
      const choices = [...words(this.part)].map(([value, text]) => {
        const input = make("input", { type: "radio", name, value });
        input.addEventListener("change", () => this.take(statement.id, value));
        const looks = statement.levels?.[Number(value) - this.part.counts_from];
        return make("label", {}, input, value === UNCLEAR ? text : `${value} ${text}`, ...(looks ? [make("span", { className: "hb-panel-looks", textContent: looks })] : []));
      });
      const proof = make("input", { type: "text", id: `${name}-proof`, autocomplete: "off" });
      proof.addEventListener("input", () => this.prove(statement.id, proof.value));
      const told = make("p", { className: "hb-panel-hint", id: `${name}-told` });
      told.setAttribute("role", "status");
      proof.setAttribute("aria-describedby", told.id);
      const label = make("label", { htmlFor: proof.id, className: "hb-panel-proof" }, `Your proof. Show: ${statement.proof}`);
      this.fields.set(statement.id, { proof, told });
      const list = make("div", { className: statement.levels?.length ? "hb-panel-choices hb-panel-long" : "hb-panel-choices" }, ...choices);
      return make("fieldset", { className: "hb-panel-dial" }, make("legend", { textContent: statement.text }), list, label, proof, told);
    }

    value(id) { return String(this.answers[id] ?? "").replace(PROVED, ""); }

    take(id, value) {
      state.set(this.part.id, { ...this.answers, [id]: value === UNCLEAR || !this.written(id) ? value : value + PROVED });
    }

    /* A line of proof is told apart in the address by a word, and kept in the page. */
    prove(id, text) {
      proofs.get(this.part.id)[id] = text;
      const value = this.value(id), said = this.written(id) ? value + PROVED : value;
      if (!value || value === UNCLEAR || said === this.answers[id]) this.refresh();
      else state.set(this.part.id, { ...this.answers, [id]: said });
    }

    written(id) { return (proofs.get(this.part.id)[id] || "").trim(); }

    compare() {
      const options = [make("option", { value: "", textContent: "Nothing" }), ...[...words(this.part)].filter(([value]) => value !== UNCLEAR).map(([value, text]) => make("option", { value, textContent: `${value} ${text}` }))];
      this.target = make("select", {}, ...options);
      this.target.addEventListener("change", () => this.refresh());
      return make("label", { className: "hb-panel-pick" }, "Compare with", this.target);
    }

    /* The printed example's drawing, with outlines of the reader's own. */
    drawing() {
      const example = document.querySelector(`[data-radar="${this.part.id}"] svg`);
      if (!example) return make("span", { hidden: true });
      this.radar = example.cloneNode(true);
      this.radar.removeAttribute("aria-labelledby");
      this.radar.setAttribute("aria-label", `${this.part.title}: your scores as a radar. The table below says the same.`);
      for (const one of all("title, desc", this.radar)) one.remove();
      this.aim = this.radar.querySelector("[data-high]").cloneNode();
      this.aim.setAttribute("class", "hb-radar-aim");
      this.radar.append(this.aim);
      return make("div", { className: "hb-drawing hb-drawing-own" }, this.radar);
    }

    /* Other functions' sheets by their addresses: the range a dimension, and the widest gap. */
    beside() {
      this.others = make("textarea", { rows: 3, id: `hb-${this.part.id}-others`, placeholder: "Engineering https://…" });
      this.others.addEventListener("input", () => this.showOthers());
      this.sheets = make("div");
      this.sheets.setAttribute("role", "status");
      const label = make("label", { htmlFor: this.others.id, textContent: "Addresses of other sheets, one a line: a name, then the address. They are read here and go nowhere." });
      return make("details", { className: "hb-panel-more" }, make("summary", { textContent: "Put other sheets beside yours" }), label, this.others, this.sheets);
    }

    showOthers() {
      const lines = this.others.value.split("\n").map(line => line.trim()).filter(Boolean);
      const sheets = lines.map((line, at) => this.sheet(line, at)), sound = sheets.filter(one => one.spokes);
      const told = sheets.filter(one => !one.spokes).map(one => make("p", { className: "hb-panel-hint", textContent: `${one.name}: no scores of this tool in that line.` }));
      if (!sound.length) return this.sheets.replaceChildren(...told);
      const mine = { name: "This page", spokes: spokes(this.part, scored(this.part, this.answers)) };
      const columns = [mine, ...sound];
      const rows = this.part.groups.map((group, at) => {
        const known = columns.map(one => one.spokes[at].lowest).filter(value => value !== null);
        return [group.title, ...columns.map(one => range(one.spokes[at]).replace("nothing counts yet", "none yet")), known.length > 1 ? Math.max(...known) - Math.min(...known) : "none yet"];
      });
      this.sheets.replaceChildren(table("Lowest and highest, by sheet. Talk about the widest gaps first; write no average.", ["Dimension", ...columns.map(one => one.name), "Gap between the lowest"], rows), ...told);
    }

    sheet(line, at) {
      const start = line.indexOf("#answers?");
      const name = line.slice(0, start < 0 ? undefined : start).replace(/\S*:\/\/\S*$/, "").trim() || `Sheet ${at + 1}`;
      try {
        return { name, spokes: spokes(this.part, scored(this.part, decode(line.slice(start)).answers[this.part.id])) };
      } catch (error) { return { name }; /* no address, one cut in two, or another tool's */ }
    }

    refresh() {
      const begun = Object.keys(this.answers).length > 0;
      if (this.begun && !begun) this.forget();
      this.begun = begun;
      const scores = scored(this.part, this.answers);
      for (const input of all("input[type=radio]", this)) {
        const id = input.name.slice(`hb-${this.part.id}-`.length);
        input.checked = id in this.answers && read(this.part, id, this.answers[id]).chosen === input.value;
      }
      for (const one of scores) this.tell(one);
      this.said.textContent = summary(this.part, this.answers) + ".";
      this.draw(spokes(this.part, scores));
      this.result(scores);
      this.showOthers();
    }

    forget() {
      proofs.set(this.part.id, {});
      for (const { proof } of this.fields.values()) if (proof.value) proof.value = "";
    }

    tell(one) {
      const { told } = this.fields.get(one.statement.id);
      const text = one.said === null || one.counts === one.said ? (one.proof === ELSEWHERE ? "The proof is on the sheet of whoever made this address." : "")
        : one.counts === null ? "Without a line of proof this score does not count." : `Without a line of proof this score counts ${one.counts}.`;
      if (told.textContent !== text) told.textContent = text;
    }

    draw(found) {
      if (!this.radar) return;
      this.radar.querySelector("[data-low]").setAttribute("points", outline(this.radar, found.map(spoke => spoke.lowest)));
      this.radar.querySelector("[data-high]").setAttribute("points", outline(this.radar, found.map(spoke => spoke.highest)));
      const aim = this.target.value ? Number(this.target.value) : 0;
      this.aim.setAttribute("points", outline(this.radar, found.map(() => aim)));
    }

    result(scores) {
      const aim = this.target.value === "" ? null : Number(this.target.value);
      const heads = ["Dimension", "Lowest", "Highest", "Count", ...(aim === null ? [] : [`Short of ${aim}`])];
      const rows = spokes(this.part, scores).map(spoke => [
        spoke.group.title, none(spoke.lowest), none(spoke.highest), `${spoke.counted} of ${spoke.group.statements.length}`,
        ...(aim === null ? [] : [spoke.lowest === null ? "none yet" : Math.max(0, aim - spoke.lowest)]),
      ]);
      const weak = weakest(scores), low = asLow(scores, weak);
      const raised = weak.map(one => make("li", {}, `${one.statement.text} (${one.counts})`, ...this.play(one.statement.play)));
      const list = weak.length ? [make("p", {}, make("strong", { textContent: "The lowest, and what raises them" })), make("ul", {}, ...raised), ...(low ? [make("p", { textContent: `${more(low)}. Ask which gap would reach a patient first.` })] : [])] : [];
      this.out.replaceChildren(table("Your scores", heads, rows), ...list);
    }

    play(name) {
      const play = name && tool.plays[name];
      return play ? [": ", make("a", { href: new URL("../../" + play.address, location.href.split("#")[0]).href, textContent: play.title })] : [];
    }
  }

  register("assessment", { run, summary, panel: AssessmentPanel });
})();
