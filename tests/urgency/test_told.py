"""Every answer says what we do, by when, and what to do if it gets worse (URG-9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.urgency.conftest import Ask

from almoner.messaging.models import Message
from almoner.urgency import actions
from almoner.urgency.asked import Asker
from almoner.urgency.messages import SAID_AT_THE_END, answered, decided

pytestmark = pytest.mark.django_db


def planned(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind, state="planned").values_list("person__given_name", flat=True))


def test_URG_9_decision_is_told_with_the_time_by_which_they_are_seen(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    assert decided(request.id, cast.maya) is None
    actions.decide_level(request=request, level=3, disposition="clinic_soon", reason="wheezes", by=cast.doctor)
    values = decided(request.id, cast.maya)
    assert values is not None
    assert (values["see_by"], values["reference"]) == (MONDAY_MORNING + timedelta(hours=2), request.reference)
    assert values["said"]["en"] == "You need to be seen here within two hours."
    assert set(values["said"]) >= {"en", "es", "ar"}
    assert planned("urgency.decided") == ["Maya"]
    assert decided(request.id, cast.tom) is None


def test_URG_9_decision_is_told_no_more_once_it_is_looked_at_anew(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    actions.decide_level(request=request, level=4, by=cast.doctor)
    actions.raise_for_worse(request=request, by=cast.agent)
    assert decided(request.id, cast.maya) is None
    assert planned("urgency.decided") == []


@pytest.mark.parametrize(
    ("outcome", "told"), [("advice", True), ("answered", True), ("unreached", True), ("seen", False)]
)
def test_URG_9_how_it_ended_is_told_where_nobody_hears_otherwise(
    cast: Cast, ask: Ask, outcome: str, told: bool
) -> None:
    request = ask("cough", person=cast.maya)
    actions.close_request(request=request, outcome=outcome, by=cast.doctor)
    values = answered(request.id, cast.maya)
    assert (planned("urgency.answered") == ["Maya"], values is not None, outcome in SAID_AT_THE_END) == (told,) * 3


def test_URG_9_end_is_not_told_once_they_have_asked_again(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    actions.close_request(request=request, outcome="advice", by=cast.doctor)
    ask("cough", person=cast.maya)
    assert answered(request.id, cast.maya) is None


def test_URG_9_whoever_is_not_known_is_told_by_hand(cast: Cast, ask: Ask) -> None:
    from almoner.charter.models import Promise

    request = ask("cough", asker=Asker(name="Pat", contact="07700 900777"))
    actions.close_request(request=request, outcome="advice", by=cast.doctor)
    owed = Promise.objects.live().get(subject_id=request.id, standard="told_outcome")
    assert (owed.team, owed.parts) == ("service_desk", [])
