"""After they have gone home: calls are made and answered in every way, and people say how they are by every way."""

from __future__ import annotations

from datetime import timedelta

from almoner.aftercare import actions as aftercare
from almoner.aftercare.enums import Answer, CallOutcome, Means, StepKind, StepState
from almoner.aftercare.models import Step
from almoner.aftercare.standing import handbook_of
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.demo.booking import hold_from
from almoner.demo.life.hospital import Hospital, forgotten
from almoner.demo.ringing import telephone_of
from almoner.people.queries import link_actor
from almoner.scheduling import actions as scheduling

OUTCOMES = {
    CallOutcome.REACHED: 66,
    CallOutcome.NO_ANSWER: 22,
    CallOutcome.LATER: 6,
    CallOutcome.WRONG_NUMBER: 3,
    CallOutcome.REFUSED: 3,
}
MACHINE = 0.5
"""How many of those who do not answer have a machine that takes a word."""
SIGNS = 0.15
"""How many of those who are reached tell of a warning sign."""
ASKS_FOR_NURSE = 0.1
WAYS = {"link": 60, "phone": 28, "paper": 12}


def people_are_followed(hospital: Hospital) -> None:
    """By day: what is due is done, and what people say is heard."""
    now = clock.now()
    steps = Step.objects.filter(state=StepState.OPEN, opens_at__lte=now).select_related("person", "plan__handbook")
    for step in steps.filter(next_at__lte=now, kind__in=[StepKind.CALL, StepKind.HELP]).order_by("due_at", "id")[:3]:
        _is_rung(hospital, step)
    for step in steps.filter(kind=StepKind.VISIT).order_by("due_at", "id")[:2]:
        _gets_a_date(hospital, step)
    for step in steps.filter(kind=StepKind.CHECK).order_by("due_at", "id")[:3]:
        _says_how(hospital, step)


def said(hospital: Hospital, step: Step) -> aftercare.Said:
    """What comes of ringing."""
    outcome = hospital.source.choices(list(OUTCOMES), weights=list(OUTCOMES.values()))[0]
    if outcome == CallOutcome.LATER:
        return aftercare.Said(outcome, ring_at=clock.now() + timedelta(hours=2))
    if outcome == CallOutcome.REFUSED:
        return aftercare.Said(outcome, note="All is well, please do not ring again")
    if outcome == CallOutcome.NO_ANSWER and hospital.lot(MACHINE):
        return aftercare.Said(outcome, note="A machine answered: asked to be rung back")
    if outcome != CallOutcome.REACHED:
        return aftercare.Said(outcome)
    book = handbook_of(step.plan)
    answers: dict[str, dict[str, str]] = {one.code: {"answer": Answer.FINE} for one in book.questions}
    if hospital.lot(ASKS_FOR_NURSE) and answers:
        answers[next(iter(answers))] = {"answer": Answer.NEEDS_NURSE, "note": "Does not know why the new tablet"}
    signs = [sign.code for flag in book.flags for sign in flag.signs]
    told = [hospital.one_of(signs)] if signs and hospital.lot(SIGNS) else []
    return aftercare.Said(outcome, answers=answers, signs=told, note="Spoke with them")


def _is_rung(hospital: Hospital, step: Step) -> None:
    """Nurses ring where a nurse is asked for; some steps are forgotten until their time has passed. Where somebody else
    answers, the number is not rung again."""
    if forgotten(step.id) and clock.now() < step.due_at + timedelta(hours=1):
        return
    by = hospital.by("ward_nurse" if step.clinician else "agent")
    tried = hospital.try_to(
        aftercare.record_try, step=step, said=said(hospital, step), contact_point=telephone_of(step.person), by=by
    )
    if tried is None:
        return
    hospital.begins(f"call_{tried.outcome}")
    if tried.request_id:
        hospital.begins("urgency")


def _gets_a_date(hospital: Hospital, step: Step) -> None:
    service = next((hospital.house.services[code] for code in step.services if code in hospital.house.services), None)
    begin = max(clock.now() + timedelta(days=1), step.opens_at)
    held = hold_from(service, step.person, begin, hospital.by("agent")) if service else None
    if held:
        visit = hospital.try_to(scheduling.book, hold=held, person=step.person, keep_both=True, by=hospital.by("agent"))
        if visit:
            hospital.try_to(aftercare.arrange_visit, step=step, appointment=visit, by=hospital.by("agent"))
    else:
        hospital.try_to(aftercare.arrange_visit, step=step, how="Their own doctor sees them", by=hospital.by("agent"))


def _says_how(hospital: Hospital, step: Step) -> None:
    """By the link that they were sent, by telephone, or on the paper that they send back; some never answer."""
    if step.id.int % 3 == 0:
        return
    way = hospital.source.choices(list(WAYS), weights=list(WAYS.values()))[0]
    means = hospital.source.choices(list(Means), weights=[60, 28, 12])[0]
    check = hospital.try_to(aftercare.say_how, plan=step.plan, step=step, means=means, by=speaker(hospital, step, way))
    if check is None:
        return
    hospital.begins(f"recovery_{way}")
    if check.request_id:
        hospital.begins("urgency")


def speaker(hospital: Hospital, step: Step, way: str) -> Actor:
    """Who writes an answer down: the person by their link, or the desk that hears or reads it."""
    own = link_actor(step.person) if way == "link" else None
    return own or hospital.by("agent").through(way)
