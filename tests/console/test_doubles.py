"""Two records on screen: compared, joined by two people, parted again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import field, words

from almoner.people.actions import register_person
from almoner.people.gains import gains_of
from almoner.people.models import Double, Merge, Person
from almoner.people.tasks import look_for_doubles

As = Callable[[str], Client]
SEEN = "her passport, and the same number on both papers"


def again(cast: Cast, **changed: Any) -> Person:
    said = {"given_name": "Maya", "family_name": "Osei", "birth_on": date(1980, 4, 3)} | changed
    new = register_person(**said, sure=True, by=cast.agent)  # type: ignore[arg-type]
    Double.objects.all().delete()
    return new


def compare(one: Person, other: Person) -> str:
    return reverse("console:compare_records", args=[one.id, other.id])


def proposed(cast: Cast, as_: As, other: Person) -> Merge:
    page = as_("agent").get(compare(cast.maya, other))
    said = {
        "key": field(page, "key"), "evidence": "paper", "seen": SEEN,
        "confirmed": [one.key for one in gains_of(cast.maya, other)],
    }  # fmt: skip
    as_("agent").post(compare(cast.maya, other), said)
    return Merge.objects.get()


def test_likely_doubles_are_listed_with_what_fits(cast: Cast, as_: As) -> None:
    other = again(cast)
    while look_for_doubles():
        pass
    shown = words(as_("agent").get(reverse("console:doubles")))
    assert other.record_number in shown
    assert "Date of birth" in shown
    assert "No likely doubles" in words(as_("from_elsewhere").get(reverse("console:doubles")))


def test_list_takes_as_many_statements_for_one_as_for_three(cast: Cast, as_: As) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("console:doubles"))
        return len(captured)

    client = as_("agent")
    client.get(reverse("console:doubles"))
    again(cast)
    look_for_doubles()
    one = statements()
    for given in ("Tom", "Leila"):
        person = Person.objects.get(given_name=given)
        register_person(
            given_name=given, family_name=person.family_name, birth_on=person.birth_on, sure=True, by=cast.agent
        )
    Double.objects.filter(state="apart").delete()
    Person.objects.update(compared_at=None)
    look_for_doubles()
    assert Double.objects.filter(state="likely").count() == 3
    assert statements() == one


def test_two_people_join_and_each_sees_what_would_open(cast: Cast, as_: As) -> None:
    other = again(cast)
    shown = words(as_("agent").get(compare(cast.maya, other)))
    assert "Nothing in common but name and date of birth" in shown
    assert "Carer Leila Haddad" in shown
    merge = proposed(cast, as_, other)
    assert merge.state == "proposed"
    agree = reverse("console:merge_act", args=[merge.id, "agree"])
    assert "Somebody else must agree" in words(as_("agent").post(agree))
    assert "Goes on:" in words(as_("receptionist").get(reverse("console:merge", args=[merge.id])))
    as_("receptionist").post(agree)
    merge.refresh_from_db()
    assert merge.state == "joined"
    person = as_("agent").get(reverse("console:person", args=[other.id]))
    assert cast.maya.record_number in words(person)


def test_a_join_without_evidence_is_refused_in_words(cast: Cast, as_: As) -> None:
    other = again(cast)
    answer = as_("agent").post(compare(cast.maya, other), {"evidence": "paper", "seen": "same name"})
    assert answer.status_code == 422
    assert "A name and a birthday do not" in words(answer)


def test_sent_twice_it_is_proposed_once(cast: Cast, as_: As) -> None:
    other = again(cast)
    client = as_("agent")
    said = {"key": field(client.get(compare(cast.maya, other)), "key"), "evidence": "paper", "seen": SEEN}
    for _ in range(2):
        client.post(compare(cast.maya, other), said)
    assert Merge.objects.count() == 1


def test_declined_with_a_reason(cast: Cast, as_: As) -> None:
    merge = proposed(cast, as_, again(cast))
    decline = reverse("console:merge_act", args=[merge.id, "decline"])
    assert as_("receptionist").post(decline, {"reason": " "}).status_code == 422
    as_("receptionist").post(decline, {"reason": "two cousins"})
    merge.refresh_from_db()
    assert (merge.state, merge.ended_because) == ("declined", "two cousins")


def test_kept_apart_with_a_reason(cast: Cast, as_: As) -> None:
    other = again(cast)
    apart = reverse("console:keep_apart", args=[cast.maya.id, other.id])
    assert as_("agent").post(apart, {"reason": ""}).status_code == 422
    as_("agent").post(apart, {"reason": "born on one day, two mothers"})
    assert Double.objects.get().state == "apart"


def test_parted_again_from_the_page(cast: Cast, as_: As) -> None:
    other = again(cast)
    merge = proposed(cast, as_, other)
    as_("receptionist").post(reverse("console:merge_act", args=[merge.id, "agree"]))
    page = as_("agent").get(reverse("console:merge", args=[merge.id]))
    assert "Part them again" in words(page)
    as_("agent").post(reverse("console:merge_act", args=[merge.id, "part"]), {"reason": "two people after all"})
    other.refresh_from_db()
    assert other.merged_into is None


def test_compared_by_their_numbers(cast: Cast, as_: As) -> None:
    other = again(cast)
    said = {"one": cast.maya.record_number, "other": other.record_number}
    assert as_("agent").post(reverse("console:doubles"), said)["Location"] == compare(cast.maya, other)
    same = {"one": cast.maya.record_number, "other": cast.maya.record_number}
    assert as_("agent").post(reverse("console:doubles"), same).status_code == 422


@pytest.mark.parametrize("name", ["from_elsewhere"])
def test_I_23_records_of_another_site_are_not_there(cast: Cast, as_: As, name: str) -> None:
    other = again(cast)
    merge = proposed(cast, as_, other)
    for address in (compare(cast.maya, other), reverse("console:merge", args=[merge.id])):
        assert as_(name).get(address).status_code == 404
