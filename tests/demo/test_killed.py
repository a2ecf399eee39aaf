"""Web process and worker killed in the middle of their work: what was acknowledged is there, and nothing went twice."""

from __future__ import annotations

import http.cookiejar
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from tests.bootstrap.conftest import lived_in, make_house, model_house  # noqa: F401 - fixtures of houses
from tests.bootstrap.house import House
from tests.engines import free_port

PROGRAM = str(Path(__file__).with_name("killed.py"))
REQUESTS, ACTS, KILLED_AT = 30, 20, 9
PATIENCE = 100


class Browser:
    """Somebody at the desk, whose page sends the same key again when no answer came."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, http.cookiejar.CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def post(self, path: str, fields: dict[str, str]) -> str:
        token = next((cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken"), "")
        body = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        with self.opener.open(self.address + path, body, timeout=PATIENCE) as answer:
            return str(answer.url)

    def open(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())


@contextmanager
def process(house: House, command: str) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen([sys.executable, "-m", "almoner.cli", command], env=house.surroundings)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def until_it_answers(browser: Browser) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            browser.open("/rehearsal/")
        except URLError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


def take_contact(browser: Browser, number: int) -> None:
    fields = {"channel": "call", "direction": "in", "asked": f"act {number}", "key": f"key-{number}"}
    assert re.search(r"/desk/contacts/[0-9a-f-]{36}/", browser.post("/desk/contacts/take/", fields))


@pytest.mark.faults
def test_F1_killed_in_the_middle_nothing_acknowledged_is_lost_and_nothing_goes_twice(lived_in: House) -> None:  # noqa: F811
    prepared = lived_in.run(PROGRAM, "prepare", str(REQUESTS))
    assert prepared.returncode == 0, prepared.stderr
    port = free_port()
    lived_in.settings["ALMONER_PORT"] = str(port)
    browser = Browser(f"http://127.0.0.1:{port}")
    done = 0
    with process(lived_in, "web") as web, process(lived_in, "work") as worker:
        until_it_answers(browser)
        browser.post("/rehearsal/step-in/", {"key": "agent"})
        while done < ACTS:
            if done == KILLED_AT:
                for one in (web, worker):
                    threading.Timer(0.01, one.kill).start()
            try:
                take_contact(browser, done)
            except (URLError, ConnectionError):
                break  # no answer came
            done += 1
    assert KILLED_AT <= done < ACTS
    with process(lived_in, "web"):
        until_it_answers(browser)
        for number in range(done, ACTS):
            take_contact(browser, number)  # the first of them with the same key again, as the page sends it
    told = json.loads(lived_in.run(PROGRAM, "finish").stdout)
    assert told["acts"] == {f"act {number}": 1 for number in range(ACTS)}
    assert set(told["states"]) <= {"sent", "delivered", "withdrawn"}
    assert told["keys"] == 1
    assert told["broken"] == []
