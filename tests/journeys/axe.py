"""What axe finds on a page, of every severity. What it leaves open about contrast is decided by calculation."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

FOLDER = Path(os.environ.get("AXE", settings.BASE_DIR / "var" / "axe"))
NEWEST = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
"""The axe that `make system-large` installs. Without it, the one of the Python package is used."""

# For each element: the ratio of its letters to what is behind them, where that is less than WCAG 1.4.3 asks. Each
# colour is laid over the ones below it by its alpha. A picture behind letters cannot be decided.
CONTRAST = """(selectors) => {
  const parts = (colour) => {
    const [r, g, b, a = 1] = colour.match(/^rgba?\\((.*)\\)$/)[1].split(/[ ,/]+/).map(Number);
    return [r, g, b, a]; };
  const over = (top, below) => { const alpha = top[3] + below[3] * (1 - top[3]);
    return [0, 1, 2].map((n) => alpha && (top[n] * top[3] + below[n] * below[3] * (1 - top[3])) / alpha)
      .concat(alpha); };
  const luminance = (colour) => colour.slice(0, 3).map((part) => part / 255)
    .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, n) => sum + part * [.2126, .7152, .0722][n], 0);
  const ratio = (one, other) => { const [low, high] = [one, other].map(luminance).sort((a, b) => a - b);
    return (high + .05) / (low + .05); };
  const around = (element) => element ? [element, ...around(element.parentElement)] : [];
  return selectors.flatMap((selector) => {
    const element = document.querySelector(selector);
    const style = getComputedStyle(element), all = around(element).map((one) => getComputedStyle(one));
    if (all.some((one) => one.backgroundImage !== 'none')) return [selector + ': a picture behind the text'];
    const opacity = all.reduce((product, one) => product * one.opacity, 1);
    const behind = all.map((one) => parts(one.backgroundColor)).concat([[255, 255, 255, 1]]).reduce(over);
    const [r, g, b, alpha] = parts(style.color);
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5;
    const contrast = ratio(over([r, g, b, alpha * opacity], behind), behind);
    return contrast < least ? [`${selector}: ${contrast.toFixed(2)} to 1`] : [];
  });
}"""


def axe() -> Axe:
    """The newest axe that is installed."""
    return Axe.from_file(NEWEST) if NEWEST.exists() else Axe()


def faults(page: Page) -> list[str]:
    """Each finding with the first element it is about, and each text whose contrast is calculated as too low."""
    results = axe().run(page, options={"resultTypes": ["violations", "incomplete"]}).response
    faint = [
        node["target"][0]
        for undecided in results["incomplete"]
        if undecided["id"] == "color-contrast"
        for node in undecided["nodes"]
    ]
    findings = [f"{finding['id']}: {finding['nodes'][0]['html'][:120]}" for finding in results["violations"]]
    return findings + page.evaluate(CONTRAST, faint)
