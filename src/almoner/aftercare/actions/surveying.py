"""Asking how it was, once and once more; hearing the answer; and what follows a low score."""

from __future__ import annotations

from collections.abc import Sequence

from almoner.aftercare.actions.opening import who_left
from almoner.aftercare.alarming import Heard, alarm_for_words
from almoner.aftercare.clock_of import clock_of
from almoner.aftercare.enums import HIGH, FeedbackState, NotAsked, Score, Theme
from almoner.aftercare.models import Feedback
from almoner.aftercare.refusals import ClosedAlready, DoneAlready, GivenAlready, ReasonNeeded, ScoreNeeded
from almoner.aftercare.rules import may_give_for, need_to_hear
from almoner.aftercare.standing import acting_staff, handbook_in_force
from almoner.aftercare.surveying import asked_lately, reason_not_to
from almoner.aftercare.windows import asked_by
from almoner.charter.book import calendars
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.timeline.actions import record
from almoner.visits.models import Stay, Visit


@action
def open_feedback(*, stay: Stay | None = None, visit: Visit | None = None, by: Actor) -> Feedback | None:
    """Ask how a stay or visit was, or note why not; None where the hospital has no handbook. Twice is once."""
    by.need(Permission.RUN_SYSTEM)
    episode = who_left(stay, visit)
    known = Feedback.objects.filter(subject_id=episode.id).first()
    book = handbook_in_force()
    if known or book is None:
        return known
    rules, person = book[1].rules, episode.person
    was_at = (episode.discharged_at if isinstance(episode, Stay) else episode.ended_at) or clock.now()
    clinician = episode.doctor if isinstance(episode, Stay) else episode.clinician
    why = reason_not_to(person, rules)
    if why is None and asked_lately(person, clinician.id if clinician else None, rules, was_at):
        why = NotAsked.SAME_CLINICIAN
    asked = Feedback.objects.create(
        person=person,
        subject_id=episode.id,
        stay=stay,
        visit=None if stay else visit,
        clinician=clinician,
        was_at=was_at,
        closes_at=was_at + rules.closes_after,
        state=FeedbackState.NOT_ASKED if why else FeedbackState.OPEN,
        not_asked=why or "",
    )
    if why is None:
        ask_by_at = asked_by(max(was_at, clock.now()), calendars(clock_of(person, episode)).contact, rules.ask_on_day)
        moments = {"closes_at": asked.closes_at, "was_at": was_at, "ask_by_at": ask_by_at}
        facts = {name: moment.isoformat() for name, moment in moments.items()}
        record(kind="feedback.opened", person=person, subject_id=asked.id, facts=facts, by=by)
    return asked


