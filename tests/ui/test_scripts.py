"""What the small scripts add, in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route
from pytest_django.live_server_helper import LiveServer
from tests.ui.browsing import window

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@contextmanager
def gallery(server: LiveServer) -> Iterator[Page]:
    """The gallery with a clock that the test moves."""
    with window(width=1280) as page:
        page.clock.install()
        page.goto(f"{server.url}/gallery/")
        yield page


def add(page: Page, html: str) -> None:
    """Put `html` at the end of the page, as a swap does."""
    page.evaluate(
        """(html) => {
            const main = document.querySelector("main");
            main.insertAdjacentHTML("beforeend", html);
            main.dispatchEvent(new CustomEvent("almoner:swapped", { bubbles: true }));
        }""",
        html,
    )


def stream(text: str) -> object:
    """Answers a request for events once; later attempts to connect again are let hang."""
    answered: list[bool] = []

    def answer(route: Route) -> None:
        if not answered:
            answered.append(True)
            route.fulfill(content_type="text/event-stream", body=text)

    return answer


def test_a_live_region_takes_the_partial_that_an_event_carries(live_server: LiveServer) -> None:
    with gallery(live_server) as page:
        page.route("**/board/events", stream("event: html\ndata: <p id='row'>Seven are waiting</p>\n\n"))
        add(page, '<div data-live-url="/board/events"><p>Old</p></div>')
        page.locator("#row").wait_for()
        assert page.locator("[data-live-url]").inner_text() == "Seven are waiting"
        assert page.locator("p[data-live-note]").get_attribute("class") == "live-note live-on"


def test_a_live_region_fetches_the_same_partial_when_told_of_a_change(live_server: LiveServer) -> None:
    asked: list[str] = []

    def board(route: Route) -> None:
        asked.append(route.request.headers.get("hx-request", ""))
        route.fulfill(content_type="text/html", body="<p id='row'>Eight</p>")

    with gallery(live_server) as page:
        page.route("**/board/events", stream("event: changed\ndata: 1\n\n"))
        page.route("**/board/", board)
        add(page, '<div data-live-url="/board/events" data-live-from="/board/"><p>Old</p></div>')
        page.locator("#row").wait_for()
    assert asked == ["true"]


def test_a_connection_that_stays_lost_is_said(live_server: LiveServer) -> None:
    with gallery(live_server) as page:
        page.route("**/board/events", lambda route: route.abort())
        add(page, '<div data-live-url="/board/events"></div>')
        page.wait_for_timeout(300)
        page.clock.run_for(30_000)
        assert "not live since" in page.locator("p[data-live-note]").inner_text()


def test_a_time_that_is_kept_counts_down_and_ends(live_server: LiveServer) -> None:
    with gallery(live_server) as page:
        kept = '<p data-hold="65" data-hold-over="Over"><b data-hold-left></b></p>'
        add(page, f'<form id="booking">{kept}<button>Book</button></form>')
        page.clock.run_for(5_000)
        assert page.locator("#booking b").inner_text() == "1:00"
        page.clock.run_for(61_000)
        assert page.locator("#booking p").inner_text() == "Over"
        assert page.locator("#booking button").is_disabled()


def test_minutes_stay_true_while_a_page_is_open(live_server: LiveServer) -> None:
    with gallery(live_server) as page:
        page.clock.run_for(121_000)
        assert page.locator(".promise-due .promise-time").first.inner_text() == "10 minutes left"


def test_a_form_is_sent_once_however_often_it_is_pressed(live_server: LiveServer) -> None:
    with gallery(live_server) as page:
        add(page, '<form id="once" data-once method="post" action="/sent"><button>Send</button></form>')
        sent = page.evaluate(
            """() => {
                const form = document.querySelector("#once");
                let let_through = 0;
                window.addEventListener("submit", (event) => {
                    if (!event.defaultPrevented) let_through += 1;
                    event.preventDefault();
                });
                for (let press = 0; press < 3; press += 1) form.requestSubmit();
                return let_through;
            }"""
        )
    assert sent == 1


def test_a_reference_can_be_copied(live_server: LiveServer) -> None:
    with gallery(live_server) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("[data-copy]").first.click()
        page.get_by_text("Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == "P-7K2M"
