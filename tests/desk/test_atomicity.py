"""Whichever write of an action fails, nothing of it remains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.faults import leaves_nothing

from almoner.core.actor import SYSTEM
from almoner.desk import actions
from almoner.desk.models import Contact

LATER = MONDAY_MORNING + timedelta(hours=2)


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


@pytest.mark.parametrize("name", DEEDS)
def test_failed_action_leaves_nothing(cast: Cast, call: Contact, name: str) -> None:
    leaves_nothing(lambda: DEEDS[name](cast, call), writes=3)


def test_failed_call_back_leaves_nothing(cast: Cast, call: Contact) -> None:
    contact = ended(cast, call)
    leaves_nothing(lambda: actions.call_back_done(contact=contact, note="rang", by=cast.agent), writes=4)


def test_failed_taking_of_a_call_leaves_it_ringing(cast: Cast) -> None:
    ringing = actions.call_rings(number="07700 900777", by=SYSTEM)
    leaves_nothing(lambda: actions.take_ringing(ringing=ringing, by=cast.agent), writes=4)


@pytest.mark.parametrize("keys", ["11222223134#2", "11212", "1122221" + "1"], ids=["told", "danger", "crisis"])
def test_failed_key_of_a_talk_is_as_if_not_pressed(cast: Cast, keys: str) -> None:
    talk = actions.begin_talk(channel="call", number="07700 900777", by=SYSTEM)
    for key in keys[:-1]:
        talk = actions.hear(talk=talk, said=key, by=SYSTEM)
    leaves_nothing(lambda: actions.hear(talk=talk, said=keys[-1], by=SYSTEM), writes=5)


def test_failed_giving_up_of_a_call_leaves_it_ringing(cast: Cast) -> None:
    ringing = actions.call_rings(number="07700 900777", by=SYSTEM)
    leaves_nothing(lambda: actions.give_up_ringing(ringing=ringing, by=SYSTEM), writes=4)
