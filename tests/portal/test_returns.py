"""Coming back by oneself, on the person's page and at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.aftercare.home import Home, after, at, home
from tests.aftercare.test_returns import terms
from tests.cast import signed_in
from tests.console.reading import words
from tests.visits.hospital import hospital

from almoner.aftercare import actions
from almoner.aftercare.models import OpenReturn
from almoner.aftercare.returns_work import look_after_returns

__all__ = ["home", "hospital"]
PAGE = "/aftercare/"
Browser = Callable[[str], Client]


@pytest.fixture
def way_back(home: Home) -> OpenReturn:
    return actions.open_return(person=home.cast.maya, terms=terms(home), by=home.cast.doctor)


@pytest.fixture
def as_(home: Home) -> Browser:
    def browser(name: str) -> Client:
        who = getattr(home.cast, f"{name}_staff", None) or getattr(home.cast, name)
        return signed_in(who)

    return browser


def act(way_back: OpenReturn, deed: str) -> str:
    return f"/aftercare/come-back/{way_back.id}/{deed}/"


def test_FUP_9_person_reads_what_to_watch_for_and_asks(home: Home, way_back: OpenReturn, as_: Browser) -> None:
    maya = as_("maya")
    shown = words(maya.get(PAGE))
    assert "Swelling of the knee" in shown
    assert "020 7946 0100" in shown
    assert "You are seen by Monday 30 November" in words(maya.post(act(way_back, "ask"), {"words": ""}, follow=True))


def test_FUP_9_words_of_danger_lead_on(home: Home, way_back: OpenReturn, as_: Browser) -> None:
    answer = as_("maya").post(act(way_back, "ask"), {"words": "I have crushing chest pain and cannot breathe"})
    assert answer.status_code == 302
    assert "/aftercare/" not in answer["Location"]


def test_FUP_9_the_question_at_the_end_is_answered_on_the_page(home: Home, way_back: OpenReturn, as_: Browser) -> None:
    at(after(days=31), look_after_returns)
    maya = as_("maya")
    assert "Do you still need us?" in words(maya.get(PAGE))
    assert "Thank you" in words(maya.post(act(way_back, "answer"), {"answer": "well"}, follow=True))
    assert OpenReturn.objects.get().state == "ended"
    refused = words(maya.post(act(way_back, "answer"), {"answer": "well"}, follow=True))
    assert "This has ended" in refused


@pytest.mark.parametrize("who", ["tom", "doctor"])
def test_I_22_page_of_another_does_not_answer(home: Home, way_back: OpenReturn, as_: Browser, who: str) -> None:
    assert as_(who).post(act(way_back, "ask")).status_code == 404
    assert OpenReturn.objects.get().asked_at is None


def test_FUP_9_at_the_desk_from_open_to_end(home: Home, as_: Browser) -> None:
    page = f"/desk/people/{home.cast.maya.id}/returns/"
    doctor, agent = as_("doctor"), as_("agent")
    said = {
        "service": home.hospital.service.code, "watch_for": "It locks\nIt swells", "valid_until": "2026-12-23",
        "see_within_days": "5",
    }  # fmt: skip
    assert doctor.post(f"{page}leave-open/", said | {"valid_until": "2020-01-01"}).status_code == 422
    assert "They are told in writing" in words(doctor.post(f"{page}leave-open/", said, follow=True))
    one = OpenReturn.objects.get()
    assert one.watch_for == ["It locks", "It swells"]
    assert "Leave the way back open" not in words(agent.get(page))
    body = {"way_back": str(one.id)}
    assert "They asked to be seen" in words(agent.post(f"{page}ask/", body | {"words": "stiff"}, follow=True))
    assert "Noted" in words(agent.post(f"{page}arrange/", body | {"how": "advice was enough"}, follow=True))
    assert "takes a nurse or a doctor" in words(agent.post(f"{page}end/", body | {"reason": "x"}, follow=True))
    assert "Ended. They see why" in words(doctor.post(f"{page}end/", body | {"reason": "moved away"}, follow=True))
    assert "moved away" in doctor.get(page).content.decode()
    assert agent.post(f"{page}ask/", {"way_back": "nonsense"}).status_code == 404
    assert agent.post(f"{page}nonsense/", body).status_code == 404
    elsewhere = f"/desk/people/{home.cast.tom.id}/returns/ask/"
    assert agent.post(elsewhere, body).status_code == 404
