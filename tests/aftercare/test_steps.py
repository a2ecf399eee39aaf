"""What follows a stay: opened, promised, rung, given up, never forgotten."""

from __future__ import annotations

import pytest
from tests.aftercare.home import Home, after, at, ended, fine, promised

from almoner.aftercare import actions, queries
from almoner.aftercare.enums import CallOutcome, PlanState, StepKind, StepState
from almoner.aftercare.laws import LAWS
from almoner.aftercare.models import Plan, Step, Try
from almoner.aftercare.refusals import AnswersMissing, OnlyClinician, ReasonNeeded, StepEnded, TimeNeeded, TooSoon
from almoner.aftercare.tasks import look_after
from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging.models import Message
from almoner.people.actions import note_death
from almoner.people.models import ContactPoint
from almoner.scheduling.models import Appointment
from almoner.timeline.models import Event
from almoner.urgency.enums import Level
from almoner.urgency.models import Request


def broken() -> list[str]:
    return [fault for law in LAWS for fault in law.broken()]


def silence(home: Home, step: Step, outcome: str = CallOutcome.NO_ANSWER, **more: object) -> Try:
    said = actions.Said(outcome)
    return actions.record_try(step=step, said=said, by=home.cast.agent, **more)  # type: ignore[arg-type]


# ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_FUP_2_whoever_goes_home_is_promised_a_call_and_two_questions(home: Home) -> None:
    stay = home.gone()
    assert look_after() >= 1
    plan = Plan.objects.get(stay=stay)
    assert {step.code: step.kind for step in plan.steps.all()} == {
        "call": "call", "check_14": "check", "check_30": "check", "questions": "standing",
    }  # fmt: skip
    call = plan.steps.get(code="call")
    promise = Promise.objects.get(subject_id=call.id)
    assert (promise.standard, promise.due_at, promise.team) == ("follow_up_call", call.due_at, "ward")
    assert promised(plan.steps.get(code="check_14")) == ["recovery_check"]
    assert look_after() == 0
    assert Plan.objects.count() == 1
    assert broken() == []


