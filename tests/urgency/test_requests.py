"""Requests: what is stored, who may do what, what is told, and that worse never becomes routine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from tests.cast import MONDAY_MORNING, Cast
from tests.urgency.conftest import Ask, all_no

from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM, Actor
from almoner.core.identifiers import new_id
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere, Refused
from almoner.timeline.models import Event
from almoner.urgency import actions
from almoner.urgency.asked import About, Asker, Told
from almoner.urgency.enums import LIVE, NEXT, RequestState
from almoner.urgency.laws import LAWS
from almoner.urgency.models import Alarm, Decision, Handover, Raise, Request, Suggestion, Watch
from almoner.urgency.refusals import (
    DangerSignsNotAsked,
    EmergencyFirst,
    NothingSaid,
    OnlyAClinician,
    OutcomeNeeded,
    ReasonNeeded,
    RequestEnded,
    WhoAsks,
)
from almoner.urgency.rules import need_routine_path
from almoner.urgency.tasks import raise_what_is_stale

At = Callable[[datetime], None]
pytestmark = pytest.mark.django_db


def told_of(request: Request) -> list[str]:
    """The kinds of its events, by name: those of one moment have no order."""
    events = Event.objects.filter(subject_id=request.id, kind__startswith="urgency.")
    return sorted(events.values_list("kind", flat=True))


def facts(request: Request, kind: str) -> dict[str, Any]:
    return Event.objects.filter(subject_id=request.id, kind=kind).latest("created_at").facts


def broken() -> list[str]:
    return [line for law in LAWS for line in law.broken()]


def test_URG_1_request_keeps_words_and_suggestion_and_waits_at_its_level(cast: Cast, ask: Ask) -> None:
    request = ask("Burning when I pee, no fever", person=cast.maya)
    suggestion = Suggestion.objects.get(request=request)
    assert (request.words, request.level, request.state) == ("Burning when I pee, no fever", 4, "waiting")
    assert (suggestion.level, suggestion.minutes, suggestion.abstained) == (4, 4320, False)
    assert suggestion.facts["reasons"][0]["evidence"] == "Burning when I pee"
    assert request.due_at == MONDAY_MORNING + timedelta(minutes=4320)
    assert not Decision.objects.exists()


def test_URG_9_event_carries_level_and_minutes_and_opens_promises(cast: Cast, ask: Ask) -> None:
    request = ask("stomach ache", person=cast.tom)
    told = facts(request, "urgency.requested")
    assert (told["level"], told["minutes"], told["suggested"]) == (2, 60, 2)
    assert Promise.objects.filter(subject_id=request.id, person=cast.tom).exists()
    assert broken() == []


def test_SEL_9_danger_signs_come_first_where_they_can_be_asked(cast: Cast) -> None:
    for answers in ({}, {"stroke": "no"}):
        with pytest.raises(DangerSignsNotAsked):
            actions.submit_request(
                told=Told(words="cough", danger_answers=answers), channel="web", person=cast.maya, by=cast.maya_herself
            )
    sent = actions.submit_request(told=Told(words="cough"), channel="email", person=cast.maya, by=SYSTEM)
    assert sent.danger_answered_at is None


def test_SEL_9_a_yes_shuts_the_routine_path_and_alerts(cast: Cast) -> None:
    told = Told(words="need a form", danger_answers={**all_no(), "stroke": "yes"})
    with pytest.raises(EmergencyFirst):
        actions.submit_request(told=told, channel="web", person=cast.maya, by=cast.maya_herself)
    assert not Request.objects.exists()
    request = actions.report_danger(told=told, channel="web", person=cast.maya, by=cast.maya_herself)
    assert (request.level, request.danger_at) == (1, MONDAY_MORNING)
    assert told_of(request) == ["urgency.danger_sign", "urgency.requested"]
    assert facts(request, "urgency.danger_sign")["signs"][0] == "stroke"
    with pytest.raises(EmergencyFirst):
        need_routine_path(cast.maya)
    need_routine_path(cast.tom)
    actions.decide_level(request=request, level=1, by=cast.triage_nurse)
    need_routine_path(cast.maya)


def test_SEL_9_alert_needs_a_yes(cast: Cast) -> None:
    with pytest.raises(DangerSignsNotAsked):
        actions.report_danger(told=Told(danger_answers=all_no()), channel="web", person=cast.maya, by=cast.maya_herself)


def test_SEL_9_a_yes_later_raises_what_waits_and_a_no_lowers_nothing(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    calm = actions.answer_danger_signs(request=request, danger_answers={"fit": "no"}, by=cast.agent)
    assert (calm.level, calm.danger_at) == (4, None)
    alarmed = actions.answer_danger_signs(request=request, danger_answers={"fit": "yes"}, by=cast.agent)
    assert (alarmed.level, alarmed.danger_at) == (1, MONDAY_MORNING)
    assert told_of(request) == ["urgency.danger_sign", "urgency.raised", "urgency.requested"]
    with pytest.raises(EmergencyFirst):
        actions.close_request(request=request, outcome="withdrawn", by=cast.maya_herself)
    after = actions.answer_danger_signs(request=request, danger_answers={"fit": "no"}, by=cast.agent)
    assert after.level == 1


def test_SEL_10_danger_in_words_alerts_though_every_sign_was_denied(cast: Cast, ask: Ask) -> None:
    request = ask("my chest is really tight", person=cast.tom)
    assert (request.level, told_of(request)) == (1, ["urgency.danger_sign", "urgency.requested"])


def test_URG_12_crisis_words_open_the_crisis_path(cast: Cast, ask: Ask) -> None:
    request = ask("I want to end my life", person=cast.maya)
    assert request.crisis == "self_harm"
    assert facts(request, "urgency.crisis")["crisis"] == "self_harm"
    assert Promise.objects.filter(subject_id=request.id, standard="crisis").exists()


def test_URG_10_unmatched_person_waits_at_full_urgency_and_is_matched_beside_it(cast: Cast, ask: Ask) -> None:
    request = ask("chest pain", asker=Asker(name="Somebody", contact="07700 900999", age_years=61))
    assert (request.person, request.level, request.who) == (None, 1, "Somebody")
    matched = actions.match_person(request=request, person=cast.tom, by=cast.agent)
    assert (matched.who, matched.level, matched.due_at) == ("Tom Whitfield", 1, request.due_at)
    assert broken() == []


def test_match_raises_by_what_is_known_of_them(cast: Cast, ask: Ask) -> None:
    request = ask("belly ache", asker=Asker(name="T. Whitfield"))
    matched = actions.match_person(request=request, person=cast.tom, by=cast.agent)
    assert (request.level, matched.level) == (3, 2)


def test_somebody_must_be_named_and_something_said(cast: Cast, ask: Ask) -> None:
    with pytest.raises(WhoAsks):
        ask("cough")
    with pytest.raises(NothingSaid):
        ask("  ", person=cast.maya)


def test_nobody_asks_for_a_stranger(cast: Cast, ask: Ask) -> None:
    with pytest.raises(NotThere):
        ask("cough", person=cast.maya, by=cast.tom_himself)
    assert ask("cough", person=cast.maya, by=cast.leila_herself).person == cast.maya


def test_URG_1_decision_stands_beside_the_suggestion_with_a_reason(cast: Cast, ask: Ask) -> None:
    request = ask("sore throat", person=cast.maya)
    with pytest.raises(ReasonNeeded):
        actions.decide_level(request=request, level=3, by=cast.triage_nurse)
    decision = actions.decide_level(request=request, level=3, reason="cannot eat", by=cast.triage_nurse)
    request.refresh_from_db()
    assert (decision.suggested, decision.level, decision.by_name) == (5, 3, cast.triage_nurse.name)
    assert (request.level, request.state) == (3, RequestState.DECIDED)
    assert Suggestion.objects.get(request=request).level == 5
    told = facts(request, "urgency.level_decided")
    assert (told["level"], told["minutes"], told["suggested"]) == (3, 240, 5)


def test_decision_as_suggested_needs_no_reason(cast: Cast, ask: Ask) -> None:
    request = ask("sore throat", person=cast.maya)
    assert actions.decide_level(request=request, level=5, by=cast.doctor).reason == ""


@pytest.mark.parametrize("role", ["agent", "receptionist", "ward_nurse", "bed_manager", "manager", "maya_herself"])
def test_URG_2_only_clinicians_of_triage_decide(cast: Cast, ask: Ask, role: str) -> None:
    request = ask("chest pain", person=cast.maya)
    for level in (1, 5):
        with pytest.raises(OnlyAClinician):
            actions.decide_level(request=request, level=level, reason="it seems so", by=cast.actor(role))
    request.refresh_from_db()
    assert request.level == 1


def test_URG_5_worse_raises_and_what_was_decided_is_looked_at_again(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    actions.decide_level(request=request, level=5, reason="examined yesterday", by=cast.triage_nurse)
    raised = actions.raise_for_worse(request=request, note="cannot sleep", by=cast.maya_herself)
    assert (raised.level, raised.state) == (4, RequestState.WAITING)
    told = facts(request, "urgency.raised")
    assert (told["before"], told["level"], told["why"], told["minutes"]) == (5, 4, "worse", 4320)
    for _ in range(4):
        raised = actions.raise_for_worse(request=request, by=cast.agent)
    assert raised.level == 2
    assert broken() == []


def test_URG_5_raising_never_gives_a_later_time(cast: Cast, ask: Ask, at: At) -> None:
    request = ask("coughing blood", person=cast.maya)
    at(MONDAY_MORNING + timedelta(minutes=50))
    raised = actions.raise_for_worse(request=request, by=cast.agent)
    assert (raised.level, raised.due_at) == (2, request.due_at)


def test_URG_5_second_contact_on_the_same_problem_is_linked_and_raised(cast: Cast, ask: Ask, at: At) -> None:
    first = ask("cough", person=cast.maya)
    at(MONDAY_MORNING + timedelta(days=29))
    second = ask("still coughing", person=cast.maya)
    assert (second.earlier, second.level) == (first, 3)
    assert Raise.objects.get(request=second).why == "again"
    at(MONDAY_MORNING + timedelta(days=70))
    assert ask("coughing", person=cast.maya).earlier is None


def test_URG_5_another_problem_and_papers_are_no_second_contact(cast: Cast, ask: Ask) -> None:
    ask("cough", person=cast.maya)
    assert ask("my ankle is sprained", person=cast.maya).earlier is None
    assert ask("cough", person=cast.tom).earlier is None
    ask("repeat prescription please", person=cast.maya)
    assert (ask("repeat prescription please", person=cast.maya).level, Raise.objects.count()) == (5, 0)


def test_URG_5_same_service_or_contact_counts_as_the_same_problem(cast: Cast, ask: Ask) -> None:
    about = About(service_code="ENT-NEW")
    first = ask("earache", person=cast.maya, about=about)
    assert ask("sore throat", person=cast.maya, about=about).earlier == first
    unknown = Asker(contact="07700 900999")
    again = [ask("cough", asker=unknown) for _ in range(2)][-1]
    assert again.earlier is not None
    assert ask("cough", asker=Asker(name="No Number")).earlier is None


def test_FUP_10_worse_after_a_stay_comes_back_with_the_episode_attached(cast: Cast, ask: Ask) -> None:
    episode = new_id()
    ask("dizzy", person=cast.maya, about=About(episode_id=episode))
    second = ask("it is worse", person=cast.maya, about=About(episode_id=episode))
    assert (second.episode_id, second.level) == (episode, 2)


def test_I_3_URG_5_what_nobody_decides_in_time_is_raised_once(cast: Cast, ask: Ask, at: At) -> None:
    request = ask("belly ache", person=cast.maya)
    at(MONDAY_MORNING + timedelta(minutes=239))
    assert raise_what_is_stale() == 0
    at(MONDAY_MORNING + timedelta(minutes=250))
    assert "I-3" in [law.id for law in LAWS if law.broken()]
    assert [raise_what_is_stale(), raise_what_is_stale()] == [1, 0]
    request.refresh_from_db()
    assert (request.level, facts(request, "urgency.raised")["why"]) == (2, "stale")
    assert [law.id for law in LAWS if law.broken()] == []


def test_vital_signs_raise_and_never_lower(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    worse = actions.add_findings(request=request, vitals={"respiratory_rate": 26}, by=cast.triage_nurse)
    better = actions.add_findings(request=request, vitals={"respiratory_rate": 16}, by=cast.triage_nurse)
    assert (worse.level, better.level) == (2, 2)
    assert list(Suggestion.objects.filter(request=request).values_list("number", "level")) == [(1, 4), (2, 2), (3, 4)]
    with pytest.raises(NotAllowed):
        actions.add_findings(request=request, vitals={"pulse": 70}, by=cast.agent)
    with pytest.raises(ValueError, match="no such vital sign"):
        actions.add_findings(request=request, vitals={"mood": 3}, by=cast.triage_nurse)


def test_answer_to_the_question_raises(cast: Cast, ask: Ask) -> None:
    request = ask("headache", person=cast.maya)
    assert actions.add_findings(request=request, answers={"sudden_headache": "yes"}, by=cast.maya_herself).level == 1


def test_URG_8_who_looks_is_seen_and_the_request_waits_again_when_nobody_does(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    watch = actions.start_looking(request=request, by=cast.triage_nurse)
    assert actions.start_looking(request=request, by=cast.triage_nurse) == watch
    actions.start_looking(request=request, by=cast.doctor)
    states = [actions.stop_looking(request=request, by=who).state for who in (cast.triage_nurse, cast.doctor)]
    assert states == [RequestState.BEING_LOOKED_AT, RequestState.WAITING]
    assert not Watch.objects.filter(ended_at__isnull=True).exists()
    with pytest.raises(NotAllowed):
        actions.start_looking(request=request, by=cast.receptionist)


def test_close_needs_an_outcome_and_a_judgement_of_health_a_clinician(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    for outcome in ("", "done", "duplicate"):
        with pytest.raises(OutcomeNeeded):
            actions.close_request(request=request, outcome=outcome, by=cast.triage_nurse)
    for outcome in ("advice", "booked"):
        with pytest.raises(OnlyAClinician):
            actions.close_request(request=request, outcome=outcome, by=cast.agent)
    actions.decide_level(request=request, level=4, by=cast.triage_nurse)
    closed = actions.close_request(request=request, outcome="booked", note="Tuesday", by=cast.agent)
    assert (closed.state, closed.outcome, closed.closed_at) == ("closed", "booked", MONDAY_MORNING)
    assert facts(request, "urgency.closed")["outcome"] == "booked"
    with pytest.raises(RequestEnded):
        actions.raise_for_worse(request=request, by=cast.agent)


def test_papers_may_be_answered_at_the_desk_and_people_withdraw_their_own(cast: Cast, ask: Ask) -> None:
    papers = ask("need a sick note", person=cast.maya)
    assert actions.close_request(request=papers, outcome="answered", by=cast.agent).outcome == "answered"
    mine = ask("cough", person=cast.maya)
    assert actions.close_request(request=mine, outcome="withdrawn", by=cast.maya_herself).outcome == "withdrawn"
    with pytest.raises(NotThere):
        actions.close_request(request=ask("cough", person=cast.tom), outcome="withdrawn", by=cast.maya_herself)


def test_I_8_duplicate_hands_over_the_higher_urgency_and_the_earlier_time(cast: Cast, ask: Ask) -> None:
    urgent, routine = ask("coughing blood", person=cast.maya), ask("sore throat", person=cast.maya)
    actions.close_request(request=urgent, outcome="duplicate", duplicate_of=routine, by=cast.triage_nurse)
    routine.refresh_from_db()
    assert (routine.level, routine.due_at) == (2, urgent.due_at)
    with pytest.raises(OutcomeNeeded):
        actions.close_request(request=routine, outcome="duplicate", duplicate_of=routine, by=cast.triage_nurse)


def test_I_2_every_state_but_the_last_leads_on() -> None:
    assert set(NEXT) == set(RequestState)
    assert all(NEXT[state] for state in LIVE)
    assert NEXT[RequestState.CLOSED] == ()


def test_other_sites_and_strangers_find_nothing(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    for stranger in (cast.tom_himself, cast.from_elsewhere):
        with pytest.raises(NotThere):
            actions.raise_for_worse(request=request, by=stranger)


def test_suggestions_decisions_and_raises_are_never_changed(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    actions.raise_for_worse(request=request, by=cast.agent)
    actions.decide_level(request=request, level=3, reason="seen", by=cast.doctor)
    for model in (Suggestion, Decision, Raise):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(level=1)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - a table's own name


@pytest.mark.parametrize(
    "change", [{"level": 6}, {"state": "closed"}, {"outcome": "seen"}, {"danger_at": MONDAY_MORNING, "level": 5}]
)
def test_database_refuses_what_may_not_be(cast: Cast, ask: Ask, change: dict[str, Any]) -> None:
    request = ask("cough", person=cast.maya)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(id=request.id).update(**change)


def test_database_refuses_a_different_decision_without_reason(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    row = {"request": request, "number": 1, "level": 5, "suggested": 4, "before": 4, "by": cast.doctor_staff}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**row, by_name="D")


def deeds(cast: Cast, ask: Ask) -> dict[str, Callable[[], object]]:
    """Each action, ready to be done, so that its last write can be made to fail."""
    request = ask("cough", person=cast.maya)
    nurse: Actor = cast.triage_nurse
    danger = Told(danger_answers={"fit": "yes"})
    alarm = Alarm.objects.create(why="after_hours", request=ask("earache", person=cast.maya), level=4)
    return {
        "submit_request": lambda: ask("earache", person=cast.tom),
        "report_danger": lambda: actions.report_danger(told=danger, channel="web", person=cast.tom, by=cast.agent),
        "answer_danger_signs": lambda: actions.answer_danger_signs(
            request=request, danger_answers={"fit": "yes"}, by=nurse
        ),
        "add_findings": lambda: actions.add_findings(request=request, vitals={"pulse": 160}, by=nurse),
        "decide_level": lambda: actions.decide_level(request=request, level=4, by=nurse),
        "raise_for_worse": lambda: actions.raise_for_worse(request=request, by=nurse),
        "close_request": lambda: actions.close_request(request=request, outcome="seen", by=nurse),
        "start_looking": lambda: actions.start_looking(request=request, by=nurse),
        "hand_over_to_emergency": lambda: actions.hand_over_to_emergency(
            request=request, said=[("Who", "M")], by=nurse
        ),
        "hear_alarm": lambda: actions.hear_alarm(alarm=alarm, by=nurse),
        "alarm_unwatched": lambda: actions.alarm_unwatched(site=cast.site, by=SYSTEM),
    }


@pytest.mark.parametrize(
    "name",
    ["submit_request", "report_danger", "answer_danger_signs", "add_findings", "decide_level", "raise_for_worse",
     "close_request", "start_looking", "hand_over_to_emergency", "hear_alarm", "alarm_unwatched"],
)  # fmt: skip
def test_action_whose_last_write_fails_leaves_nothing(cast: Cast, ask: Ask, name: str) -> None:
    deed = deeds(cast, ask)[name]
    before = _everything()

    def fail_at_the_audit(execute: Any, sql: str, *more: Any) -> Any:
        if sql.startswith('INSERT INTO "core_auditentry"'):
            raise DatabaseError("the last write fails")
        return execute(sql, *more)

    with connection.execute_wrapper(fail_at_the_audit), pytest.raises(DatabaseError, match="last write"):
        deed()
    assert _everything() == before


def _everything() -> list[list[Any]]:
    models = (Request, Suggestion, Decision, Raise, Watch, Alarm, Handover, Event, Promise, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_refusal_is_traced(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    with pytest.raises(Refused):
        actions.decide_level(request=request, level=1, by=cast.agent)
    trace = AuditEntry.objects.filter(act="urgency.decide_level").latest("number")
    assert (trace.outcome, trace.person_id) == ("refused", cast.maya.id)
