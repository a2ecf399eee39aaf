"""Static files come whole, are kept by browsers, and say nothing of the machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import StreamingHttpResponse
from django.templatetags.static import static
from django.test import Client


@pytest.fixture
def style() -> str:
    return static("ui/almoner.css")


def test_a_file_is_one_answer(client: Client, style: str) -> None:
    answer = client.get(style)
    assert (answer.status_code, answer["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert not isinstance(answer, StreamingHttpResponse)
    assert answer.content == Path(finders.find("ui/almoner.css")).read_bytes()


def test_a_part_of_a_file_and_its_head_alone_can_be_asked_for(client: Client, style: str) -> None:
    part = client.get(style, headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)
    head = client.head(style)
    assert (head.status_code, head.content) == (200, b"")


def test_a_file_that_a_browser_has_is_not_sent_again(client: Client, style: str) -> None:
    known = client.get(style)
    again = client.get(style, headers={"If-Modified-Since": known["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")
