"""Whichever write of an action fails, nothing of it remains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from tests.cast import MONDAY_MORNING, Cast

from almoner.core.actor import SYSTEM
from almoner.desk import actions
from almoner.desk.models import Contact

ROOMS = ("desk", "records", "timeline", "charter", "core", "messaging", "people")
LATER = MONDAY_MORNING + timedelta(hours=2)


def everything() -> dict[str, list[str]]:
    return {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    }


class Planted:
    """Lets so many writes through, and fails the next one once."""

    def __init__(self, let_through: int) -> None:
        self.left, self.failed = let_through, False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.failed and sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            if self.left == 0:
                self.failed = True
                raise DatabaseError("planted")
            self.left -= 1
        return execute(sql, params, many, context)


def ended(cast: Cast, call: Contact) -> Contact:
    return actions.end_contact(contact=call, outcome="CALL_BACK", promised_at=LATER, by=cast.agent)


DEEDS: dict[str, Callable[[Cast, Contact], Any]] = {
    "take": lambda cast, _call: actions.take_contact(channel="call", number="07700 900777", by=cast.agent),
    "abandoned": lambda _cast, _call: actions.note_abandoned_call(number="07700 900777", by=SYSTEM),
    "identify": lambda cast, call: actions.identify(
        contact=call, person=cast.maya, birth_on=date(1980, 4, 3), postcode="RV1 1AB", by=cast.agent
    ),
    "carer": lambda cast, call: actions.speak_with_carer(
        contact=call, person=cast.maya, caller=cast.leila, code_word="bluebell", by=cast.agent
    ),
    "end": ended,
}


def fails_whole(deed: Callable[[], Any]) -> int:
    """Fail each write of `deed` in turn; gives how many there are."""
    before, number = everything(), 0
    while True:
        planted = Planted(number)
        with connection.execute_wrapper(planted):
            try:
                deed()
            except DatabaseError:
                pass
            else:
                return number
        assert everything() == before
        number += 1


@pytest.mark.parametrize("name", DEEDS)
def test_failed_action_leaves_nothing(cast: Cast, call: Contact, name: str) -> None:
    assert fails_whole(lambda: DEEDS[name](cast, call)) >= 3


def test_failed_call_back_leaves_nothing(cast: Cast, call: Contact) -> None:
    contact = ended(cast, call)
    assert fails_whole(lambda: actions.call_back_done(contact=contact, note="rang", by=cast.agent)) >= 4


def test_failed_taking_of_a_call_leaves_it_ringing(cast: Cast) -> None:
    ringing = actions.call_rings(number="07700 900777", by=SYSTEM)
    assert fails_whole(lambda: actions.take_ringing(ringing=ringing, by=cast.agent)) >= 4


def test_failed_giving_up_of_a_call_leaves_it_ringing(cast: Cast) -> None:
    ringing = actions.call_rings(number="07700 900777", by=SYSTEM)
    assert fails_whole(lambda: actions.give_up_ringing(ringing=ringing, by=SYSTEM)) >= 4