@action
def ask_once_more(*, feedback: Feedback, by: Actor) -> Feedback:
    """They have not answered: one reminder, and then no more."""
    by.need(Permission.RUN_SYSTEM)
    fresh = _locked(feedback)
    if fresh.state != FeedbackState.OPEN or fresh.nudged_at:
        return fresh
    fresh.nudged_at = clock.now()
    fresh.save(update_fields=["nudged_at"])
    facts = {"closes_at": fresh.closes_at.isoformat()}
    record(kind="feedback.unanswered", person=fresh.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


@action
def call_off_feedback(*, feedback: Feedback, why: str, by: Actor) -> Feedback:
    """They are not to be asked any more: in crisis, with us again, or no longer alive."""
    by.need(Permission.RUN_SYSTEM)
    fresh = _locked(feedback)
    if fresh.state != FeedbackState.OPEN:
        return fresh
    fresh.state, fresh.not_asked = FeedbackState.NOT_ASKED, NotAsked(why)
    fresh.save(update_fields=["state", "not_asked"])
    record(kind="feedback.called_off", person=fresh.person, subject_id=fresh.id, facts={"why": str(why)}, by=by)
    return fresh


@action
def close_feedback(*, feedback: Feedback, by: Actor) -> Feedback:
    """The day that they were told has come (FUP-5)."""
    by.need(Permission.RUN_SYSTEM)
    fresh = _locked(feedback)
    if fresh.state == FeedbackState.OPEN and fresh.closes_at <= clock.now():
        fresh.state = FeedbackState.CLOSED
        fresh.save(update_fields=["state"])
        record(kind="feedback.closed", person=fresh.person, subject_id=fresh.id, facts={}, by=by)
    return fresh


@action
def give_feedback(
    *, feedback: Feedback, score: str, words: str = "", may_ring: bool = False, language: str = "en", by: Actor
) -> Feedback:
    """The answer: once. A low one is somebody's to put right at once (FUP-6). Raises GivenAlready, ClosedAlready."""
    fresh = _locked(feedback)
    if not may_give_for(fresh.person, by):
        raise NotThere
    if score not in Score.values:
        raise ScoreNeeded
    if fresh.state == FeedbackState.GIVEN:
        raise GivenAlready
    if fresh.state != FeedbackState.OPEN or fresh.closes_at <= clock.now():
        raise ClosedAlready
    words = words.strip()
    if words:
        fresh.request = alarm_for_words(Heard(fresh.person, fresh.subject_id, words, language), by)
    fresh.state, fresh.score, fresh.words, fresh.may_ring = FeedbackState.GIVEN, Score(score), words, may_ring
    fresh.given_at, fresh.via = clock.now(), by.via
    fresh.save(update_fields=["state", "score", "words", "may_ring", "given_at", "via", "request"])
    facts = {"score": score, "low": fresh.is_low, "may_ring": may_ring}
    record(kind="feedback.given", person=fresh.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


@action
def follow_up_feedback(*, feedback: Feedback, how: str, themes: Sequence[str] = (), by: Actor) -> Feedback:
    """Somebody has seen to a low score: what was said, and what is put right."""
    fresh = _given(feedback, by)
    if not fresh.is_low or fresh.heard_at:
        raise DoneAlready
    if not how.strip():
        raise ReasonNeeded
    fresh.heard_at, fresh.heard_by = clock.now(), acting_staff(by)
    fresh.heard_how, fresh.themes = how.strip()[:1000], themes_of(themes)
    fresh.save(update_fields=["heard_at", "heard_by", "heard_how", "themes"])
    facts = {"themes": fresh.themes}
    record(kind="feedback.followed_up", person=fresh.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


@action
def sort_feedback(*, feedback: Feedback, themes: Sequence[str], by: Actor) -> Feedback:
    """Say what it is about."""
    fresh = _given(feedback, by)
    fresh.themes = themes_of(themes)
    fresh.save(update_fields=["themes"])
    return fresh


@action
def pass_on_feedback(*, feedback: Feedback, to: str, by: Actor) -> Feedback:
    """Kind words reach those who earned them."""
    fresh = _given(feedback, by)
    if not to.strip():
        raise ReasonNeeded
    if fresh.passed_on_at or fresh.score not in HIGH or not fresh.words:
        raise DoneAlready
    fresh.passed_on_at, fresh.passed_on_to = clock.now(), to.strip()[:200]
    fresh.save(update_fields=["passed_on_at", "passed_on_to"])
    record(kind="thanks.passed_on", person=fresh.person, subject_id=fresh.id, facts={"to": fresh.passed_on_to}, by=by)
    return fresh


def themes_of(themes: Sequence[str]) -> list[str]:
    """Those that are themes, each once, in the order of the list."""
    return [theme.value for theme in Theme if theme.value in themes]


def _locked(feedback: Feedback) -> Feedback:
    return Feedback.objects.select_for_update(of=("self",)).select_related("person").get(id=feedback.id)


def _given(feedback: Feedback, by: Actor) -> Feedback:
    fresh = _locked(feedback)
    need_to_hear(fresh.person, by)
    if fresh.state != FeedbackState.GIVEN:
        raise NotThere
    return fresh
