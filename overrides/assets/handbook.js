/* Helps on top of pages that are whole without it: menu buttons, tables, market tabs, the filter of "Find a play". */
(() => {
  const all = (selector, under = document) => [...under.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /* Menu and search: buttons for the hidden checkboxes that Material's styles hang on. */
  const input = button => document.getElementById(button.dataset.hbToggle);
  const toggle = (button, open) => {
    input(button).checked = open;
    input(button).dispatchEvent(new Event("change"));
  };
  const buttons = all("[data-hb-toggle]");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      toggle(button, !input(button).checked);
      if (input(button).checked) enter(button.dataset.hbToggle);
    });
    input(button).addEventListener("change", () => {
      const open = input(button).checked;
      button.setAttribute("aria-expanded", open);
      for (const part of all(".md-content, .md-sidebar--secondary, .md-footer")) part.inert = open && button.checkVisibility();
      if (!open && button.checkVisibility()) button.focus();
    });
    if (button.dataset.hbToggle === "__drawer")
      addEventListener("resize", () => input(button).checked && !button.checkVisibility() && toggle(button, false));
  }
  for (const mark of all("label > [role=button][aria-expanded]")) {
    const box = document.getElementById(mark.parentNode.htmlFor);
    box.addEventListener("change", () => mark.setAttribute("aria-expanded", box.checked));
  }
  function enter(name) {
    const inside = name === "__search" ? ".md-search__input" : ".md-sidebar--primary :is(a, [role=button])";
    const first = all(inside).find(element => element.checkVisibility({ visibilityProperty: true }));
    if (first) first.focus();
  }
  /* Light or dark: one stop for Tab from the start, and the space bar changes it as Enter does. */
  const colours = all(".md-option");
  if (!colours.some(one => one.checked))
    for (const one of colours) one.checked = one.dataset.mdColorScheme === document.body.dataset.mdColorScheme;
  document.addEventListener("keydown", event => {
    if (event.key === " " && event.target.matches(".md-option")) {
      event.preventDefault();
      event.target.nextElementSibling.click();
      colours.find(one => one.checked).focus();
    }
    if ((event.key === " " || event.key === "Enter") && event.target.matches("label [role=button]")) {
      event.preventDefault();
      event.target.closest("label").click();
    }
    if (event.key !== "Escape") return;
    document.activeElement.closest("abbr")?.blur();
    for (const note of all(".md-tooltip2--active")) note.classList.remove("md-tooltip2--active");
    for (const button of buttons) if (input(button).checked) toggle(button, false);
  });

  /* "What is hurting?" stands open on a desk; on a phone the challenges come first. */
  if (innerWidth < 960) for (const group of all("details.hb-hurt")) group.open = false;

  /* Tables: a label for each cell that a phone stacks; a focus where a box scrolls. */
  for (const table of all(".hb-table")) {
    const heads = all("thead :is(th, td)", table).map(cell => cell.textContent.trim().replace(/\.$/, ""));
    if (heads.length < 3 || table.closest(".hb-matrix")) continue;
    table.dataset.stack = "";
    for (const row of all("tbody tr", table)) [...row.cells].forEach((cell, at) => (cell.dataset.label = heads[at] || ""));
  }
  const name = box => {
    const heading = all("h1, h2, h3").filter(one => one.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    return "Table: " + (heading ? heading.firstChild.textContent.trim() : document.title);
  };
  const apart = (box, words) => {
    const taken = all(".hb-scroll[aria-label]").filter(other => other !== box).map(other => other.getAttribute("aria-label"));
    let number = 1, said = words;
    while (taken.includes(said)) said = `${words} (${++number})`;
    return said;
  };
  const reach = box => {
    const scrolls = box.scrollWidth > box.clientWidth;
    for (const [key, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", apart(box, name(box))]])
      scrolls ? box.setAttribute(key, value) : box.removeAttribute(key);
  };
  const watcher = new ResizeObserver(entries => entries.forEach(entry => reach(entry.target)));
  all(".hb-scroll").forEach(box => watcher.observe(box));

  /* The page as Markdown: a button beside its link. A browser reads no file from a folder, so there the link stands alone. */
  const markdown = document.querySelector(".hb-machine a");
  if (markdown && location.protocol !== "file:") {
    const said = make("span", { className: "hb-said" });
    said.setAttribute("aria-live", "polite");
    const button = make("button", { type: "button", textContent: "Copy page as Markdown" });
    const read = async () => {
      const answer = await fetch(markdown.href);
      if (!answer.ok) throw new Error(`${answer.status} for ${markdown.href}`);
      return new Blob([await answer.text()], { type: "text/plain" });
    };
    button.addEventListener("click", async () => {
      try { /* asked for within the click, or Safari forbids it */
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": read() })]);
        said.textContent = "Copied.";
      } catch (error) { /* no clipboard without HTTPS, or no network */
        said.textContent = "Your browser does not let this page copy. Open the link and copy from there.";
      }
    });
    markdown.parentNode.prepend(button);
    markdown.parentNode.append(said);
  }

  /* Tabs: the market chosen last, and the tab that holds the address's target. */
  const choose = tab => {
    if (!tab || tab.checked) return;
    tab.checked = true;
    tab.dispatchEvent(new Event("change"));
  };
  const kept = (window.__md_get && __md_get("__tabs")) || [];
  for (const set of all(".tabbed-set")) {
    const labels = all(".tabbed-labels > label", set);
    const label = kept.map(words => labels.find(one => one.textContent.trim() === words)).find(Boolean);
    if (label) choose(document.getElementById(label.htmlFor));
  }
  const named = () => {
    try { return decodeURIComponent(location.hash.slice(1)); } catch (error) { return ""; /* an address that was cut in two */ }
  };
  const reveal = () => {
    const target = document.getElementById(named());
    const block = target && target.closest(".tabbed-block");
    if (!block || block.checkVisibility()) return;
    const at = [...block.parentNode.children].indexOf(block);
    choose(all(":scope > input", block.closest(".tabbed-set"))[at]);
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  /* Find a play: a filter whose state is in the address. */
  const words = document.getElementById("hb-find-words");
  const list = document.querySelector(".hb-find");
  if (words && list) filter(JSON.parse(words.textContent), all(".hb-card", list));

  function filter(options, cards) {
    const titles = { roles: "My role", stages: "Stage", markets: "Market", challenge: "Challenge" };
    const selects = Object.keys(titles).map(key => select(key, options[key]));
    const count = make("p", { className: "hb-count" });
    count.setAttribute("role", "status");
    const form = make("form", { className: "hb-filter" }, ...selects.map(one => make("label", {}, titles[one.name], one)));
    form.setAttribute("aria-label", "Narrow the list of plays");
    form.append(make("button", { type: "reset", textContent: "Show all plays" }));
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("change", show);
    form.addEventListener("reset", () => setTimeout(show));
    list.before(form, count);
    list.dataset.ready = "";
    const asked = new URLSearchParams(location.search);
    for (const one of selects) if (options[one.name][asked.get(one.name)]) one.value = asked.get(one.name);
    show();

    function select(key, choices) {
      const entries = Object.entries(choices).map(([value, text]) => make("option", { value, textContent: text }));
      return make("select", { name: key }, make("option", { value: "", textContent: "Any" }), ...entries);
    }
    function fits(card, but) {
      return selects.every(one => one === but || !one.value || card.dataset[one.name].split(" ").includes(one.value));
    }
    function show() {
      const found = cards.filter(card => fits(card));
      for (const card of cards) card.hidden = !found.includes(card);
      const plays = number => `${number} ${number === 1 ? "play" : "plays"}`;
      count.textContent = found.length ? `${found.length} of ${plays(cards.length)}` : "No play fits all of this. ";
      if (!found.length) hint(plays);
      const state = new URLSearchParams(selects.filter(one => one.value).map(one => [one.name, one.value])).toString();
      try { history.replaceState(null, "", location.pathname + (state && "?" + state) + location.hash); } catch (error) { /* a page opened from a folder */ }
    }
    function hint(plays) {
      const ways = selects.filter(one => one.value).map(one => ({ one, number: cards.filter(card => fits(card, one)).length }));
      const best = ways.sort((a, b) => b.number - a.number)[0];
      if (!best.number) return count.append(" Nor does any with one choice fewer: show all plays and begin again.");
      const text = `Nearest: ${plays(best.number)} without “${titles[best.one.name]}: ${best.one.selectedOptions[0].text}”`;
      const button = make("button", { type: "button", textContent: text });
      button.addEventListener("click", () => { best.one.value = ""; best.one.focus(); show(); });
      count.append(button);
    }
  }
})();

/* Search: filters, queries to start from, and those of this visit. A filter stands in the query, so it can be typed as well. */
(() => {
  const start = document.querySelector(".hb-search-start");
  const field = document.querySelector(".md-search__input");
  if (!start || !field) return;
  start.hidden = false;
  const ideas = start.querySelector(".hb-search-ideas");
  const filters = [...start.querySelectorAll("button[data-filter]")];
  const selects = [...start.querySelectorAll("select[data-filter]")];
  const list = document.querySelector(".md-search-result__list");
  const meta = document.querySelector(".md-search-result__meta");
  const asked = () => field.value.split(/\s+/).filter(Boolean);

  const ask = query => {
    field.value = query;
    field.setSelectionRange(query.length, query.length);
    field.dispatchEvent(new Event("keyup", { bubbles: true }));
    show();
  };
  function show() {
    const parts = asked();
    for (const button of filters) button.setAttribute("aria-pressed", parts.includes(button.dataset.filter));
    for (const select of selects) select.value = (parts.find(part => part.startsWith(select.dataset.filter)) || "").slice(select.dataset.filter.length);
    ideas.hidden = parts.some(part => !part.includes(":"));
  }
  const narrow = (facet, one) => ask([...(one ? [one] : []), ...asked().filter(part => !part.startsWith(facet)), ""].join(" "));
  for (const button of filters) {
    const one = button.dataset.filter;
    button.addEventListener("click", () => narrow(one.split(":")[0] + ":", asked().includes(one) ? "" : one));
  }
  for (const select of selects) {
    const facet = select.dataset.filter;
    select.addEventListener("change", () => narrow(facet, select.value && facet + select.value));
  }
  /* The theme writes the results anew at each key; to a screen reader they are the choices of the field. */
  const choices = () => {
    const links = [...list.querySelectorAll("a")];
    for (const link of links) {
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", link === document.activeElement);
      link.closest("li").setAttribute("role", "presentation");
    }
    if (list.querySelector(".hb-nearest")) meta.textContent = "Nothing found. These are nearest:";
    const role = links.length ? "listbox" : "presentation";
    if (list.getAttribute("role") !== role) list.setAttribute("role", role);
    links.length ? list.setAttribute("aria-label", "Results") : list.removeAttribute("aria-label"); // what is no list has no name
    field.setAttribute("aria-expanded", links.length > 0);
  };
  new MutationObserver(choices).observe(list, { childList: true, attributeFilter: ["role"] });
  list.addEventListener("focusin", choices);
  list.addEventListener("focusout", choices);
  const offer = (query, first) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: query });
    button.dataset.query = query;
    first ? ideas.prepend(button) : ideas.append(button);
  };
  const kept = () => __md_get("searched", sessionStorage) || [];
  for (const query of kept()) offer(query, true);
  ideas.addEventListener("click", event => event.target.dataset.query && (ask(event.target.dataset.query), field.focus()));
  document.querySelector(".md-search-result")?.addEventListener("click", event => {
    const query = field.value.trim();
    if (event.target.closest("a") && query) __md_set("searched", [...new Set([...kept().filter(one => one !== query), query])].slice(-5), sessionStorage);
  });
  field.addEventListener("focus", () => setTimeout(() => field.selectionStart === 0 && field.setSelectionRange(field.value.length, field.value.length)));
  field.addEventListener("input", show);
  field.form.addEventListener("reset", () => setTimeout(show));
})();
