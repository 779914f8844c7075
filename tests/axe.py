"""axe in an open page: the rules of WCAG 2.2 AA and of good practice. The contrast of one look of text is worked out once, not on every page."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Literal

from playwright.sync_api import BrowserContext, Page

# Contrast is judged where the test marks a look of text. A link in a text must be underlined or the like: axe would also take one that
# differs by enough contrast, and working that out for every link was half of the cost of a page.
RULES = """axe.configure({ rules: [
  { id: "color-contrast", selector: "[data-axe-look]" }, { id: "link-in-text-block", any: ["link-in-text-block-style"] },
] });"""
SOURCE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8") + RULES
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
DESK, PHONE = 1366, 320
ROOM = ("target-size", "scrollable-region-focusable")  # what may hold in a wide window and fail in a narrow one

_RUN = """async ({ tags, rules, judged }) => {
  document.body.getBoundingClientRect();
  for (const change of document.getAnimations()) change.cancel();  // a colour half-way to the next is no look
  const grounds = new Map();
  const ground = element => {  // all that lies behind a text: its own boxes and those around it
    if (!element) return "";
    if (!grounds.has(element)) {
      const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity, filter].join(" ").replace("rgba(0, 0, 0, 0) none 1 none", "");
      const around = ground(element.parentElement);
      grounds.set(element, own ? `${around}/${own}` : around);
    }
    return grounds.get(element);
  };
  const looks = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    const text = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!(text || element.matches("input, select, textarea")) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const look = [color, fontSize, fontWeight, textShadow, ground(element)].join(" ");
    if (!judged.includes(look) && !looks.has(look)) looks.set(look, element);
  }
  const named = rules === null ? null : looks.size ? [...rules, "color-contrast"] : rules;
  if (named && !named.length) return { faults: [], looks: [] };
  for (const element of looks.values()) element.dataset.axeLook = "";
  const runOnly = named ? { type: "rule", values: named } : { type: "tag", values: tags };
  const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  const told = ({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary.replace(/\\s+/g, " ")}`;
  const there = [...looks].filter(([, element]) => element.isConnected);  // a list that is still being filled may drop an element
  for (const element of looks.values()) delete element.dataset.axeLook;
  return { faults: violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${told(node)}`)), looks: there.map(([look]) => look) };
}"""

_HOLD = """scheme => {
  const hold = () => { if (document.body.dataset.mdColorScheme !== window.axeScheme) document.body.dataset.mdColorScheme = window.axeScheme; };
  if (!window.axeScheme) new MutationObserver(hold).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  window.axeScheme = scheme;
  hold();
}"""


class Axe:
    """axe, with the looks of text that it judged. Its pages must come from a context in which `ready` was called."""

    def __init__(self) -> None:
        self.judged: list[str] = []

    def ready(self, context: BrowserContext) -> None:
        """Have axe in every page of the context, whatever policy the page has."""
        context.add_init_script(SOURCE)

    def faults(self, page: Page, rules: Sequence[str] | None = None) -> list[str]:
        """What is wrong in the page as it stands: by every rule or by those named, and the contrast of looks not judged before."""
        found = page.evaluate(_RUN, {"tags": TAGS, "rules": None if rules is None else list(rules), "judged": self.judged})
        self.judged += found["looks"]
        return [f"{page.url}: {fault}" for fault in found["faults"]]

    def everywhere(self, page: Page) -> list[str]:
        """What is wrong in the page as it stands, light and dark, on a desk and on a phone. So is a page that scrolls sideways."""
        found = []
        states: list[tuple[int, Sequence[str] | None]] = [(DESK, None), (PHONE, ROOM)]
        if page.viewport_size and page.viewport_size["width"] == PHONE:
            states.reverse()
        for width, rules in states:
            widen(page, width)
            found += self.faults(page, rules)
            turn(page)
            found += self.faults(page, ())
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{page.url}: scrolls sideways at {width} px")
        return found


def widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")  # boxes learn that they scroll


def turn(page: Page) -> None:
    """Show the page, and those that follow, in the other colours, and hold them: the theme's script sets its own again when the system's change."""
    dark = page.evaluate("document.body.dataset.mdColorScheme === 'slate'")
    page.emulate_media(color_scheme=SCHEMES[not dark])
    page.evaluate(_HOLD, "default" if dark else "slate")
