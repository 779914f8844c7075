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
