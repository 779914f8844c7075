/* Search: answers Material's dialog in place of its worker. The index comes in two parts at the first query.
   Words are made as in handbook/search/words.py; a test holds the two together. */
(self => {
  "use strict";

  const STOP_WORDS = new Set([
    "a about all also am an and any are as at be been being both but by can cannot cant could couldn couldnt did didn didnt do does doesn doesnt doing",
    "don dont else even ever for from get gets getting got had has hasn hasnt have haven havent having he her here hers him his how i if im in into is",
    "isn isnt it its ive just know knows let lets like likes may me might more most much must my need needs now of on once one only or other our ours",
    "out over per please put puts same say saying says she should so some somebody someone such tell tells than that thats the their them then there",
    "theres these they theyre this those through to too until up use used uses using very want wanted wants was wasn wasnt we were weve what whats",
    "when where wheres whether which while who whom whos why will with within wont would wouldn wouldnt you your youre yours",
  ].join(" ").split(" "));
  const IRREGULAR = new Map([
    "bought buy, broke break, broken break, brought bring, built build, caught catch, children child, chose choose, chosen choose, criteria",
    "criterion, dead die, death die, died die, forgot forget, forgotten forget, fought fight, found find, gave give, given give, grew grow, grown",
    "grow, held hold, hid hide, hidden hide, knew know, known know, led lead, lost lose, men man, met meet, paid pay, ran run, rang ring, sent",
    "send, shown show, sold sell, spent spend, spoke speak, spoken speak, taught teach, thought think, understood understand, withdrawn withdraw,",
    "withdrew withdraw, women woman, wrote write, written write",
  ].join(" ").split(/,\s*/).filter(Boolean).map(pair => pair.split(" ")));
  const SPELLINGS = [
    [/ae|oe/g, "e"], [/our/g, "or"], [/is(e|ed|es|ing|ation|ations|er|ers)$/, "iz$1"], [/ys(e|ed|es|ing|er)$/, "yz$1"], [/tre(s?)$/, "ter$1"],
    [/ogue(s?)$/, "og$1"], [/ll(ed|ing|er|ers)$/, "l$1"], [/programme/g, "program"], [/judgement/g, "judgment"], [/(lic|def|off)ence/g, "$1ense"],
    [/^arts?$/, "article"],
  ];

  const rawWords = text => {
    const plain = text.replaceAll("’", "'").normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
    return [...plain.replace(/(\d)\s?\(([a-z])\)/g, "$1$2").matchAll(/[a-z0-9]+(?:['./_-][a-z0-9]+)*/g)].map(found => found[0].replace(/'s$/, ""));
  };
  const undoubled = word => word.length > 3 && word.at(-1) === word.at(-2) && !"aeiouls".includes(word.at(-1)) ? word.slice(0, -1) : word;
  const kept = (make, found = new Map()) => word => {
    if (!found.has(word)) found.set(word, make(word));
    return found.get(word);
  };
  const root = kept(word => {
    word = IRREGULAR.get(word) ?? word;
    for (const [pattern, now] of SPELLINGS) word = word.replace(pattern, now);
    if (word.length > 4 && /ie[sd]$/.test(word)) word = word.slice(0, -3) + "y";
    else if (word.length > 4 && /(ss|x|ch|sh|z)es$/.test(word)) word = word.slice(0, -2);
    else if (word.length > 3 && word.endsWith("s") && !/(ss|us|is)$/.test(word)) word = word.slice(0, -1);
    if (word.length > 7 && word.endsWith("ation")) word = word.slice(0, -3);
    else if (word.length > 5 && word.endsWith("ing")) word = undoubled(word.slice(0, -3));
    else if (word.length > 4 && word.endsWith("ed")) word = undoubled(word.slice(0, -2));
    return word.length > 3 && word.endsWith("e") ? word.slice(0, -1) : word;
  });
  const words = (text, stops = STOP_WORDS) => rawWords(text).flatMap(raw => {
    const parts = raw.split(/['./_-]/).filter(Boolean);
    const found = parts.filter(part => !stops.has(part) && (parts.length === 1 || part.length > 1)).map(root);
    const joined = parts.join("");
    return parts.length > 1 && !stops.has(joined) ? [root(joined), ...found] : found;
  });

  /* ---------- The index, as it is used ---------- */
  const KINDS = { play: 1, tool: 0.8, question: 1.45, journey: 0.83, playbook: 0.9, document: 0.78, term: 1.3, role: 0.6, page: 0.71, fact: 0.75 };
  const FIELDS = { name: 3.75, said: 2.45, head: 1.05, text: 1.2 };
  /* A phrase of few words says more with each of them: how fast it loses by the words that were not asked. */
  const LENGTH = { name: 0.68, said: 0.27, head: 0.32 };
  const ALSO_SAID = 0.2;           // what further sentences count beside the best
  const ALIKE = { one: 0.4, more: 0.46 };
  const SHORT = 1.45;              // how much more a short form counts
  /* Who names a kind of paper or form looks for that and not for the play. */
  const FORMS = { document: 1.3, tool: 1.1 };
  const BLANKS = { document: 1.8, tool: 1.5 };
  const BLANK_WORDS = "blank docx download excel spreadsheet template worksheet xlsx".split(" ");
  const FAMILY = 0.46;             // how sure a word derived from the same one is
  const FAINT = 0.05;              // what is less sure is not looked for
  const JOINED = 0.8;              // two words for one, and one for two
  const BLANK_COUNTS = 0.4;        // a word for any blank form says little about which
  /* Everyday words say little about what is looked for, however rare they are in a handbook. */
  const EVERYDAY_COUNTS = 0.7;
  const EVERYDAY = [
    "able about across actual actually after again against ago almost along already always another anyone anything anyway around ask asked asking away back",
    "bad before behind below best better between big bit both bring brought call came clear close come coming couple day days different differently doing",
    "down during each early easy either end enough entire every everybody everyone everything exactly fact fast feel few finally find first follow four",
    "full give given gives giving go goes going gone good got great guy guys half happen happened happening happens hard help high hour hours idea instead",
    "issue keep keeps kept kind knew last late later least leave left less little live long look looked looking looks lot lots low made main make makes",
    "making many matter maybe mean means minute moment month months morning move moved never new next nice night no nobody not nothing number often okay",
    "old onto open own part people person place point possible pretty problem proper put question quick quickly quite rather ready real really right said",
    "see seem seems seen several short show simple since small sometimes somewhere soon stay still stuff sure take taken takes taking talk thing things",
    "think thought three time times today together tomorrow took totally tried true try trying two under usually wait way ways week weeks well went",
    "whatever whole without word words work working works world worse worst wrong year years yes yesterday yet",
  ].join(" ").split(" ");
  const FORM_WORDS = [
    "agenda appendix blank calculator card chart checklist cover dictionary document docx download excel file form index inventory letter list log map matrix memo",
    "minutes note pack page paper plan protocol record register report row sheet spreadsheet table template word worksheet xlsx",
  ].join(" ").split(" ");

  const EVERYDAY_ROOTS = new Set(EVERYDAY.map(root)), FORM_ROOTS = new Set(FORM_WORDS.map(root)), BLANK_ROOTS = new Set(BLANK_WORDS.map(root));

  /* What a word is derived from, roughly: approval and approve, regulatory and regulation. Too rough for the index; a faint hint for a query. */
  const ENDINGS = /(?:ibility|ability|ization|ational|iveness|fulness|ically|ation|ition|ement|ating|ator|ical|tion|sion|ment|ness|able|ible|ance|ence|ancy|ency|ious|less|ship|ally|ory|ary|ive|ity|ous|ism|ist|ant|ent|ful|ion|ize|ify|ate|iz|at|al|ic|er|or|ly|y|i)$/;
  const stem = word => {
    let found = word;
    for (let times = 0; times < 2; times++) {
      const shorter = found.replace(ENDINGS, "");
      if (shorter.length < 4) break;
      found = shorter;
    }
    return found;
  };

  const push = (map, key, value) => map.has(key) ? map.get(key).push(value) : map.set(key, [value]);

  class Index {
    constructor() {
      this.entries = [];
      this.postings = new Map();   // word -> Map(entry -> weight of the text)
      this.phrases = new Map();    // word -> [[entry, field, words in the phrase, phrase, its words]]
      this.byName = new Map();     // phrase -> [entry]
      this.stands = new Map();     // phrase -> [phrases that stand for each other]
      this.bySize = new Map();     // length -> words, for what was mistyped
      this.family = new Map();     // stem -> words derived from it
      this.rarities = new Map();   // word -> how rare it is
    }

    add({ entries, terms, heard = [], alike = [] }) {
      const first = this.entries.length;
      for (const row of entries) {
        const [kind, address, title, summary = "", note = "", names = [], said = [], heads = [], facets = []] = row;
        const entry = { kind, address, title, summary, note, heads, facets, number: this.entries.length };
        this.entries.push(entry);
        this.phrase(entry, "name", title, 1);
        for (const name of names) this.phrase(entry, "name", name, 0.76);
        for (const sentence of said) this.phrase(entry, "said", sentence, 1);
        for (let at = 0; at < heads.length; at += 2) this.phrase(entry, "head", heads[at + 1], 1, heads[at]);
        this.phrase(entry, "said", summary, 0.8);
      }
      for (const [number, ...sentences] of heard) for (const sentence of sentences) this.phrase(this.entries[number], "said", sentence, 1);
      for (const [word, packed] of Object.entries(terms)) {
        let last = first - 1;
        const found = this.postings.get(word) || new Map();
        for (const [, distance, letter] of packed.matchAll(/([0-9a-z]+)([A-Z])/g)) {
          last += parseInt(distance, 36);
          found.set(last, (letter.charCodeAt(0) - 64) / 26);
        }
        this.postings.set(word, found);
      }
      for (const group of alike) {
        const phrases = group.map(text => words(text)).filter(found => found.length);
        for (const phrase of phrases) this.stands.set(phrase.join(" "), [...(this.stands.get(phrase.join(" ")) || []), phrases]);
      }
      this.bySize.clear();
      this.family.clear();
      this.rarities.clear();
      for (const word of new Set([...this.postings.keys(), ...this.phrases.keys()])) {
        push(this.bySize, word.length, word);
        if (word.length > 4 && !/\d/.test(word)) push(this.family, stem(word), word);
      }
    }

    phrase(entry, field, text, weight, anchor = "") {
      const found = words(text);
      const phrase = { entry, field, size: new Set(found).size, weight, anchor, text };
      for (const word of new Set(found)) {
        if (!this.phrases.has(word)) this.phrases.set(word, []);
        this.phrases.get(word).push(phrase);
      }
      if (field === "name" && found.length) {
        const key = found.join(" ");
        if (!this.byName.has(key)) this.byName.set(key, []);
        this.byName.get(key).push(entry);
      }
    }

    knows(word) { return this.postings.has(word) || this.phrases.has(word); }

    rarity(word) {
      if (!this.rarities.has(word)) this.rarities.set(word, this.counted(word));
      return this.rarities.get(word);
    }

    counted(word) {
      const spread = new Set([...(this.postings.get(word)?.keys() || []), ...(this.phrases.get(word) || []).map(phrase => phrase.entry.number)]).size;
      return Math.log(1 + (this.entries.length - spread + 0.5) / (spread + 0.5));
    }

    /* Known words that share the most first letters with one that is not known; three at least. */
    beginning(word) {
      for (let size = word.length; size > 2; size--) {
        const found = [...this.phrases.keys()].filter(other => other.startsWith(word.slice(0, size)));
        if (found.length) return found.slice(0, 3);
      }
      return [];
    }

    /* A short form of the glossary, such as DiGA: who types one means it. */
    isShort(word) { return (this.byName.get(word) || []).some(entry => entry.kind === "term" && /[A-Z].*[A-Z]/.test(entry.title)); }

    /* The known words that a typed one may stand for, with how sure that is. */
    meant(word, isLast) {
      const found = new Map();
      if (this.knows(word)) found.set(word, 1);
      if (isLast && word.length > 2) {
        for (const [size, known] of this.bySize) {
          if (size > word.length) for (const other of known) if (other.startsWith(word)) found.set(other, 0.75 * word.length / size);
        }
      }
      if (word.length > 4) for (const other of this.family.get(stem(word)) || []) if (!found.has(other)) found.set(other, FAMILY);
      if (!found.size && word.length > 3) {
        const most = word.length > 5 ? 2 : 1;
        for (let size = word.length - most; size <= word.length + most; size++) {
          for (const other of this.bySize.get(size) || []) {
            const steps = distance(word, other, most);
            if (steps <= most) found.set(other, other[0] === word[0] ? 0.8 / steps : 0.5 / steps);
          }
        }
      }
      if (!found.size && word.length > 6) {
        const typed = stem(word);
        for (const [known, derived] of this.family) {
          if (Math.abs(known.length - typed.length) < 3 && distance(typed, known, 2) < 3) for (const other of derived) found.set(other, FAMILY / 2);
        }
      }
      return [...found].sort((one, other) => other[1] - one[1]).slice(0, 24);
    }
  }

  /* Edits from one word to another, swaps of neighbours included; `most` + 1 when there are more. */
  const distance = (one, other, most) => {
    let before = [], row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      before = row;
      row = next;
    }
    return row[other.length];
  };

  /* ---------- A query ---------- */
  const FACET = /(?:^|\s)(kind|market|role|stage):([a-z0-9-]+)/g;

  /* Two words that are written as one elsewhere, and one that is written as two: go live, golive. */
  const joined = (index, typed) => {
    const found = [];
    typed.forEach((word, position) => {
      const pair = root(word + (typed[position + 1] || ""));
      if (position + 1 < typed.length && index.knows(pair)) found.push([pair, JOINED, position], [pair, JOINED, position + 1]);
      if (index.knows(word)) return;
      for (let at = 3; at <= word.length - 3; at++) {
        const parts = [word.slice(0, at), word.slice(at)].map(root);
        if (parts.every(part => index.knows(part))) for (const part of parts) found.push([part, JOINED, position]);
      }
    });
    return found;
  };

  /* Other names of a term stand for it: acronyms and their long forms, both ways. So do the synonyms' groups. */
  const expansions = (index, typed) => {
    const found = [];
    for (let start = 0; start < typed.length; start++) {
      for (let end = Math.min(typed.length, start + 5); end > start; end--) {
        const phrase = typed.slice(start, end).join(" ");
        for (const entry of index.byName.get(phrase) || []) {
          if (entry.kind !== "term") continue;
          const others = new Set(entry.alike ??= index.alike(entry));
          for (const word of typed) others.delete(word);
          for (const word of others) found.push([word, 0.34 / Math.max(1, others.size / 3), start]);
        }
        for (const other of (index.stands.get(phrase) || []).flat()) {
          const sure = (end - start > 1 ? ALIKE.more : ALIKE.one) / other.length;
          for (const word of other) if (!typed.includes(word)) for (let at = start; at < end; at++) found.push([word, sure, at]);
        }
      }
    }
    return found;
  };
  Index.prototype.alike = function (entry) {
    return words(`${entry.title} ${entry.note === "Glossary" ? "" : entry.note}`);
  };

  const search = (index, text, most = 24) => {
    const asked = [...text.matchAll(FACET)].map(found => [found[1], found[2]]);
    const bare = text.replace(FACET, " ").trim();
    let typed = [...new Set(words(bare))];
    if (!typed.length) typed = [...new Set(words(bare, new Set()))];
    const fits = entry => asked.every(([facet, value]) => facet === "kind" ? entry.kind === value : entry.facets.includes(`${facet}:${value}`));
    if (!typed.length) return asked.length ? index.entries.filter(fits).slice(0, most).map(entry => ({ entry, score: 1, anchor: "", found: [] })) : [];
    const rarities = typed.map(word => Math.max(index.knows(word) ? index.rarity(word) : 3, 0.4) * (index.isShort(word) ? SHORT : 1) 
      * (BLANK_ROOTS.has(word) ? BLANK_COUNTS : 1) * (EVERYDAY_ROOTS.has(word) ? EVERYDAY_COUNTS : 1));
    const total = rarities.reduce((sum, rarity) => sum + rarity, 0);
    const scores = new Map();
    const touch = entry => {
      if (!scores.has(entry)) scores.set(entry, { entry, text: 0, covered: new Float64Array(typed.length), phrases: new Map(), found: new Set() });
      return scores.get(entry);
    };
    const give = (position, word, sure) => {
      const worth = rarities[position] * sure;
      for (const [number, weight] of index.postings.get(word) || []) {
        const score = touch(index.entries[number]);
        score.text += worth * weight * FIELDS.text;
        score.covered[position] = Math.max(score.covered[position], sure * Math.min(1, 0.56 + 1.25 * weight));
        score.found.add(word);
      }
      for (const phrase of index.phrases.get(word) || []) {
        const score = touch(phrase.entry);
        const known = score.phrases.get(phrase) || new Float64Array(typed.length);
        known[position] = Math.max(known[position], sure);
        score.phrases.set(phrase, known);
        score.covered[position] = Math.max(score.covered[position], phrase.field === "name" ? sure : 0.8 * sure);
        score.found.add(word);
      }
    };
    const surest = typed.map((word, position) => new Map(index.meant(word, position === typed.length - 1 && !/\s$/.test(text))));
    for (const [word, sure, position] of [...joined(index, typed), ...expansions(index, typed)]) {
      if (sure > (surest[position].get(word) || FAINT)) surest[position].set(word, sure);
    }
    surest.forEach((found, position) => found.forEach((sure, word) => give(position, word, sure)));
    const intent = typed.some(word => BLANK_ROOTS.has(word)) ? BLANKS : typed.some(word => FORM_ROOTS.has(word)) ? FORMS : {};
    const exact = new Set(index.byName.get(words(bare).join(" ")) || []);
    const results = [];
    for (const score of scores.values()) {
      if (!fits(score.entry)) continue;
      const best = { name: 0, said: 0, head: 0 };
      let anchor = "", said = 0;
      for (const [phrase, known] of score.phrases) {
        const matched = known.reduce((sum, sure) => sum + (sure > 0 ? sure : 0), 0);
        const worth = known.reduce((sum, sure, position) => sum + sure * rarities[position], 0);
        const value = phrase.weight * worth * Math.pow(matched / Math.max(phrase.size, matched), LENGTH[phrase.field]) * (0.52 + 0.48 * worth / total);
        if (phrase.field === "said") said += value;
        if (value > best[phrase.field]) {
          best[phrase.field] = value;
          if (phrase.field === "head") anchor = matched >= Math.min(2, phrase.size) ? phrase.anchor : anchor;
        }
      }
      const covered = score.covered.reduce((sum, sure, position) => sum + sure * rarities[position], 0) / total;
      const value = FIELDS.name * best.name + FIELDS.said * (best.said + ALSO_SAID * (said - best.said)) + FIELDS.head * best.head + score.text;
      const named = exact.has(score.entry) ? 2 : 1;
      const kind = KINDS[score.entry.kind] * (intent[score.entry.kind] || 1);
      results.push({ entry: score.entry, score: value * kind * Math.pow(covered, 1.3) * named, anchor: best.name > best.head ? "" : anchor, found: [...score.found] });
    }
    results.sort((one, other) => other.score - one.score || one.entry.number - other.entry.number);
    return results.slice(0, most);
  };

  /* ---------- Results, as Material's dialog takes them ---------- */
  const LABELS = { play: "Play", tool: "Tool", question: "Side by side", journey: "Journey", playbook: "Playbook", document: "Document", term: "Answer", role: "Role", page: "Page", fact: "Answer" };
  const SAFE = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const everyWord = kept(word => words(word, new Set()));
  const escape = text => text.replace(/[&<>"]/g, sign => SAFE[sign]);
  const marked = (text, found) => escape(text).replace(/[\p{L}\p{N}]+(?:['’./_-][\p{L}\p{N}]+)*/gu, word =>
    everyWord(word).some(one => found.has(one)) ? `<mark>${word}</mark>` : word);

  const item = (result, typed) => {
    const { entry } = result, found = new Set(result.found);
    const note = entry.kind === "term" || entry.kind === "fact" ? entry.note : entry.note.replace(LABELS[entry.kind], "").replace(/^, /, "");
    const at = entry.heads.indexOf(result.anchor);
    const section = at >= 0 && result.anchor ? `<br><strong>${marked(entry.heads[at + 1], found)}</strong>` : "";
    const kind = `<span class="hb-kind hb-kind--${entry.kind}${result.instead ? " hb-nearest" : ""}">${result.instead ? "Nearest: " : ""}${LABELS[entry.kind]}${note ? ` · ${escape(note)}` : ""}</span>`;
    /* The dialog shows the text of whole pages only; what stands on a part of one says it in its title. */
    const summary = marked(entry.summary, found) + section;
    const location = entry.address + (result.anchor ? `#${result.anchor}` : "");
    const inTitle = location.includes("#") ? `<span class="hb-summary">${summary}</span>` : "";
    return [{
      location, title: `${kind}${marked(entry.title, found)}${inTitle}`, text: inTitle ? "" : summary, score: result.score, terms: Object.fromEntries(typed.map(word => [word, true])),
    }];
  };

  /* Nothing comes empty: the plays with words that begin alike, without the filters; and the struggles in readers' own words. */
  const instead = (index, text) => {
    const begins = words(text.replace(FACET, " ")).flatMap(word => index.beginning(word)).join(" ");
    const near = search(index, begins || text.replace(FACET, " ")).filter(result => result.entry.kind === "play").slice(0, 3);
    const wanted = ["find/struggles/", "find/", "tools/", "questions/"];
    const pages = wanted.map(address => index.entries.find(entry => entry.address === address)).filter(Boolean).map(entry => ({ entry, score: 0, anchor: "", found: [] }));
    return [...near, ...pages].map(result => ({ ...result, instead: true }));
  };

  /* An answer comes first where the query is its name. */
  const ordered = (index, text, results) => {
    const name = words(text.replace(FACET, " ")).join(" ");
    const answer = (index.byName.get(name) || []).find(entry => entry.kind === "term" && results.some(result => result.entry === entry));
    if (!answer) return results;
    const first = results.find(result => result.entry === answer);
    return [{ ...first, score: results[0].score + 1 }, ...results.filter(result => result !== first)];
  };

  const answered = (index, text) => {
    const results = ordered(index, text, search(index, text));
    const typed = rawWords(text.replace(FACET, " ")).filter(word => !STOP_WORDS.has(word));
    return { items: (results.length || !text.trim() ? results : instead(index, text)).map(result => item(result, typed)), suggest: [] };
  };

  self.hbSearch = { Index, search, ordered, answered, words, rawWords };

  /* ---------- As a worker; from a folder, where there are no workers, early.js stands in ---------- */
  if (typeof self.importScripts === "function") {
    let index = null, asked = "";
    const answer = () => self.postMessage({ type: 3, data: index ? answered(index, asked) : { items: [], suggest: [] } });
    self.addEventListener("message", ({ data: message }) => {
      if (message.type === 0) self.postMessage({ type: 1 });
      if (message.type !== 2) return;
      asked = message.data;
      if (index || !asked.trim()) return answer();
      index = new Index();
      self.hbSearchData = part => index.add(part);
      self.importScripts("../search/main.js");
      answer();
      setTimeout(() => { self.importScripts("../search/answers.js"); answer(); });
    });
  }
})(typeof self === "undefined" ? globalThis : self);
