"""The journeys by keypad as `docs/telephone.md` tells them: what is said and pressed, taken from the machine."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cast import MONDAY_MORNING
from tests.portal.clinic import Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.languages import spoken
from almoner.core.models import Setting
from almoner.desk.actions import begin_talk, hear
from almoner.desk.models import Talk
from almoner.desk.talks import says, talk_for

PAGE = Path(__file__).parents[2] / "docs" / "telephone.md"
HEAD = """# The telephone by keys, word for word

What a caller hears and presses, as the machine says it to Maya Osei, who rings from her own telephone on a Monday
morning. A test takes it from the machine anew and fails where this page says something else; `ALMONER_WRITE=yes` before
that test writes it. The interview that key 1 leads to, and what its keys mean: `docs/safety/interview.md`.
"""
JOURNEYS = [
    ("A visit is confirmed", "12 03041980 1"),
    ("What may I eat?", "12 03041980 4 *"),
    ("Another time is asked for, in Spanish", "22 03041980 2"),
    ("She cannot come, in Arabic", "32 03041980 3"),
    ("A date that does not fit", "12 04031980"),
    ("Somebody is unwell: danger signs, then what is wrong", "11 22222 31 34# 2 2"),
    ("A danger sign", "11 1 2"),
    ("A person; the place in the line is kept", "19 3"),
    ("A person; after a while on hold she goes on by text", "19 + 4"),
    ("Nothing is pressed at all", "_ _ _"),
]
SILENCE, HOLD = "_", "+"
A_WHILE = timedelta(seconds=40)
DONE = {SILENCE: "*(nothing is pressed)*", HOLD: "*(forty seconds on hold)*"}


def told(talk: Talk) -> list[str]:
    lines = says(talk_for(by=SYSTEM, id=talk.id), by=SYSTEM)
    return [f"> {spoken(words)}" for _language, words in lines]


def journey(keys: str) -> list[str]:
    talk = begin_talk(channel="call", number="07700 900123", by=SYSTEM)
    lines = told(talk)
    begun, typed, held = clock.now(), "", timedelta()
    for key in keys.replace(" ", ""):
        held += A_WHILE if key == HOLD else timedelta()
        with clock.at(begun + held):
            if key != HOLD:
                talk = hear(talk=talk, said="" if key == SILENCE else key, by=SYSTEM)
                typed += key
            if not (talk.menu or talk.state)["typed"]:
                lines += ["", DONE.get(key, f"**presses {typed}**"), "", *told(talk)]
                typed = ""
    return lines


def test_every_journey_by_keypad_is_told_as_it_is(clinic: Clinic) -> None:
    clinic.visit(clinic.cast.maya, 3)
    Setting.objects.create(name="rehearsal", value=True)
    page = [HEAD]
    for minutes, (title, keys) in enumerate(JOURNEYS):
        with clock.at(MONDAY_MORNING + timedelta(minutes=minutes)):
            page += [f"## {title}", "", *journey(keys), ""]
    whole = "\n".join(page)
    if os.environ.get("ALMONER_WRITE") == "yes":
        PAGE.write_text(whole, "utf-8")
    assert PAGE.read_text("utf-8") == whole


@pytest.mark.parametrize(("title", "keys"), JOURNEYS, ids=[title for title, _keys in JOURNEYS])
def test_no_prompt_is_longer_than_anybody_listens(clinic: Clinic, title: str, keys: str) -> None:
    """In words, without the choice of a language, which says everything three times."""
    clinic.visit(clinic.cast.maya, 3)
    talk = begin_talk(channel="call", number="07700 900123", by=SYSTEM)
    for key in keys.replace(" ", ""):
        talk = hear(talk=talk, said="" if key in DONE else key, by=SYSTEM)
        if (talk.menu or talk.state)["stage"] != "language" and (talk.menu or talk.state)["language"]:
            assert len(" ".join(told(talk)).split()) <= 150, title
