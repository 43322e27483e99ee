"""What is wrong with a page that is open: accessibility rules broken, sideways scrolling."""

import json
from collections import Counter
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

# WCAG 2.2 asks for targets of 24 px at least; axe leaves that rule off unless it is named.
_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_SHOWN = 4

_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const wide = [...document.body.querySelectorAll("*")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.right > width + 1 && !e.closest(".scroll, [data-scroll]");
  });
  const name = (e) => e.tagName.toLowerCase() + (e.className ? "." + e.className : "");
  return [document.documentElement.scrollWidth, wide.slice(-3).map(name)];
}"""


def broken_rules(page: Page) -> list[str]:
    """One line for each axe violation: rule, places, why."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run({json.dumps(_OPTIONS)})")
    return [_line(violation) for violation in found["violations"]]


def _line(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    places = "; ".join(" ".join(map(str, node["target"])) for node in nodes[:_SHOWN])
    more = f" and {len(nodes) - _SHOWN} more" if len(nodes) > _SHOWN else ""
    why = nodes[0].get("failureSummary", "").split("\n")[-1].strip()
    return f"{violation['id']} at {places}{more} ({why})"


def sideways(page: Page) -> list[str]:
    """Whether the page is wider than the window, and what makes it so."""
    found = page.evaluate(_WIDE)
    return [f"scrolls sideways: {found[0]} px wide, by {', '.join(found[1])}"] if found else []


def keys_claimed_twice(page: Page) -> list[str]:
    """Shortcut keys that two things of the page want, of which only the first would get it."""
    found = page.evaluate("[...document.querySelectorAll('[data-key]')].map(e => e.dataset.key)")
    return [f"{key} is claimed by {n}" for key, n in Counter(found).items() if n > 1]


def ids_given_twice(page: Page) -> list[str]:
    """Ids that two elements share: a label or a link finds only the first."""
    found = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    return [f"id {name} is given to {n}" for name, n in Counter(found).items() if n > 1]
