"""The gallery renders, and is clean for those who cannot see it, in every light, direction, density and width."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.ui.browsing import FAULTS_ONLY, window

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("density", ["patient", "staff"])
def test_the_gallery_is_drawn_in_both_densities(client: Client, density: str) -> None:
    answer = client.get("/gallery/", {"density": density})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'class="density-{density}"' in html
    assert html.count('<article class="promise ') == 6


def test_the_gallery_can_be_turned_and_darkened(client: Client) -> None:
    html = client.get("/gallery/", {"dir": "rtl", "theme": "dark"}).content.decode()
    assert '<html lang="en" dir="rtl" data-theme="dark">' in html


def test_what_is_asked_for_but_unknown_is_left_alone(client: Client) -> None:
    html = client.get("/gallery/", {"dir": "up", "theme": "pink"}).content.decode()
    assert '<html lang="en" dir="ltr" data-theme="auto">' in html


def test_the_choice_of_colours_is_kept_in_a_cookie(client: Client) -> None:
    answer = client.post("/gallery/theme/", {"theme": "dark", "next": "/gallery/?density=staff"})
    assert (answer.status_code, answer["Location"]) == (302, "/gallery/?density=staff")
    assert 'data-theme="dark"' in client.get("/gallery/").content.decode()


def test_an_unknown_choice_of_colours_changes_nothing(client: Client) -> None:
    answer = client.post("/gallery/theme/", {"theme": "pink"})
    assert (answer["Location"], dict(answer.cookies)) == ("/", {})


def test_the_way_back_never_leads_to_another_site(client: Client) -> None:
    assert client.post("/gallery/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})["Location"] == "/"


def test_the_language_switch_turns_the_page(client: Client) -> None:
    client.post("/gallery/language/", {"language": "ar", "next": "/gallery/"})
    assert '<html lang="ar" dir="rtl"' in client.get("/gallery/").content.decode()


def test_the_page_without_a_connection_needs_nothing_else(client: Client) -> None:
    html = client.get("/gallery/offline/").content.decode()
    assert "There is no connection just now" in html
    assert "<form" not in html


RULES = FAULTS_ONLY | {"rules": {"target-size": {"enabled": True}}}


@contextmanager
def opened(address: str, *, width: int) -> Iterator[tuple[Page, list[str]]]:
    """A page in a real browser, and what the browser complained about."""
    complaints: list[str] = []
    with window(width=width, height=900) as page:
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        yield page, complaints


LOOKS = [
    ("patient", "light", "ltr", 390),
    ("patient", "dark", "rtl", 1280),
    ("staff", "light", "rtl", 390),
    ("staff", "dark", "ltr", 1280),
]
"""So chosen that any two of density, colours and direction meet in every way."""


@pytest.mark.browser
@pytest.mark.parametrize(("density", "theme", "direction", "width"), LOOKS)
def test_the_gallery_is_accessible(
    live_server: LiveServer, density: str, theme: str, direction: str, width: int
) -> None:
    """Axe looks at one width, and nothing runs off the page at either."""
    address = f"{live_server.url}/gallery/?density={density}&theme={theme}&dir={direction}"
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with opened(address, width=width) as (page, complaints):
        page.evaluate("document.querySelectorAll('details').forEach((element) => (element.open = true))")
        found = Axe().run(page, options=RULES).response["violations"]
        runs_off = [page.evaluate(over)]
        page.set_viewport_size({"width": {390: 1280, 1280: 390}[width], "height": 900})
        runs_off.append(page.evaluate(over))
    assert [(rule["id"], node["html"], node["failureSummary"]) for rule in found for node in rule["nodes"]] == []
    assert (runs_off, complaints) == ([0, 0], [])


@pytest.mark.browser
def test_nothing_runs_off_a_very_narrow_page(live_server: LiveServer) -> None:
    with opened(f"{live_server.url}/gallery/", width=320) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.browser
def test_the_colours_change_at_once_and_stay(live_server: LiveServer) -> None:
    with opened(f"{live_server.url}/gallery/", width=1280) as (page, complaints):
        with page.expect_response("**/gallery/theme/"):
            page.get_by_role("button", name="Dark colours").click()
        assert page.locator("html").get_attribute("data-theme") == "dark"
        page.reload()
        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert complaints == []


@pytest.mark.browser
def test_keys_of_a_staff_page_are_listed_and_lead_on(live_server: LiveServer) -> None:
    with opened(f"{live_server.url}/gallery/?density=staff", width=1280) as (page, _):
        page.keyboard.press("?")
        assert page.locator("dialog.keys-list kbd").first.inner_text() == "/"
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"
