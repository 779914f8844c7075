/* My pack: the chosen plays and documents as one zip, made here from the published files. Nothing is stored, and nothing is sent.
   The page is whole without it: a list of links. */
var HandbookPack = (() => {
  const all = (selector, under = document) => [...under.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /* ---------- A zip that stores its files as they are: Word and Excel files are compressed already, and texts are small ---------- */
  const SUMS = Uint32Array.from({ length: 256 }, (_, sum) => {
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
    return sum;
  });
  const crc32 = bytes => ~bytes.reduce((sum, byte) => SUMS[(sum ^ byte) & 255] ^ (sum >>> 8), ~0) >>> 0;
  const total = (items, size) => items.reduce((sum, item) => sum + size(item), 0);

  /* Numbers of two or four bytes one after the other, the lowest byte first. */
  function record(...numbers) {
    const view = new DataView(new ArrayBuffer(total(numbers, ([size]) => size)));
    let at = 0;
    for (const [size, value] of numbers) {
      size === 2 ? view.setUint16(at, value, true) : view.setUint32(at, value, true);
      at += size;
    }
    return new Uint8Array(view.buffer);
  }

  function zip(files, day) {
    const date = ((day.getFullYear() - 1980) << 9) | ((day.getMonth() + 1) << 5) | day.getDate();
    const parts = [], index = [];
    let at = 0;
    for (const { name, bytes } of files) {
      const path = new TextEncoder().encode(name);
      /* Version 2.0; names in UTF-8; stored; time and date; sum; size packed and unpacked; length of the name; nothing further. */
      const same = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, date], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, path.length], [2, 0]];
      const head = record([4, 0x04034b50], ...same);
      index.push(record([4, 0x02014b50], [2, 20], ...same, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), path);
      parts.push(head, path, bytes);
      at += head.length + path.length + bytes.length;
    }
    const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, total(index, part => part.length)], [4, at], [2, 0]);
    return new Blob([...parts, ...index, end], { type: "application/zip" });
  }

  /* ---------- The index inside ---------- */
  const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const safe = text => text.replace(/[&<>"]/g, sign => SIGNS[sign]);
  const linked = (address, words) => `<a href="${safe(address)}">${safe(words)}</a>`;
  const STYLE = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color-scheme:light dark}li{margin:.3rem 0}h2{font-size:1.1rem}";

  /* `groups` are plays with what is chosen of them; `failed` names the files that could not be fetched. */
  function contents({ about, address, site, day, groups, failed }) {
    const whose = about.organisation ? `${about.organisation}, on the ${about.handbook}` : about.handbook;
    const line = one => `<li>${one.page ? linked(one.page, one.title) : safe(one.title)}: ${one.files.map(file => failed.has(file.name) ? `${safe(file.name)} (not in this pack)` : linked(file.path, file.name)).join(", ")}</li>`;
    const group = one => `<h2>${one.page ? linked(one.page, one.title) : safe(one.title)}</h2>\n<ul>\n${one.items.map(line).join("\n")}\n</ul>`;
    return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>My pack: ${safe(whose)}</title>
<style>${STYLE}</style>
<main>
<h1>My pack</h1>
<p>From: ${linked(site, whose)}<br>Release: ${safe(about.release)} of ${safe(about.released)}<br>Packed: ${safe(day)}<br>The same choice again: ${linked(address, "my pack on the site")}</p>
<p>${safe(about.notice)}</p>
${failed.size ? `<p><strong>Not in this pack:</strong> ${[...failed].map(([name, why]) => `${safe(name)} (${safe(why)})`).join(", ")}. Take each from its page.</p>\n` : ""}${groups.map(group).join("\n")}
</main>
</html>
`;
  }

  /* ---------- The page ---------- */
  const page = document.querySelector(".hb-pack");
  if (page) location.protocol === "file:" ? refuse() : start();

  function refuse() {
    const words = "This page was opened from a folder. A browser does not let it read other files there, so it cannot make a zip. Take each file from its link below. Each play lies in the folder of its playbook, and all documents lie in ";
    page.prepend(make("p", { className: "hb-apart" }, words, make("code", { textContent: "documents/files" }), "."));
  }

  function start() {
    const chosen = new Set();
    const boxes = [];
    let sizes = {}, gone = [];

    const status = make("p", { className: "hb-pack-status" });
    status.setAttribute("role", "status");
    const download = make("button", { type: "submit", className: "hb-pack-download", textContent: "Download as one zip" });
    const none = make("button", { type: "button", textContent: "Clear" });
    const form = make("form", { className: "hb-pack-form" });
    form.setAttribute("aria-label", "Choose plays and documents");
    form.addEventListener("submit", event => {
      event.preventDefault();
      pack();
    });

    /* A play's own text has the play's id, which names its playbook; a document stands under each play that leaves it. */
    const root = new URL("../../", location.href).href;
    const isPlay = id => id.includes("/");
    const entries = all("[data-item]", page).map(item => ({ item, id: item.dataset.item, title: name(item), page: item.querySelector("a:not([download])")?.href ?? "",
      files: all("a[download]", item).map(link => file(item.dataset.item, link)) }));
    const items = new Map(entries.map(one => [one.id, one]));
    const known = ids => [...new Set(ids)].filter(id => items.has(id));
    const files = () => [...chosen].flatMap(id => items.get(id).files);

    function file(id, link) {
      const name = isPlay(id) ? `${id}.md` : link.download;
      return { name, path: `${isPlay(id) ? "plays" : "documents"}/${name}`, address: link.href, published: link.href.slice(root.length) };
    }
    function name(item) { return item.querySelector(".hb-pack-name").textContent; }
    /* What belongs to a part of the page: what stands in it, and what its links lead to. */
    function members(part) {
      const links = all('a[href^="#add-"]', part).map(link => document.getElementById(link.hash.slice(1))).filter(Boolean);
      return known([part, ...links].flatMap(one => all("[data-item]", one)).map(item => item.dataset.item));
    }

    /* A box for some at once; half when only some of them are chosen. */
    function box(ids, words) {
      const input = make("input", { type: "checkbox" });
      input.addEventListener("change", () => {
        for (const id of ids) input.checked ? chosen.add(id) : chosen.delete(id);
        changed();
      });
      boxes.push({ input, ids });
      return make("label", {}, input, " ", words);
    }
    function fieldset(list, heading, ...between) {
      const field = make("fieldset", {}, make("legend", {}, heading), ...between);
      list.before(field);
      field.append(list);
    }
    function whole(play) {
      const ids = members(play);
      const words = [ids.some(isPlay) && "the play itself", documents(ids)].filter(Boolean).join(" and ");
      return ids.length > 1 ? [make("p", { className: "hb-pack-all" }, box(ids, `${ids.length > 2 ? `All ${ids.length}` : "Both"}: ${words}`))] : [];
    }

    function build() {
      for (const { item, id, title } of entries) item.querySelector(".hb-pack-name").replaceChildren(box([id], title));
      for (const item of all(".hb-pack-wholes > li", page)) item.querySelector(".hb-pack-name").replaceChildren(box(members(item), name(item)));
      fieldset(page.querySelector(".hb-pack-wholes"), page.querySelector("h2"));
      for (const play of all(".hb-pack-play", page)) fieldset(play.querySelector("ul"), play.querySelector("h3"), ...whole(play));
      page.before(form);
      form.append(make("p", { textContent: "Tick what you need, then download it. Enter, in any box, downloads too." }), page, make("div", { className: "hb-pack-bar" }, status, download, none));
      none.addEventListener("click", () => { chosen.clear(); changed(); });
    }

    /* ---------- What is chosen, in words and in the address ---------- */
    const count = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;
    const documents = ids => count(ids.filter(id => !isPlay(id)).length, "document");
    const kinds = ids => {
      const plays = ids.filter(isPlay).length;
      return [plays && count(plays, "play"), ids.length > plays && documents(ids)].filter(Boolean).join(" and ");
    };
    const kilobytes = bytes => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
    const amount = () => {
      const wanted = files(), bytes = total(wanted, file => sizes[file.published] ?? NaN);
      return count(wanted.length, "file") + (bytes ? `, ${kilobytes(bytes)}` : "");
    };
    function show() {
      for (const { input, ids } of boxes) {
        const some = ids.filter(id => chosen.has(id)).length;
        input.checked = some > 0 && some === ids.length;
        input.indeterminate = some > 0 && some < ids.length;
      }
      const lost = gone.length ? ` ${kinds(gone)} in this address ${gone.length === 1 ? "is" : "are"} not in the handbook any more.` : "";
      status.textContent = (chosen.size ? `${kinds([...chosen])} chosen: ${amount()}.` : "Nothing chosen yet.") + lost;
    }
    function changed() {
      gone = [];
      history.replaceState(null, "", location.pathname + location.search + (chosen.size ? `#pick=${[...chosen].sort().join(",")}` : ""));
      show();
    }
    /* A choice in the address, or the part of the page that a link adds. */
    function read() {
      if (location.hash.startsWith("#pick=")) {
        const named = [...new Set(location.hash.slice(6).split(",").filter(Boolean))];
        const ids = known(named);
        chosen.clear();
        for (const id of ids) chosen.add(id);
        gone = named.filter(id => !items.has(id));
        return show();
      }
      const part = location.hash.startsWith("#add-") && document.getElementById(location.hash.slice(1));
      if (!part) return show();
      for (const id of members(part)) chosen.add(id);
      changed();
      part.scrollIntoView({ block: "center" });
      part.querySelector("input").focus({ preventScroll: true });
    }

    /* ---------- Making it ---------- */
    async function fetched(file) {
      try {
        const answer = await fetch(file.address);
        return answer.ok ? { file, bytes: new Uint8Array(await answer.arrayBuffer()) } : { file, why: `the site answered ${answer.status}` };
      } catch (error) { return { file, why: "no answer" }; /* told by name, and the rest is packed */ }
    }
    function groups() {
      const left = new Set(chosen);
      const found = all(".hb-pack-play", page).map(play => {
        const own = members(play).filter(id => left.delete(id));
        const link = play.querySelector("h3 a:not(.headerlink)");
        return { title: link ? link.textContent : "Other documents", page: link ? link.href : "", items: own.map(id => items.get(id)) };
      });
      return found.filter(one => one.items.length);
    }
    let busy = false;
    async function pack() {
      if (busy) return;
      if (!chosen.size) { status.textContent = "Nothing chosen yet. Tick a play or a document first."; return; }
      busy = true;
      const parts = groups(), about = page.dataset, day = new Date(), address = location.href;
      status.textContent = `Fetching ${amount()} …`;
      const results = await Promise.all(parts.flatMap(one => one.items).flatMap(one => one.files).map(fetched));
      const failed = new Map(results.filter(one => one.why).map(one => [one.file.name, one.why]));
      busy = false;
      if (failed.size === results.length) { status.textContent = `No zip was made: ${told(failed)}. Try again, or take the files from their links.`; return; }
      const words = day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
      const index = contents({ about, address, site: root, day: words, groups: parts, failed });
      const inside = [{ name: "index.html", bytes: new TextEncoder().encode(index) }, ...results.filter(one => one.bytes).map(one => ({ name: one.file.path, bytes: one.bytes }))];
      save(zip(inside.map(one => ({ ...one, name: `${about.name}/${one.name}` })), day), `${about.name}.zip`);
      const made = `${about.name}.zip is made: ${count(inside.length - 1, "file")} and an index.`;
      status.textContent = failed.size ? `${made} Not in it: ${told(failed)}.` : made;
    }
    const told = failed => [...failed].map(([file, why]) => `${file} (${why})`).join(", ");
    function save(blob, file) {
      const link = make("a", { href: URL.createObjectURL(blob), download: file });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }

    build();
    read();
    addEventListener("hashchange", () => location.hash.startsWith("#pick=") && read());
    fetch(`${root}documents/files/sizes.json`).then(answer => answer.ok ? answer.json() : {}).then(found => { sizes = found; show(); }, () => { /* without sizes, the number of files is told */ });
  }

  return { zip, crc32, contents };
})();
