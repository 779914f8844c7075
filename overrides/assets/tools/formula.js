/* Formulas of a sheet worked out on rows, with the meaning that a spreadsheet gives them. As handbook/formulas/work.py.
   The page holds each formula as a tree that was read and checked when the handbook was built; no text is run here. */
var HandbookFormulas = (() => {
  const CLOSE = 2 ** -47;
  const DAY = 864e5;
  const DAY_0 = Date.UTC(1899, 11, 30) / DAY;
  const FIRST = -693593, LAST = 2958465; // the first and the last day of a calendar of four digits
  const OVER_ROWS = ["sum", "count", "countif"];
  const COMPARISONS = ["<=", ">=", "==", "!=", "<", ">"];
  class CellFault extends Error {}

  /* A date is an object with its day's number, so that it is told from a number. */
  const isDay = value => value !== null && typeof value === "object";
  const day = number => {
    const whole = Math.floor(number);
    if (!(whole >= FIRST && whole <= LAST)) throw new CellFault("the date is not in the calendar");
    return { day: whole };
  };
  const finite = number => {
    if (!Number.isFinite(number)) throw new CellFault("the number is too large");
    return number;
  };
  const number = value => isDay(value) ? value.day : typeof value === "number" ? value : 0;
  const close = (one, other) => one === other || Math.abs(one - other) <= CLOSE * Math.max(Math.abs(one), Math.abs(other));

  /* A cell's text as the column holds it: a number, a date, words; an empty text where there is nothing. */
  function read(column, text) {
    const said = String(text ?? "").trim();
    if (!said || column.holds === "text") return said;
    if (column.holds === "number") return Number.isFinite(Number(said)) ? Number(said) : "";
    const time = Date.parse(said + "T00:00:00Z");
    return Number.isNaN(time) ? "" : { day: time / DAY - DAY_0 };
  }
  const shown = value => isDay(value) ? new Date((value.day + DAY_0) * DAY).toISOString().slice(0, 10) : String(value);

  /* What a formula needs, as handbook/formulas/meaning.py. */
  const parts = tree => !Array.isArray(tree) || tree[0] === "text" || tree[0] === "name" ? [] : tree.slice(1);
  const nodes = tree => [tree, ...parts(tree).flatMap(nodes)];
  const inputs = tree => tree[0] === "name" ? [tree[1]] : parts(tree).flatMap((part, at) => OVER_ROWS.includes(tree[0]) && at === 0 ? [] : inputs(part));
  const asked = tree => nodes(tree).map(node => Array.isArray(node) ? tested(...node) : null).filter(name => name !== null);
  const needed = (tree, optional) => inputs(tree[0] === "if" ? tree[1] : tree).filter(name => !optional.includes(name));

  function workOut(column, sight) {
    const optional = asked(column.tree);
    if (!needed(column.tree, optional).length && sight.typed.every(name => isEmpty(name, sight))) return "";
    return result(column.tree, sight, optional);
  }
  const isEmpty = (name, sight) => (sight.row[name] ?? "") === "";
  /* The value as the cell shows it: empty where something is missing on the way to it. */
  function result(tree, sight, optional) {
    if (needed(tree, optional).some(name => isEmpty(name, sight))) return "";
    if (tree[0] === "if") return result(value(tree[1], sight) ? tree[2] : tree[3], sight, optional);
    return value(tree, sight);
  }

  function value(tree, sight) {
    if (typeof tree === "number") return tree;
    const [what, ...rest] = tree;
    if (what === "text") return rest[0];
    if (what === "name") return sight.row[rest[0]] ?? "";
    if (what === "minus") return -number(value(rest[0], sight));
    return "+-*/".includes(what) || COMPARISONS.includes(what) ? binary(tree, sight) : call(what, rest, sight);
  }

  function tested(sign, left, right) {
    if (sign !== "==" && sign !== "!=") return null;
    const isName = side => side[0] === "name", isNothing = side => side[0] === "text" && side[1] === "";
    return isName(left) && isNothing(right) ? left[1] : isName(right) && isNothing(left) ? right[1] : null;
  }

  function binary([sign, left, right], sight) {
    const name = tested(sign, left, right);
    if (name !== null) return ((sight.row[name] ?? "") === "") === (sign === "==");
    const [one, other] = [value(left, sight), value(right, sight)];
    if ("+-*/".includes(sign)) return reckoned([sign, left, right], one, other, sight);
    if (typeof one === "string" && typeof other === "string" && (sign === "==" || sign === "!=")) return (one.toLowerCase() === other.toLowerCase()) === (sign === "==");
    return compared(sign, number(one), number(other));
  }
  function compared(sign, left, right) {
    if (close(left, right)) return ["==", "<=", ">="].includes(sign);
    return sign === "!=" || sign[0] === (left < right ? "<" : ">");
  }
  function reckoned(tree, one, other, sight) {
    const [sign] = tree;
    const [left, right] = [number(one), number(other)];
    if (sign === "/") {
      if (right === 0) throw new CellFault("it divides by 0");
      return finite(left / right);
    }
    if (sign === "*") return finite(left * right);
    const total = close(left, sign === "-" ? right : -right) ? 0 : left + (sign === "+" ? right : -right);
    return givesDay(tree, sight) ? day(total) : finite(total);
  }
  /* Whether a sum is a date, also where a date in it is empty: a date and days give a date, two dates give days. */
  function givesDay(tree, sight) {
    if (!Array.isArray(tree)) return false;
    const [what, one, other] = tree;
    if (what === "name") return sight.dates.includes(one);
    if (what === "+" || what === "-") return givesDay(one, sight) !== givesDay(other, sight);
    return ["if", "min", "max"].includes(what) && givesDay(tree[tree.length - 1], sight);
  }

  function call(name, given, sight) {
    if (name === "if") return value(value(given[0], sight) ? given[1] : given[2], sight);
    if (name === "and") return given.every(one => value(one, sight));
    if (name === "or") return given.some(one => value(one, sight));
    if (name === "min" || name === "max") return extreme(name, given, sight);
    if (name === "round") return rounded(number(value(given[0], sight)), given[1]);
    if (name === "level") return level(given.map(one => one[1]), sight);
    return overRows(name, given, sight);
  }
  function extreme(name, given, sight) {
    const best = Math[name](...given.map(one => number(value(one, sight))));
    return givesDay([name, ...given], sight) ? day(best) : best;
  }
  /* Halves go away from zero, as on paper. */
  function rounded(found, digits) {
    const [whole, power = "0"] = Math.abs(found).toPrecision(15).split("e");
    const turned = Number(`${Math.round(Number(`${whole}e${Number(power) + digits}`))}e-${digits}`);
    return found < 0 && turned ? -turned : turned;
  }
  function level(names, sight) {
    const words = names.map(name => String(sight.row[name] ?? ""));
    if (words.includes("")) return "";
    const pairs = sight.levels[names.join(" ")];
    const found = Object.entries(pairs).find(([word]) => word.toLowerCase() === words[0].toLowerCase())?.[1];
    const said = found && Object.entries(found).find(([word]) => word.toLowerCase() === words[1].toLowerCase())?.[1];
    if (!said) throw new CellFault("the matrix does not have these words");
    return said;
  }
  function overRows(name, given, sight) {
    const cells = sight.rows.map(row => row[given[0][1]] ?? "");
    if (name === "sum") return finite(cells.reduce((total, one) => total + (typeof one === "number" ? one : 0), 0));
    if (name === "count") return cells.filter(one => one !== "").length;
    const wanted = value(given[1], sight);
    if (typeof wanted === "string") return cells.filter(one => typeof one === "string" && one.toLowerCase() === wanted.toLowerCase()).length;
    return cells.filter(one => typeof one === "number" && compared("==", one, wanted)).length;
  }

  /* The columns with a formula, each after those that it names. */
  const named = tree => Array.isArray(tree) ? tree[0] === "name" ? [tree[1]] : tree[0] === "text" ? [] : tree.slice(1).flatMap(named) : [];
  function inOrder(columns) {
    const found = [];
    let waiting = columns.filter(column => column.tree !== undefined);
    while (waiting.length) {
      const open = waiting.map(column => column.id);
      const ready = waiting.filter(column => !named(column.tree).some(name => open.includes(name)));
      if (!ready.length) return found;
      found.push(...ready);
      waiting = waiting.filter(column => !ready.includes(column));
    }
    return found;
  }

  /* Rows of texts with every formula worked out, as texts; what cannot be worked out says so. */
  function worked(columns, levels, rows) {
    const typed = columns.filter(column => column.tree === undefined).map(column => column.id);
    const dates = columns.filter(column => column.holds === "date").map(column => column.id);
    const cells = rows.map(row => Object.fromEntries(columns.map(column => [column.id, read(column, row[column.id])])));
    const faults = rows.map(() => ({}));
    for (const column of inOrder(columns)) {
      cells.forEach((row, at) => {
        row[column.id] = "";
        try {
          row[column.id] = workOut(column, { row, rows: cells, typed, dates, levels });
        } catch (error) {
          if (!(error instanceof CellFault)) throw error;
          faults[at][column.id] = `cannot be worked out: ${error.message}`;
        }
      });
    }
    return cells.map((row, at) => Object.fromEntries(columns.map(column => [column.id, column.tree === undefined ? String(rows[at][column.id] ?? "").trim() : faults[at][column.id] || shown(row[column.id])])));
  }

  return { worked };
})();