def test_plan_is_opened_once_and_only_for_who_has_left(home: Home) -> None:
    stay = home.gone()
    first = actions.open_plan(stay=stay, by=SYSTEM)
    assert actions.open_plan(stay=stay, by=SYSTEM) == first
    here = home.hospital.admitted(home.cast.tom, "M3")
    with pytest.raises(NotThere):
        actions.open_plan(stay=here, by=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.open_plan(stay=stay, by=home.cast.manager)


def test_a_law_tells_of_a_stay_for_which_nothing_was_opened(home: Home) -> None:
    stay = home.gone()
    told = at(after(minutes=30), broken)
    assert told == [f"stay {stay.id} ended and nothing was opened for after"]


def test_walk_in_who_was_sent_home_is_asked_the_next_day_and_a_plain_visit_is_not(home: Home) -> None:
    from almoner.visits import actions as visits

    seen = home.hospital.walked_in(home.cast.tom)
    visits.start_visit(visit=seen, by=home.cast.doctor)
    visits.finish_visit(visit=seen, outcome="Home.", by=home.cast.doctor)
    home.seen(home.cast.leila, "10:00")
    look_after()
    assert [plan.person.given_name for plan in Plan.objects.all()] == ["Tom"]
    assert [step.code for step in Plan.objects.get().steps.all()] == ["check_1"]


def test_who_comes_back_has_the_rest_taken_back(home: Home) -> None:
    plan = home.plan()
    call = plan.steps.get(code="call")

    def again() -> None:
        home.hospital.admitted(home.cast.maya, "M3")
        look_after()

    at(after(hours=5), again)
    plan.refresh_from_db()
    assert (plan.state, plan.ended_because) == (PlanState.ENDED, "they are with us again")
    assert ended(call, "follow_up_call") == "withdrawn"
    assert promised(plan.steps.get(code="check_30")) == []


def test_who_has_died_is_rung_by_nobody(home: Home) -> None:
    plan = home.plan()
    note_death(person=home.cast.maya, died_on=plan.home_at.date(), by=home.cast.doctor)
    at(after(hours=1), look_after)
    plan.refresh_from_db()
    assert plan.state == PlanState.ENDED
    assert not Promise.objects.live().filter(person=home.cast.maya).exists()


def test_a_plan_whose_steps_have_all_ended_is_over(home: Home) -> None:
    plan = home.plan()
    for step in plan.steps.filter(kind__in=[StepKind.CALL, StepKind.CHECK]):
        actions.drop_step(step=step, reason="moved abroad", by=home.cast.ward_nurse)
    at(after(days=15), look_after)
    plan.refresh_from_db()
    assert plan.state == PlanState.ENDED


# ── Ringing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_FUP_2_who_is_reached_has_the_promise_kept_and_the_answers_stand(home: Home) -> None:
    call = home.call()
    tried = at(after(days=2), lambda: home.reach(call, medicines="put_right", note="told about the tablets"))
    call.refresh_from_db()
    assert (call.state, tried.answers["medicines"]["answer"], tried.danger) == (StepState.DONE, "put_right", False)
    assert ended(call, "follow_up_call") == "kept"
    with pytest.raises(StepEnded):
        at(after(days=2), lambda: home.reach(call))


def test_every_question_is_asked_unless_danger_comes_between(home: Home) -> None:
    call = home.call()
    some = {code: told for code, told in fine().items() if code != "medicines"}
    with pytest.raises(AnswersMissing):
        actions.record_try(step=call, said=actions.Said(CallOutcome.REACHED, some), by=home.cast.agent)
    actions.record_try(step=call, said=actions.Said(CallOutcome.REACHED, {}, ["chest_pain"]), by=home.cast.agent)
    assert Request.objects.get().level == Level.EMERGENCY


def test_FUP_3_what_a_nurse_must_see_to_becomes_a_call_the_same_day(home: Home) -> None:
    plan = home.plan()
    call = plan.steps.get(code="call")
    said = actions.Said(CallOutcome.REACHED, fine(medicines="needs_nurse"))
    at(after(days=2, hours=2), lambda: actions.record_try(step=call, said=said, by=home.cast.agent))
    again = plan.steps.get(code="call_again_1")
    promise = Promise.objects.get(subject_id=again.id)
    assert (promise.standard, again.due_at, again.clinician) == ("nurse_rings_again", promise.due_at, True)
    assert promise.due_at == after(days=2, hours=6)
    with pytest.raises(OnlyClinician):
        actions.record_try(step=again, said=said, by=home.cast.agent)
    at(after(days=2, hours=3), lambda: home.reach(again))
    assert ended(again, "nurse_rings_again") == "kept"
    assert broken() == []


@pytest.mark.parametrize(
    ("sign", "level", "standards"),
    [
        ("stroke", Level.EMERGENCY, {"danger_sign", "looked_at", "told_what_happens"}),
        ("fever", Level.URGENT_HOUR, {"looked_at", "told_what_happens"}),
        ("dizzy", Level.SAME_DAY, {"looked_at", "told_what_happens"}),
    ],
)
def test_FUP_10_a_warning_sign_is_a_request_for_help_at_once(
    home: Home, sign: str, level: int, standards: set[str]
) -> None:
    plan = home.plan()
    tried = home.reach(plan.steps.get(code="call"), (sign,), note="since this morning")
    request = Request.objects.get()
    assert (tried.request, tried.danger, request.level <= level) == (request, True, True)
    assert (request.episode_id, request.person, request.channel) == (plan.stay_id, home.cast.maya, "aftercare")
    assert standards <= set(promised(request))
    assert "since this morning" in request.words


def test_URG_12_thoughts_of_self_harm_call_the_crisis_team(home: Home) -> None:
    home.reach(home.call(), ("self_harm",))
    request = Request.objects.get()
    assert request.crisis
    assert "crisis" in promised(request)


def test_URG_5_a_second_sign_after_the_same_stay_is_more_urgent(home: Home) -> None:
    plan = home.plan()
    home.reach(plan.steps.get(code="call"), ("dizzy",))
    actions.say_how(plan=plan, means="worse", by=home.cast.maya_herself)
    first, second = Request.objects.order_by("created_at", "id")
    assert {first.earlier, second.earlier} & {first, second}
    assert min(first.level, second.level) < Level.SAME_DAY


def test_what_is_missing_at_home_is_the_desks_the_same_day(home: Home) -> None:
    plan = home.plan()
    home.reach(plan.steps.get(code="call"), ("no_transport",))
    help_step = plan.steps.get(kind=StepKind.HELP)
    assert promised(help_step) == ["help_at_home"]
    assert not Request.objects.exists()
    said = actions.Said(CallOutcome.REACHED, note="a taxi is booked")
    actions.record_try(step=help_step, said=said, by=home.cast.receptionist)
    assert ended(help_step, "help_at_home") == "kept"


def test_FUP_12_three_tries_at_different_times_then_a_letter_and_the_family(home: Home) -> None:
    call = home.call()
    with pytest.raises(TooSoon):
        silence(home, call)
    at(after(days=2, hours=1), lambda: silence(home, call))
    with pytest.raises(TooSoon):
        at(after(days=2, hours=2), lambda: silence(home, call))
    at(after(days=2, hours=5), lambda: silence(home, call))
    at(after(days=3, hours=1), lambda: silence(home, call))
    call.refresh_from_db()
    assert (call.state, call.tries.count()) == (StepState.NOT_COMPLETED, 3)
    assert ended(call, "follow_up_call") == "withdrawn"
    written = Message.objects.get(kind="follow_up.unreached")
    assert (written.person, written.ways[0]) == (home.cast.maya, "letter")
    assert Message.objects.get(kind="follow_up.family").person == home.cast.leila
    done = queries.completion(since=after(), until=after(days=9), by=home.cast.manager)
    assert (done.due, done.done, done.not_completed, done.reach_rate) == (1, 0, 1, 0.0)
    assert [step.id for step in queries.not_reached(by=home.cast.agent, since=after())] == [call.id]


def test_a_wrong_number_is_used_no_more(home: Home) -> None:
    call = home.call()
    point = ContactPoint.objects.get(person=home.cast.maya, kind="mobile")
    at(after(days=2, hours=1), lambda: silence(home, call, CallOutcome.WRONG_NUMBER, contact_point=point))
    point.refresh_from_db()
    assert point.stopped_at
    other = ContactPoint.objects.filter(person=home.cast.tom).first()
    with pytest.raises(NotThere):
        at(after(days=2, hours=6), lambda: silence(home, call, CallOutcome.NO_ANSWER, contact_point=other))


def test_they_may_name_the_time_and_are_promised_it(home: Home) -> None:
    call = home.call()
    with pytest.raises(TimeNeeded):
        silence(home, call, CallOutcome.LATER)
    wanted = call.due_at.replace(hour=10) + (after(days=2) - after())
    said = actions.Said(CallOutcome.LATER, ring_at=wanted)
    actions.record_try(step=call, said=said, by=home.cast.agent)
    call.refresh_from_db()
    assert (call.next_at, Promise.objects.get(subject_id=call.id).due_at) == (wanted, call.due_at)
    assert call.due_at > wanted


def test_refusing_a_call_says_why_and_takes_the_promise_back(home: Home) -> None:
    call = home.call()
    with pytest.raises(ReasonNeeded):
        silence(home, call, CallOutcome.REFUSED)
    actions.record_try(step=call, said=actions.Said(CallOutcome.REFUSED, note="I am well"), by=home.cast.agent)
    assert ended(call, "follow_up_call") == "withdrawn"


def test_who_takes_a_call_owns_its_promise(home: Home) -> None:
    call = home.call()
    actions.take_step(step=call, by=home.cast.ward_nurse)
    assert Promise.objects.get(subject_id=call.id).taken_by == home.cast.ward_nurse_staff


def test_I_23_who_may_not_see_the_person_may_not_ring(home: Home) -> None:
    call = home.call()
    home.cast.maya.site = home.cast.site
    home.cast.maya.save()
    for act in (
        lambda: actions.take_step(step=call, by=home.cast.from_elsewhere),
        lambda: actions.record_try(step=call, said=actions.Said("no_answer"), by=home.cast.from_elsewhere),
        lambda: actions.drop_step(step=call, reason="x", by=home.cast.from_elsewhere),
        lambda: queries.call_for(call.id, by=home.cast.from_elsewhere),
        lambda: queries.step_for(call.id, by=home.cast.from_elsewhere),
    ):
        with pytest.raises(NotThere):
            act()
    assert queries.calls_to_make(by=home.cast.from_elsewhere) == []
    with pytest.raises(NotAllowed):
        actions.take_step(step=call, by=home.cast.bed_manager)
    with pytest.raises(NotAllowed):
        actions.take_step(step=call, by=home.cast.maya_herself)


# ── Visits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def hip(home: Home) -> Plan:
    return home.plan(pathway="joint replacement")


def test_APT_7_a_visit_that_is_booked_settles_the_step_by_itself(home: Home) -> None:
    plan = hip(home)
    step = plan.steps.get(code="clinic")
    assert promised(step) == ["visit_after"]
    home.hospital.service.code = "ORT-FRAC"
    home.hospital.service.save()
    booked = home.hospital.appointment(home.cast.maya, "10:00")
    assert look_after() >= 1
    step.refresh_from_db()
    assert (step.state, step.appointment_id) == (StepState.DONE, booked.id)
    assert ended(step, "visit_after") == "kept"
    assert plan.steps.get(code="stitches").state == StepState.OPEN


def test_a_date_that_somebody_else_gives_is_written_down(home: Home) -> None:
    step = hip(home).steps.get(code="stitches")
    with pytest.raises(ReasonNeeded):
        actions.arrange_visit(step=step, by=home.cast.agent)
    other = home.hospital.appointment(home.cast.tom, "10:00")
    with pytest.raises(NotThere):
        actions.arrange_visit(step=step, appointment=Appointment.objects.get(id=other.id), by=home.cast.agent)
    actions.arrange_visit(step=step, how="the district nurse, 4 December", by=home.cast.agent)
    assert ended(step, "visit_after") == "kept"
    assert [row.step.code for row in queries.visits_to_arrange(by=home.cast.agent)] == ["physio", "clinic"]


def test_a_step_is_dropped_with_a_reason_only(home: Home) -> None:
    step = hip(home).steps.get(code="physio")
    with pytest.raises(ReasonNeeded):
        actions.drop_step(step=step, reason=" ", by=home.cast.agent)
    actions.drop_step(step=step, reason="has his own", by=home.cast.agent)
    promise = Promise.objects.get(subject_id=step.id)
    assert (promise.state, promise.ended_how) == ("withdrawn", "has his own")


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_list_puts_who_may_be_rung_now_first(home: Home) -> None:
    first = home.call()
    assert queries.calls_to_make(by=home.cast.agent) == []
    assert queries.calls_to_come(by=home.cast.agent) == 1
    rows = at(after(days=2, hours=1), lambda: queries.calls_to_make(by=home.cast.agent))
    assert [(row.step, row.tries, row.of, row.from_at) for row in rows] == [(first, 0, 3, None)]
    at(after(days=2, hours=1), lambda: silence(home, first))
    rows = at(after(days=2, hours=2), lambda: queries.calls_to_make(by=home.cast.agent))
    assert (rows[0].tries, rows[0].from_at) == (1, after(days=2, hours=4))


def test_only_who_sees_clinical_things_reads_the_sheet_and_reading_leaves_a_trace(home: Home) -> None:
    from almoner.core.models import AuditEntry

    call = home.call()
    assert queries.call_for(call.id, by=home.cast.agent).sheet == {}
    assert queries.call_for(call.id, by=home.cast.ward_nurse).sheet["medicines"]
    assert AuditEntry.objects.filter(act="read.aftercare", person_id=home.cast.maya.id).count() == 2


def test_every_event_of_this_room_has_words_of_its_own(home: Home) -> None:
    from almoner.timeline.words import _known

    call = home.call()
    at(after(days=2, hours=1), lambda: silence(home, call))
    at(after(days=3), lambda: home.reach(call))
    kinds = {
        kind for kind in Event.objects.values_list("kind", flat=True) if kind.startswith(("follow", "after", "rec"))
    }
    assert len(kinds) == 5
    assert kinds - set(_known) == set()
