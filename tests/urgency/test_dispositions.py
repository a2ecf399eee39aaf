"""What a clinician decides is done: by when, what follows, and what the emergency service is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.utils import DatabaseError
from tests.cast import MONDAY_MORNING, Cast
from tests.urgency.conftest import Ask

from almoner.charter.models import Promise
from almoner.core.refusal import NotAllowed, NotThere, Unclear
from almoner.timeline.models import Event
from almoner.urgency import actions
from almoner.urgency.dispositions import WAYS, LeadsTo, leads_to, usual
from almoner.urgency.enums import Disposition
from almoner.urgency.models import Decision, Handover, Request
from almoner.urgency.refusals import NothingSaid, RequestEnded
from almoner.urgency.rulebook import levels

SAID = [("Where", "12 Mill Lane"), ("Who", "Maya Osei, 46"), ("Also", "")]


def open_standards(request: Request) -> set[str]:
    return set(Promise.objects.live().filter(subject_id=request.id).values_list("standard", flat=True))


def test_URG_3_every_disposition_has_a_level_and_is_no_later_than_it() -> None:
    assert set(WAYS) == set(Disposition.values)
    assert {way.code for way in WAYS.values() if way.minutes > levels()[way.level].minutes} == set()
    assert [way.minutes for way in WAYS.values()] == sorted(way.minutes for way in WAYS.values())
    assert {level: usual(level).level for level in range(1, 6)} == {level: level for level in range(1, 6)}
    assert leads_to(5, "") == LeadsTo.VISIT
    assert usual(5, "self_care").code == Disposition.SELF_CARE


@pytest.mark.django_db
def test_URG_3_disposition_may_ask_for_it_sooner_than_its_level(cast: Cast, ask: Ask) -> None:
    request = ask("sore throat", person=cast.maya)
    decision = actions.decide_level(
        request=request, level=3, disposition="clinic_soon", reason="drools", by=cast.triage_nurse
    )
    request.refresh_from_db()
    assert (decision.disposition, request.due_at) == ("clinic_soon", MONDAY_MORNING + timedelta(hours=2))
    told = Event.objects.get(kind="urgency.level_decided").facts
    assert (told["disposition"], told["leads_to"], told["due_at"]) == (
        "clinic_soon", "visit", request.due_at.isoformat(),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["two_weeks", "nonsense"])
def test_URG_3_disposition_of_another_level_is_refused(cast: Cast, ask: Ask, wrong: str) -> None:
    with pytest.raises(Unclear):
        actions.decide_level(
            request=ask("cough", person=cast.maya), level=3, disposition=wrong, reason="x", by=cast.doctor
        )
    assert not Decision.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("disposition", "opened", "not_opened"),
    [
        ("today", {"time_that_fits", "told_decision"}, {"advice_given", "emergency_told"}),
        ("self_care", {"advice_given"}, {"time_that_fits", "told_decision", "emergency_told"}),
        ("emergency_department", {"advice_given"}, {"time_that_fits", "emergency_told"}),
        ("emergency_number", {"emergency_told"}, {"time_that_fits", "advice_given"}),
    ],
)
def test_URG_9_what_follows_a_decision_is_promised(
    cast: Cast, ask: Ask, disposition: str, opened: set[str], not_opened: set[str]
) -> None:
    request = ask("cough", person=cast.maya)
    actions.decide_level(
        request=request, level=WAYS[disposition].level, disposition=disposition, reason="spoke with her", by=cast.doctor
    )
    standing = open_standards(request)
    assert opened <= standing
    assert not not_opened & standing


@pytest.mark.django_db
def test_new_decision_takes_back_what_the_one_before_promised(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    actions.decide_level(request=request, level=1, disposition="emergency_number", reason="blue", by=cast.doctor)
    actions.decide_level(request=request, level=5, disposition="self_care", reason="paint on lips", by=cast.doctor)
    assert "emergency_told" not in open_standards(request)
    assert "advice_given" in open_standards(request)


@pytest.mark.django_db
def test_emergency_handover_is_kept_word_for_word_with_when_and_who(cast: Cast, ask: Ask) -> None:
    request = ask("crushing chest pain", person=cast.maya)
    actions.decide_level(request=request, level=1, disposition="emergency_number", by=cast.triage_nurse)
    handover = actions.hand_over_to_emergency(request=request, said=SAID, incident=" 4711 ", by=cast.agent)
    assert (handover.said, handover.incident) == ([["Where", "12 Mill Lane"], ["Who", "Maya Osei, 46"]], "4711")
    assert (handover.by, handover.by_name, handover.created_at) == (cast.agent_staff, "Ada Quick", MONDAY_MORNING)
    assert "emergency_told" not in open_standards(request)
    assert Event.objects.get(kind="urgency.handed_over").facts["incident"] == "4711"
    request.refresh_from_db()
    assert request.is_live
    with pytest.raises(DatabaseError, match="append-only"):
        Handover.objects.update(by_name="Nobody")


@pytest.mark.django_db
def test_emergency_handover_is_refused_to_who_may_not_and_of_nothing(cast: Cast, ask: Ask) -> None:
    request = ask("crushing chest pain", person=cast.maya)
    with pytest.raises(NotAllowed):
        actions.hand_over_to_emergency(request=request, said=SAID, by=cast.receptionist)
    with pytest.raises(NotThere):
        actions.hand_over_to_emergency(request=request, said=SAID, by=cast.from_elsewhere)
    with pytest.raises(NothingSaid):
        actions.hand_over_to_emergency(request=request, said=[("Where", " ")], by=cast.agent)
    actions.close_request(request=request, outcome="seen", by=cast.doctor)
    with pytest.raises(RequestEnded):
        actions.hand_over_to_emergency(request=request, said=SAID, by=cast.agent)
    assert not Handover.objects.exists()
