/* Scores: dials whose sum falls into a band, which a rule may lift. As handbook/tools/score.py. */
(() => {
  const { Panel, UNCLEAR, UNCLEAR_WORDS, all, choose, copyOf, make, register, state } = HandbookTools;

  const words = dial => new Map([...dial.words.map((text, count) => [String(count), text]), [UNCLEAR, UNCLEAR_WORDS]]);
  const total = counts => Object.values(counts).reduce((sum, count) => sum + count, 0);
  const order = (score, name) => score.bands.findIndex(band => band.result.id === name);
  const bySum = (score, counts) => score.bands.findIndex(band => band.least <= total(counts) && total(counts) <= band.most);
  const holding = (score, counts) => score.rules.filter(rule => counts[rule.dial] >= rule.value);
  const bandOf = (score, counts) => score.bands[Math.max(bySum(score, counts), ...holding(score, counts).map(rule => order(score, rule.result)))];
  const lifting = (score, counts) => holding(score, counts).filter(rule => order(score, rule.result) > bySum(score, counts));

  function run(score, answers) {
    for (const name of Object.keys(answers)) if (!score.dials.some(dial => dial.id === name)) throw new Error(`nothing here is called '${name}'`);
    const chosen = Object.fromEntries(score.dials.filter(dial => dial.id in answers).map(dial => [dial.id, choose(answers[dial.id], words(dial))]));
    const given = score.dials.filter(dial => dial.id in chosen).map(dial => {
      const value = chosen[dial.id];
      return { id: dial.id, ask: dial.ask, answer: value === UNCLEAR ? UNCLEAR_WORDS : `${dial.words[value]} (${value})` };
    });
    const outcome = { part: score.id, kind: "score", title: score.title, given, findings: [], notes: [], open: [], plays: [], ask: [] };
    const open = score.dials.map(dial => dial.id).filter(name => !(name in chosen));
    if (open.length) return { ...outcome, open };
    const most = Object.fromEntries(score.dials.map(dial => [dial.id, dial.words.length - 1]));
    const counts = unclear => Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, value === UNCLEAR ? unclear[name] : Number(value)]));
    const low = counts(Object.fromEntries(Object.keys(most).map(name => [name, 0])));
    const high = counts(most);
    const isUnclear = Object.values(chosen).includes(UNCLEAR);
    const result = isUnclear ? score.unclear : bandOf(score, low).result;
    const notes = isUnclear ? [between(score, low, high)] : [`${total(low)} of ${total(most)} points: ${result.title}`, ...lifting(score, low).map(rule => rule.because)];
    return { ...outcome, findings: [{ result, when: "" }], notes, plays: result.plays, ask: [result.ask] };
  }

  function between(score, low, high) {
    const [first, last] = [low, high].map(counts => bandOf(score, counts).result.title);
    return `Between ${total(low)} and ${total(high)} points, since not all is clear: ${first === last ? first : `${first} to ${last}`}`;
  }

  function summary(score, answers) {
    const outcome = run(score, answers);
    return outcome.findings.length ? outcome.findings[0].result.title : `${outcome.given.length} of ${score.dials.length} answered`;
  }

  class ScorePanel extends Panel {
    build() {
      const dials = this.part.dials.map(dial => this.dial(dial));
      this.out = make("div", { className: "hb-panel-out" });
      this.out.setAttribute("role", "status");
      this.append(...dials, this.out);
    }

    dial(dial) {
      const choices = [...words(dial)].map(([value, text]) => {
        const input = make("input", { type: "radio", name: `hb-${this.part.id}-${dial.id}`, value });
        input.addEventListener("change", () => state.set(this.part.id, { ...this.answers, [dial.id]: value }));
        return make("label", {}, input, value === UNCLEAR ? text : `${value}: ${text}`);
      });
      const help = dial.help ? [copyOf(`${this.part.id}-${dial.id}-help`)] : [];
      return make("fieldset", { className: "hb-panel-dial" }, make("legend", { textContent: dial.ask }), ...help, make("div", { className: "hb-panel-choices" }, ...choices));
    }

    refresh() {
      const outcome = this.outcome;
      for (const input of all("input", this)) {
        const dial = this.part.dials.find(one => input.name === `hb-${this.part.id}-${one.id}`);
        input.checked = dial.id in this.answers && choose(this.answers[dial.id], words(dial)) === input.value;
      }
      const drawn = JSON.stringify([outcome.findings.map(found => found.result.id), outcome.notes, outcome.open.length]);
      if (drawn !== this.drawn) this.out.replaceChildren(...this.result(outcome));
      this.drawn = drawn;
    }

    result(outcome) {
      const left = outcome.open.length;
      if (left) return [make("p", { textContent: `${left} of ${this.part.dials.length} ${left === 1 ? "question is" : "questions are"} still open.` })];
      return [...outcome.notes.map(text => make("p", { className: "hb-panel-note", textContent: text.replace(/\s*\[@[^\]]+\]/g, "") })), copyOf(`${this.part.id}-${outcome.findings[0].result.id}-card`)];
    }
  }

  register("score", { run, summary, panel: ScorePanel });
})();
