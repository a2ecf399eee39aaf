"""Events in words, in the reader's language, with what the event carries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from almoner.timeline import words
from almoner.timeline.words import Words, register, say

SOURCE = Path(words.__file__).parents[1]
ICONS = set(re.findall(r'id="([^"]+)"', (SOURCE / "ui/static/ui/img/icons.svg").read_text(encoding="utf-8")))
TOLD = re.compile(r'kind="([a-z_]+\.[a-z_0-9]+)"')
NOBODYS = ("staff.", "site.", "person.may_be_double")
"""Events that stand in no person's story."""


def kinds_told() -> list[str]:
    """Every kind that some action of the product records."""
    paths = [*SOURCE.rglob("actions*/*.py"), *SOURCE.rglob("actions.py")]
    found = {kind for path in paths for kind in TOLD.findall(path.read_text(encoding="utf-8"))}
    return sorted(kind for kind in found if not kind.startswith(NOBODYS) and "test" not in kind.split(".")[0])


@pytest.mark.parametrize("kind", kinds_told())
def test_X_1_every_event_that_is_recorded_has_words(kind: str) -> None:
    assert kind in words._known


@pytest.mark.parametrize("kind", sorted(words._known))
def test_words_are_whole(kind: str) -> None:
    said = words._known[kind]
    assert said.icon in ICONS
    assert str(said.plain) and "%(" not in str(said.plain)


def test_facts_fill_the_sentence() -> None:
    facts = {"service": {"en": "Chest clinic", "es": "Neumología"}, "starts_at": "2026-12-01T09:30:00+00:00"}
    assert say("appointment.booked", facts).sentence == "Booked: Chest clinic, Tuesday 1 December, 09:30"
    with translation.override("es"):
        assert "Neumología" in say("appointment.booked", facts).sentence


def test_a_missing_fact_falls_back_to_the_plain_sentence() -> None:
    assert say("appointment.booked", {"service": "Chest clinic"}).sentence == "A visit was booked"
    assert say("appointment.booked", {"service": "", "starts_at": "x"}).sentence == "A visit was booked"


def test_moments_are_told_on_the_wall_clock() -> None:
    facts = {"service": "MRI", "starts_at": "2026-07-01T08:00:00+00:00"}
    assert say("appointment.moved", facts).sentence == "Moved: MRI, now Wednesday 1 July, 09:00"


def test_closed_lists_are_told_by_their_labels() -> None:
    assert say("consent.withdrawn", {"purpose": "care", "channel": "text"}).sentence == (
        "No: Messages about care, Text message"
    )
    assert say("person.died", {"died_on": "2026-11-22"}).sentence == "Died on 22 November 2026"


def test_a_fact_with_a_percent_sign_does_no_harm() -> None:
    assert say("promise.withdrawn", {"reason": "100 %(sure)s"}).sentence == "A promise was taken back: 100 %(sure)s"


def test_an_unknown_kind_is_said_by_its_name() -> None:
    assert say("night_watch.began", {}) == words.Said("Night watch: began", "ring", "")


def test_rooms_register_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_known", dict(words._known))
    register({"night_watch.began": Words("The night watch began", "moon", "now")})
    assert say("night_watch.began", {}) == words.Said("The night watch began", "moon", "now")


def test_whatever_happens_to_a_person_has_words() -> None:
    """Of members of staff and of sites nothing is told on anybody's journey."""
    source = Path(words.__file__).parents[1]
    told = {
        kind
        for path in source.rglob("*.py")
        for kind in re.findall(r'(?:kind=|tell\(\s*)"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    about_people = {kind for kind in told if kind.partition(".")[0] not in {"staff", "site", "mail"}}
    assert len(about_people) > 100
    assert about_people - words._known.keys() == set()
