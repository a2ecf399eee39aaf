"""Ringing people at home: each try with its outcome, what was asked and answered, and danger passed on at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.aftercare.alarming import Heard, alarm_for_signs, flags_of, is_danger
from almoner.aftercare.clock_of import clock_of
from almoner.aftercare.enums import RING, UNREACHED, Answer, CallOutcome, LeadsTo, StepKind, StepState
from almoner.aftercare.handbook import Handbook
from almoner.aftercare.models import Plan, Step, Try
from almoner.aftercare.refusals import AnswersMissing, OnlyClinician, ReasonNeeded, TimeNeeded, TooSoon
from almoner.aftercare.rules import need_to_follow_up
from almoner.aftercare.standing import acting_staff, handbook_of, live_promise, open_step
from almoner.charter import actions as charter
from almoner.charter.book import calendars
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.refusal import NotThere
from almoner.messaging.moments import say_time
from almoner.people.actions import stop_contact
from almoner.people.ages import ages
from almoner.people.enums import CarerScope
from almoner.people.models import ContactPoint
from almoner.people.rules import live_leaves, scopes_of
from almoner.timeline.actions import record


@dataclass(frozen=True, slots=True)
class Said:
    """What came of ringing. `answers` by question: `answer` and `note`; `signs` are codes of warning signs; `ring_at`
    is when they want to be rung instead; `language` the one in which the note is written."""

    outcome: str
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    signs: Sequence[str] = ()
    note: str = ""
    ring_at: datetime | None = None
    language: str = "en"


@action
def take_step(*, step: Step, by: Actor) -> Step:
    """I ring this one, so that nobody is rung twice. The promise is mine then, too."""
    need_to_follow_up(step.person, by)
    fresh = open_step(step, by)
    _need_clinician(fresh, by)
    fresh.taken_by = acting_staff(by)
    fresh.save(update_fields=["taken_by"])
    promise = live_promise(fresh.id)
    if promise and fresh.taken_by:
        charter.take(promise=promise, by=by)
    return fresh


@action
def record_try(*, step: Step, said: Said, contact_point: ContactPoint | None = None, by: Actor) -> Try:
    """Write down one try, and do what follows from it.

    Signs that lead to a clinician become a request for help in the same moment (FUP-10). After the last try they are
    written to, and their family where it may know; the step stays “not completed” (FUP-12). Raises TooSoon,
    AnswersMissing, TimeNeeded, OnlyClinician, StepEnded.
    """
    need_to_follow_up(step.person, by)
    fresh = open_step(step, by)
    if fresh.kind not in RING or said.outcome not in CallOutcome.values:
        raise NotThere
    _need_clinician(fresh, by)
    book = handbook_of(fresh.plan)
    _check(fresh, said, book)
    tried = _write(fresh, said, contact_point, book, by)
    _FOLLOWS[CallOutcome(said.outcome)](_Happened(fresh, tried, said, book, by))
    return tried


def _need_clinician(step: Step, by: Actor) -> None:
    if step.clinician and not by.is_clinician:
        raise OnlyClinician


def _check(step: Step, said: Said, book: Handbook) -> None:
    if said.outcome in UNREACHED and step.next_at > clock.now():
        from_time = say_time(step.next_at, clock.of_reader())
        raise TooSoon(from_time=from_time)
    if said.outcome == CallOutcome.LATER and (said.ring_at is None or said.ring_at <= clock.now()):
        raise TimeNeeded
    if said.outcome == CallOutcome.REACHED and step.kind == StepKind.CALL and not said.signs:
        answered = {code for code, told in said.answers.items() if told.get("answer") in Answer.values}
        if {question.code for question in book.questions} - answered:
            raise AnswersMissing
    if said.outcome == CallOutcome.REFUSED and not said.note.strip():
        raise ReasonNeeded


def _write(step: Step, said: Said, point: ContactPoint | None, book: Handbook, by: Actor) -> Try:
    """The try with its request, in one row that is never changed."""
    if point is not None and point.person_id != step.person_id:
        raise NotThere
    signs = list(said.signs) if said.outcome == CallOutcome.REACHED else []
    heard = Heard(step.person, step.plan.episode_id, said.note.strip(), said.language)
    request = alarm_for_signs(heard, book, signs, by) if signs else None
    return Try.objects.create(
        step=step,
        number=step.tries.count() + 1,
        outcome=said.outcome,
        contact_point=point,
        answers={code: dict(told) for code, told in said.answers.items()},
        signs=signs,
        danger=is_danger(flags_of(book, signs)),
        request=request,
        note=said.note.strip()[:1000],
        by_staff_id=by.staff_id,
        by_name=by.name,
    )


# ── What follows ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Happened:
    step: Step
    tried: Try
    said: Said
    book: Handbook
    by: Actor


def _reached(it: _Happened) -> None:
    step, tried, said, by = it.step, it.tried, it.said, it.by
    end_step(step, StepState.DONE, said.note)
    unclear = [code for code, told in said.answers.items() if told.get("answer") == Answer.NEEDS_NURSE]
    facts: dict[str, Any] = {"signs": tried.signs, "needs_nurse": unclear, "danger": tried.danger}
    record(
        kind="follow_up.helped" if step.kind == StepKind.HELP else "follow_up.reached",
        person=step.person,
        subject_id=step.id,
        facts=facts,
        by=by,
    )
    if unclear and not tried.danger:
        _ask_for(step.plan, StepKind.CALL, "follow_up.nurse_needed", by)
    if any(flag.leads_to == LeadsTo.DESK for flag in flags_of(it.book, tried.signs)):
        _ask_for(step.plan, StepKind.HELP, "follow_up.help_asked", by)


def _ask_for(plan: Plan, kind: StepKind, event: str, by: Actor) -> Step:
    """A step that the pathway did not foresee, due when the charter says."""
    number = Step.objects.filter(plan=plan, code__startswith=f"{kind}_again").count() + 1
    names = {
        StepKind.CALL: {
            "en": "A nurse rings you about what was not clear",
            "es": "Una enfermera le llama por lo que no quedó claro",
            "ar": "تتصل بك ممرضة بشأن ما لم يكن واضحًا",
        },
        StepKind.HELP: {
            "en": "We help you with what you need at home",
            "es": "Le ayudamos con lo que necesita en casa",
            "ar": "نساعدك فيما تحتاجه في البيت",
        },
    }[kind]
    step = Step.objects.create(
        plan=plan,
        person=plan.person,
        code=f"{kind}_again_{number}",
        kind=kind,
        names=names,
        clinician=kind == StepKind.CALL,
        opens_at=clock.now(),
        due_at=clock.now(),
        next_at=clock.now(),
    )
    record(kind=event, person=plan.person, subject_id=step.id, facts={"name": names}, by=by)
    promise = live_promise(step.id)
    if promise:
        step.due_at = promise.due_at
        step.save(update_fields=["due_at"])
    return step


def _unreached(it: _Happened) -> None:
    step, tried, rules, by = it.step, it.tried, it.book.rules, it.by
    if tried.outcome == CallOutcome.WRONG_NUMBER and tried.contact_point:
        stop_contact(contact_point=tried.contact_point, reason="somebody else answered", by=by)
    tries = step.tries.filter(outcome__in=UNREACHED).count()
    facts = {"tries": tries, "of": rules.tries}
    record(kind="follow_up.unreached", person=step.person, subject_id=step.id, facts=facts, by=by)
    if tries >= rules.tries:
        _give_up(step, tries, by)
        return
    place = clock_of(step.person, step.plan.stay or step.plan.visit)
    put_off(step, calendars(place).contact.next_open(clock.now() + rules.apart))


def put_off(step: Step, until: datetime) -> None:
    step.next_at, step.taken_by = until, None
    step.save(update_fields=["next_at", "taken_by"])


def _give_up(step: Step, tries: int, by: Actor) -> None:
    """They were not reached: a letter, and those of their family who may know. It counts as not completed."""
    end_step(step, StepState.NOT_COMPLETED, f"not reached in {tries} tries")
    with translation.override(step.person.language):
        said = ngettext(
            "We rang you %(tries)d time and did not reach you, so we wrote to you.",
            "We rang you %(tries)d times and did not reach you, so we wrote to you.",
            tries,
        )
        reason = said % {"tries": tries}
    facts = {"tries": tries, "reason": reason}
    record(kind="follow_up.given_up", person=step.person, subject_id=step.id, facts=facts, by=by)
    family = live_leaves(clock.today()).filter(person=step.person).select_related("carer", "person").order_by("id")
    for leave in family:
        if CarerScope.MESSAGES in scopes_of(leave, ages()):
            record(kind="follow_up.family_asked", person=leave.carer, subject_id=step.id, facts={}, by=SYSTEM)


def _later(it: _Happened) -> None:
    """They name the time. Where it is later than what was promised, they are promised that time instead."""
    step, said, by = it.step, it.said, it.by
    assert said.ring_at is not None  # noqa: S101 - it was checked
    put_off(step, said.ring_at)
    facts = {"ring_at": said.ring_at.isoformat()}
    record(kind="follow_up.put_off", person=step.person, subject_id=step.id, facts=facts, by=by)
    promise = live_promise(step.id)
    if promise and promise.due_at < said.ring_at:
        due_at = said.ring_at + timedelta(hours=1)
        with translation.override(step.person.language):
            reason = _("You asked us to ring then.")
        charter.renew(promise=promise, due_at=due_at, reason=reason, by=by)
        step.due_at = due_at
        step.save(update_fields=["due_at"])


def _refused(it: _Happened) -> None:
    step, said, by = it.step, it.said, it.by
    end_step(step, StepState.REFUSED, said.note)
    facts = {"reason": said.note.strip()[:300]}
    record(kind="follow_up.refused", person=step.person, subject_id=step.id, facts=facts, by=by)


def end_step(step: Step, state: StepState, how: str) -> None:
    """Part of an action."""
    step.state, step.ended_at, step.ended_how = state, clock.now(), how.strip()[:300]
    step.save(update_fields=["state", "ended_at", "ended_how"])


_FOLLOWS = {
    CallOutcome.REACHED: _reached,
    CallOutcome.NO_ANSWER: _unreached,
    CallOutcome.WRONG_NUMBER: _unreached,
    CallOutcome.LATER: _later,
    CallOutcome.REFUSED: _refused,
}
