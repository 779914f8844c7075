/* Material's two inline scripts, in a file: its storage by site, and the colours before the first paint. */
var __md_scope = new URL(document.currentScript.dataset.base, location);
var __md_hash = text => [...text].reduce((hash, sign) => (hash << 5) - hash + sign.charCodeAt(0), 0);
var __md_get = (key, store = localStorage, scope = __md_scope) => {
  try { return JSON.parse(store.getItem(scope.pathname + "." + key)); } catch (error) { return null; }
};
var __md_set = (key, value, store = localStorage, scope = __md_scope) => {
  try { store.setItem(scope.pathname + "." + key, JSON.stringify(value)); } catch (error) { /* private windows */ }
};
(() => {
  const kept = __md_get("__palette");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.add("hb-js");
  document.body.dataset.mdColorScheme = kept && kept.color ? kept.color.scheme : dark ? "slate" : "default";
})();

/* From a folder, a link to a folder must name the page in it: a browser would list its files. Results of search and tools are such links. */
if (location.protocol === "file:") {
  const name = event => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link && link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  };
  addEventListener("click", name, true);
  addEventListener("auxclick", name, true);
}

/* Search from a folder, where browsers allow no workers: this stands in for one. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) { super(); this.address = new URL(address, location); }
    load(path) {
      return new Promise((done, failed) => {
        const script = document.createElement("script");
        Object.assign(script, { src: new URL(path, this.address), onload: done, onerror: failed });
        document.head.append(script);
      });
    }
    async start() {
      await this.load("search.js");
      this.index = new hbSearch.Index();
      window.hbSearchData = part => this.index.add(part);
      await this.load("../search/main.js");
      await this.load("../search/answers.js");
    }
    async postMessage({ type, data }) {
      if (type === 0) return this.tell({ type: 1 });
      if (type !== 2) return;
      if (data.trim()) await (this.started ??= this.start());
      this.tell({ type: 3, data: this.index ? hbSearch.answered(this.index, data) : { items: [], suggest: [] } });
    }
    tell(data) { this.dispatchEvent(new MessageEvent("message", { data })); }
    terminate() {}
  };
}
