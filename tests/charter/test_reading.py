"""The charter file: what a manager may write, and what they are told when it cannot be used."""

from __future__ import annotations

from copy import deepcopy
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from almoner.charter.book import charter_path
from almoner.charter.reading import charter_from, read_charter
from almoner.charter.standard import STAGES, FaultyCharter

GOOD: dict[str, Any] = {
    "version": "7",
    "team": {"desk": {"name": {"en": "Desk"}, "roles": ["agent"]}},
    "standard": [
        {
            "key": "reminded",
            "stage": "appointment",
            "name": "Reminded",
            "promise": {"en": "We remind you by $due."},
            "opens_on": "appointment.booked",
            "due": {"before": "starts_at", "by": "3 days", "at": "18:00"},
            "send_from": "10:00",
            "owner": "desk",
            "sends": [{"kind": "appointment.reminder_3d", "ways": ["text", "call"]}],
            "ladder": [{"after": "1 hour", "to": "desk"}],
        }
    ],
}


def faults_of(**changes: Any) -> list[str]:
    data = deepcopy(GOOD)
    data["standard"][0].update(changes)
    with pytest.raises(FaultyCharter) as told:
        charter_from(data, ("en",))
    return told.value.faults


def test_a_good_standard_is_read_whole() -> None:
    standard = charter_from(GOOD, ("en",)).standards["reminded"]
    assert (standard.due.before, standard.due.by, standard.due.wall) == ("starts_at", timedelta(days=3), time(18))
    assert standard.sends[0].ways == ("text", "call")
    assert standard.opens_on == ("appointment.booked",)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"only_by_deed": True}, "it ends only by its deed, and no event tells of that"),
        ({"stage": "lunch"}, "stage “lunch” is none of"),
        ({"owner": "nobody"}, "owner “nobody” is no team of the charter"),
        ({"promise": {"es": "Le avisamos."}}, "the promise is not said in en"),
        ({"promise": {"en": "Costs 5 $ only"}}, "has a $ that names nothing"),
        ({"due": {}}, "due needs exactly one of"),
        ({"due": {"after": "soon"}}, "“soon” is not a length of time"),
        ({"due": {"after": "1 hour", "hours": "night"}}, "due hours “night”"),
        ({"due": {"by_level": {"1": "1 hour"}}}, "a time for each of the levels"),
        ({"due": {"before": "starts_at", "at": "6pm"}}, "“6pm” is no time of day"),
        ({"sends": [{"kind": "x", "ways": ["pigeon"]}]}, "“pigeon” is no channel"),
        ({"sends": [{"ways": []}]}, "needs a kind and ways"),
        ({"sends": []}, "nothing keeps it"),
        ({"ladder": []}, "it has no ladder"),
        ({"ladder": [{"after": "1 hour", "to": "moon"}]}, "ladder to “moon” is no team"),
        ({"opens_on": []}, "opens_on is missing"),
        ({"key": ""}, "key is missing"),
        ({"withdrawn_if": {"x.y": {}}}, "withdrawn_if needs for each event its conditions"),
        ({"withdrawn_if": ["x.y"]}, "withdrawn_if needs for each event its conditions"),
        ({"colour": "red"}, "“colour” is not a word of the charter"),
    ],
)
def test_a_fault_is_told_in_words(changes: dict[str, Any], told: str) -> None:
    assert any(told in fault for fault in faults_of(**changes))


def test_every_fault_is_told_at_once() -> None:
    assert len(faults_of(stage="lunch", owner="nobody", ladder=[])) == 3


def test_a_key_that_stands_twice_is_told() -> None:
    data = deepcopy(GOOD)
    data["standard"].append(data["standard"][0])
    with pytest.raises(FaultyCharter, match="the key stands twice"):
        charter_from(data, ("en",))


def test_a_team_without_name_or_people_is_told() -> None:
    data = deepcopy(GOOD)
    data["team"]["desk"] = {}
    with pytest.raises(FaultyCharter, match=r"no name in en.*nobody is on it"):
        charter_from(data, ("en",))


def test_an_empty_charter_is_told() -> None:
    with pytest.raises(FaultyCharter, match="promises nothing"):
        charter_from({}, ("en",))


def test_a_missing_or_broken_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultyCharter, match="there is no charter file"):
        read_charter(tmp_path / "none.toml", ["en"])
    broken = tmp_path / "broken.toml"
    broken.write_text("[[standard", encoding="utf-8")
    with pytest.raises(FaultyCharter, match="is not TOML"):
        read_charter(broken, ["en"])


def test_the_charter_that_comes_along_promises_from_the_first_ring_to_going_home() -> None:
    charter = read_charter(charter_path(), ["en", "es", "ar"])
    assert len(charter.standards) >= 25
    assert {standard.stage for standard in charter.standards.values()} == set(STAGES) - {"selection"}
    assert all(standard.basis for standard in charter.standards.values())
