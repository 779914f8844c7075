/* Trees: one question at a time, with the way back. As handbook/tools/tree.py. */
(() => {
  const { Panel, choose, copyOf, key, make, register, state } = HandbookTools;

  const node = (tree, name) => tree.nodes.find(one => one.id === name);
  const number = (tree, name) => tree.nodes.findIndex(one => one.id === name) + 1; /* as on the page and in the map */
  const chosen = (one, found) => {
    const name = choose(found, new Map(one.answers.map(answer => [key(answer.words), answer.words])));
    return one.answers.find(answer => key(answer.words) === name);
  };

  function run(tree, answers) {
    for (const name of Object.keys(answers)) if (!node(tree, name)) throw new Error(`nothing here is called '${name}'`);
    const outcome = { part: tree.id, kind: "tree", title: tree.title, given: [], findings: [], notes: [], open: [], plays: [], ask: [] };
    const taken = Object.fromEntries(Object.entries(answers).map(([name, found]) => [name, chosen(node(tree, name), found)]));
    let at = tree.start;
    while (at in taken) {
      outcome.given.push({ id: at, ask: node(tree, at).ask, answer: taken[at].words });
      at = taken[at].to;
    }
    if (node(tree, at)) return { ...outcome, open: [at] };
    const result = tree.results.find(one => one.id === at);
    return { ...outcome, findings: [{ result, when: "" }], plays: result.plays, ask: [result.ask] };
  }

  function summary(tree, answers) {
    const outcome = run(tree, answers);
    return outcome.findings.length ? outcome.findings[0].result.title : outcome.given.length ? `at question ${number(tree, outcome.open[0])}` : "not begun";
  }

  class TreePanel extends Panel {
    build() {
      const title = make("p", { className: "hb-panel-title", textContent: this.part.title });
      this.here = make("div", { className: "hb-panel-here" });
      this.way = make("ol", { className: "hb-panel-way" });
      this.append(title, this.here, this.way);
    }

    refresh() {
      const outcome = this.outcome;
      const shown = outcome.open[0] || outcome.findings[0].result.id;
      if (shown !== this.shown) this.show(outcome);
      this.shown = shown;
      this.way.replaceChildren(...outcome.given.map((given, at) => this.passed(outcome, given, at)));
      this.way.hidden = !outcome.given.length;
    }

    /* The question that is open, or the result; its heading takes the focus when it follows on an answer. */
    show(outcome) {
      const moved = this.contains(document.activeElement);
      const parts = outcome.open.length ? this.question(outcome) : this.result(outcome);
      this.here.replaceChildren(...parts);
      if (moved) this.here.querySelector("[tabindex]").focus();
    }

    question(outcome) {
      const one = node(this.part, outcome.open[0]);
      const heading = make("p", { className: "hb-panel-ask", tabIndex: -1, id: `hb-ask-${this.part.id}` },
        make("span", { className: "hb-panel-number", textContent: `Question ${number(this.part, one.id)}. ` }), one.ask);
      const buttons = one.answers.map(answer => {
        const button = make("button", { type: "button", textContent: answer.words });
        button.addEventListener("click", () => this.answer(outcome, one, answer));
        return button;
      });
      const group = make("div", { className: "hb-panel-answers" }, ...buttons);
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", heading.id);
      const help = one.help ? [copyOf(`${this.part.id}-${one.id}-help`)] : [];
      return [heading, ...help, group, ...this.back(outcome)];
    }

    result(outcome) {
      const card = copyOf(`${this.part.id}-${outcome.findings[0].result.id}-card`);
      const heading = make("p", { className: "hb-panel-ask", tabIndex: -1 }, make("span", { className: "hb-panel-number", textContent: "Result. " }), outcome.findings[0].result.title);
      card.querySelector("h4")?.replaceWith(heading);
      return [card, ...this.back(outcome)];
    }

    back(outcome) {
      if (!outcome.given.length) return [];
      const button = make("button", { type: "button", className: "hb-panel-back", textContent: "Back one question" });
      button.addEventListener("click", () => this.keep(outcome.given.slice(0, -1)));
      return [button];
    }

    answer(outcome, one, answer) {
      this.keep([...outcome.given, { id: one.id, answer: answer.words }]);
    }

    keep(given) {
      state.set(this.part.id, Object.fromEntries(given.map(one => [one.id, key(one.answer)])), true);
    }

    passed(outcome, given, at) {
      const button = make("button", { type: "button", textContent: "Change" });
      button.setAttribute("aria-label", `Change the answer to: ${given.ask}`);
      button.addEventListener("click", () => { this.keep(outcome.given.slice(0, at)); this.here.querySelector("[tabindex]").focus(); });
      return make("li", {}, given.ask + " ", make("strong", { textContent: given.answer }), " ", button);
    }
  }

  register("tree", { run, summary, panel: TreePanel });
})();
