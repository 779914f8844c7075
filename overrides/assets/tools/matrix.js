/* Matrices: a word down, a word across, and the level in their cell. As handbook/tools/matrix.py. */
(() => {
  const { Panel, UNCLEAR, UNCLEAR_WORDS, all, choose, copyOf, distinct, make, register, state } = HandbookTools;

  const picks = matrix => matrix.before_and_after ? [["", "Before controls"], ["-after", "After controls"]] : [["", ""]];
  const words = axis => new Map([...axis.words.map(word => [word.id, word.word]), [UNCLEAR, UNCLEAR_WORDS]]);
  const level = (matrix, row, column) => {
    if (row === UNCLEAR || column === UNCLEAR) return matrix.unclear;
    const name = matrix.cells[row][matrix.columns.words.findIndex(word => word.id === column)];
    return matrix.levels.find(one => one.id === name);
  };
  function possible(matrix, row, column) {
    const rows = row === UNCLEAR ? matrix.rows.words.map(word => word.id) : [row];
    const columns = column === UNCLEAR ? matrix.columns.words.map(word => word.id) : [column];
    const found = rows.flatMap(one => columns.map(other => level(matrix, one, other).id));
    return matrix.levels.filter(one => found.includes(one.id));
  }

  function run(matrix, answers) {
    const axes = [matrix.columns, matrix.rows];
    const names = picks(matrix).flatMap(([suffix]) => axes.map(axis => axis.id + suffix));
    for (const name of Object.keys(answers)) if (!names.includes(name)) throw new Error(`nothing here is called '${name}'`);
    const chosen = {};
    for (const [suffix] of picks(matrix))
      for (const axis of axes) if (axis.id + suffix in answers) chosen[axis.id + suffix] = choose(answers[axis.id + suffix], words(axis));
    const given = [], findings = [], notes = [];
    for (const [suffix, when] of picks(matrix)) {
      const [column, row] = axes.map(axis => chosen[axis.id + suffix]);
      for (const [axis, word] of [[matrix.columns, column], [matrix.rows, row]])
        if (word) given.push({ id: axis.id + suffix, ask: when ? `${axis.title}, ${when.toLowerCase()}` : axis.title, answer: words(axis).get(word) });
      if (!row || !column) continue;
      findings.push({ result: level(matrix, row, column), when });
      const left = possible(matrix, row, column);
      const start = when ? `${when}: ` : "";
      if (row === UNCLEAR || column === UNCLEAR) notes.push(`${start}with what is known it can still be ${left.map(one => one.title).join(", ")}`);
      else if (matrix.numbered) notes.push(`${start}level ${matrix.levels.indexOf(left[0]) + 1} of ${matrix.levels.length}`);
    }
    const after = names.slice(2).some(name => name in chosen);
    const open = names.filter((name, at) => !(name in chosen) && (at < 2 || after));
    const plays = distinct(findings.flatMap(found => found.result.plays));
    return { part: matrix.id, kind: "matrix", title: matrix.title, given, findings, notes, open, plays, ask: distinct(findings.map(found => found.result.ask)) };
  }

  function summary(matrix, answers) {
    const found = run(matrix, answers).findings;
    return found.length ? found.map(one => (one.when ? `${one.when.toLowerCase()} ` : "") + one.result.title).join(", ") : "not begun";
  }

  class MatrixPanel extends Panel {
    build() {
      const sets = picks(this.part).map(([suffix, when]) => this.pick(suffix, when));
      this.out = make("div", { className: "hb-panel-out" });
      this.out.setAttribute("role", "status");
      this.cells = all(`[data-matrix="${this.part.id}"]`);
      for (const cell of this.cells) cell.addEventListener("click", () => this.take({ [this.part.rows.id]: cell.dataset.row, [this.part.columns.id]: cell.dataset.column }));
      this.append(make("div", { className: "hb-panel-picks" }, ...sets), this.out);
    }

    /* Two lists; a list works by keyboard, by touch and with a screen reader alike. */
    pick(suffix, when) {
      const selects = [this.part.columns, this.part.rows].map(axis => {
        const options = [...words(axis)].map(([value, textContent]) => make("option", { value, textContent }));
        const select = make("select", { name: axis.id + suffix }, make("option", { value: "", textContent: "Choose" }), ...options);
        select.addEventListener("change", () => this.take({ [select.name]: select.value }));
        return make("label", {}, axis.title, select);
      });
      return make("fieldset", {}, make("legend", { textContent: when || "Choose two words" }), ...selects);
    }

    take(changed) {
      state.set(this.part.id, Object.fromEntries(Object.entries({ ...this.answers, ...changed }).filter(([, value]) => value)));
    }

    refresh() {
      const outcome = this.outcome;
      for (const select of all("select", this)) {
        const value = this.answers[select.name];
        select.value = value ? choose(value, words(select.name.startsWith(this.part.rows.id) ? this.part.rows : this.part.columns)) : "";
      }
      const cards = outcome.findings.map(found => {
        const card = copyOf(`${this.part.id}-${found.result.id}-card`);
        if (found.when) card.prepend(make("p", { className: "hb-panel-number", textContent: found.when }));
        return card;
      });
      const notes = outcome.notes.map(textContent => make("p", { textContent }));
      const drawn = outcome.findings.map(found => `${found.when}${found.result.id}`).join() + outcome.notes.join();
      if (drawn !== this.drawn) this.out.replaceChildren(...cards, ...notes);
      this.drawn = drawn;
      this.mark();
    }

    /* The chosen cells in the printed table: a mark with words, not colour alone. */
    mark() {
      const chosen = picks(this.part).map(([suffix, when]) => [this.answers[this.part.rows.id + suffix], this.answers[this.part.columns.id + suffix], when || "Yours"]);
      for (const cell of this.cells) {
        cell.querySelector(".hb-cell-mark")?.remove();
        const here = chosen.filter(([row, column]) => row === cell.dataset.row && column === cell.dataset.column).map(([, , when]) => when);
        if (here.length) cell.append(make("span", { className: "hb-cell-mark", textContent: here.join(" and ") }));
      }
    }
  }

  register("matrix", { run, summary, panel: MatrixPanel });
})();
