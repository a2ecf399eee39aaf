"""How the tests look at pages: a real browser, somebody before it, and what must hold of every page they see."""

from __future__ import annotations

import atexit
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright

CHROMIUM: Final = "/usr/bin/chromium-headless-shell"
"""The engine without a desktop around it, which took as long again for each window that was opened."""
FLAGS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FAULTS_ONLY: Final = {"preload": False, "resultTypes": ["violations"]}
"""For axe: nothing is worked out about what is well, which took it more than half of its time."""
ALL_BUT_CONTRAST: Final = {**FAULTS_ONLY, "rules": {"color-contrast": {"enabled": False}}}
CONTRAST: Final = """(options) => {
  const nothing = "rgba(0, 0, 0, 0),none,1,none", firsts = new Map(), grounds = new Map();
  const ground = (element) => {
    if (!element) return "";
    if (!grounds.has(element)) {
      const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity, filter].join();
      grounds.set(element, (own === nothing ? "" : own) + ground(element.parentElement));
    }
    return grounds.get(element);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!words && !element.matches("input, select, textarea") || !element.checkVisibility()) continue;
    const { color, fontSize, fontWeight, textShadow, position } = getComputedStyle(element);
    const look = `${color} ${fontSize} ${fontWeight} ${textShadow} ${position} ${element.disabled} ${ground(element)}`;
    if (!firsts.has(look)) firsts.set(look, element);
  }
  const runOnly = { type: "rule", values: ["color-contrast"] };
  return firsts.size ? axe.run({ include: [...firsts.values()] }, { ...options, runOnly }) : { violations: [] };
}"""
"""Axe's rule of contrast, which took it three quarters of its time, for the first of all words that have the same
colour, size and weight on the same grounds."""
OVER: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHAPE: Final = """() => {
  const places = new Map(), told = new Set();
  for (const each of document.querySelectorAll("*")) {
    const names = each.getAttributeNames().filter((name) => name !== "style").join();
    const blank = each.textContent.trim() ? "" : "blank";
    const place = `${places.get(each.parentElement) ?? ""}>${each.tagName}.${each.className}[${names}]${blank}`;
    places.set(each, place);
    told.add(place);
  }
  const { lang, dir, dataset } = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return [innerWidth, lang, dir, dataset.theme, dark, ...[...told].sort()].join("\\n");
}"""
LEADS_ON: Final = 3
_looked_at: set[bytes] = set()
Opener = Callable[..., "Visitor"]


@dataclass
class Visitor:
    """Somebody before a browser of their own. `scripts` says whether pages may run theirs."""

    page: Page
    base: str
    scripts: bool

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")
        self.looks()

    def follows(self, name: str, *, within: Locator | None = None, exact: bool = False) -> None:
        (within or self.page).get_by_role("link", name=name, exact=exact).first.click()
        self.looks()

    def presses(self, name: str, *, within: Locator | None = None, exact: bool = False) -> None:
        (within or self.page.locator("main")).get_by_role("button", name=name, exact=exact).first.click()
        self.looks()

    def writes(self, **answers: str) -> None:
        """Into the fields with these labels, `_` standing for a space."""
        for label, answer in answers.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).fill(answer)

    def ticks(self, label: str, *, exact: bool = False) -> None:
        self.page.get_by_label(label, exact=exact).first.check(force=True)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible()

    def looks(self) -> None:
        looks(self.page, scripts=self.scripts)


def looks(page: Page, *, scripts: bool) -> None:
    """Axe finds nothing, and nothing sticks out sideways. Both are scripts, and look only where scripts run."""
    if not scripts or _is_known(page):
        return
    found = _settled(page, lambda: _violations(page))
    faults = [(one["id"], node["html"], node["failureSummary"]) for one in found for node in one["nodes"]]
    assert not faults, f"{page.url}: {faults}"
    over = _settled(page, lambda: page.evaluate(OVER))
    assert over <= 0, f"{page.url} sticks out by {over} px"


def _violations(page: Page) -> list[Any]:
    found: list[Any] = Axe().run(page, options=ALL_BUT_CONTRAST).response["violations"]
    return [*found, *page.evaluate(CONTRAST, FAULTS_ONLY)["violations"]]


def _is_known(page: Page) -> bool:
    """Whether a page of the same elements in the same places, as wide and in the same colours, was looked at before.
    What it says may differ, and how often a row comes."""
    shape = hashlib.sha256(_settled(page, lambda: page.evaluate(SHAPE)).encode()).digest()
    known = shape in _looked_at
    _looked_at.add(shape)
    return known


def _settled(page: Page, look: Callable[[], Any]) -> Any:
    """What `look` finds on a page that is no longer on its way to the next: a click may only have begun to lead on."""
    for _ in range(LEADS_ON):
        page.wait_for_load_state()
        try:
            return look()
        except Error as trouble:
            if "navigation" not in str(trouble):
                raise
    return look()


@cache
def chromium() -> Browser:
    """One browser for all tests of a process: to start one takes as long as many a test. Who looks at pages has a
    `window` of their own in it, where nothing is left of the one before."""
    # The driver leaves a loop of its own running in this thread; Django would take all that follows for a part of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@contextmanager
def window(*, width: int, height: int = 844, scripts: bool = True, cookies: Any = ()) -> Iterator[Page]:
    """A page that shares nothing with any other. It is closed with the block, before the database is wiped."""
    context = chromium().new_context(
        viewport={"width": width, "height": height}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    try:
        context.add_cookies(cookies)
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def browsing(live_server: Any, *, scripts: bool = True, width: int = 1280) -> Iterator[Opener]:
    """Open windows, each for somebody: `opened(client)` for who is signed in there, `opened()` for a stranger."""
    with ExitStack() as windows:

        def opened(signed_in: Client | None = None, *, path: str = "/", width: int = width) -> Visitor:
            cookies = []
            if signed_in:
                session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
                cookies = [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            page = windows.enter_context(window(width=width, scripts=scripts, cookies=cookies))
            visitor = Visitor(page, live_server.url, scripts)
            visitor.goes_to(path)
            return visitor

        yield opened
