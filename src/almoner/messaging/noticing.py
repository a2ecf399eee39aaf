"""Messages to many: written, counted and looked at, approved by somebody else, held, and stopped at any time.

What is approved is these words to these people. Whoever comes to fit afterwards is not told; whoever no longer fits, or
takes back their yes, is not told either, since each message asks again when it goes (I-19, I-20).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging import selections, wording
from almoner.messaging.enums import NoticeState
from almoner.messaging.notice_count import Counted, Reckoned, count
from almoner.messaging.notice_models import Notice, NoticeRecipient
from almoner.messaging.notice_words import (
    faults_of_notice,
    seal_of_notice,
    seal_of_words,
    to_begin_with,
)
from almoner.messaging.refusals import (
    FaultyWords,
    MoreFitNow,
    NobodyFits,
    NoticeCannotBeStopped,
    NoticeNotADraft,
    NoticeNotProposed,
    NoticeOtherwiseNow,
    NoticeTooLate,
    OwnWords,
    WhyNeeded,
    WordsWrittenMeanwhile,
)
from almoner.messaging.written_words import cleaned, name_of
from almoner.people.enums import Purpose
from almoner.people.models import Site, Staff
from almoner.timeline.actions import record

CHUNK = 1000


@action
def begin_notice(
    *,
    title: str,
    selection: str,
    criteria: Mapping[str, Any],
    purpose: Purpose,
    ways: Sequence[str],
    deadline: datetime,
    by: Actor,
) -> Notice:
    """Begin a message to whoever fits. Nothing leaves before it was proposed, approved and held."""
    by.need(Permission.WRITE_MESSAGES)
    selections.selection(selection)
    notice = Notice.objects.create(
        reference=reference("N", taken=lambda drawn: Notice.objects.filter(reference=drawn).exists()),
        title=title.strip()[:100],
        purpose=purpose,
        selection=selection,
        criteria=dict(criteria),
        ways=list(dict.fromkeys(ways)),
        deadline=deadline,
        words=to_begin_with(),
        site=Site.objects.filter(id=by.site_id).first() if by.site_id else None,
        by=_staff(by),
        by_name=by.name,
    )
    _tell("notice.begun", notice, {"title": notice.title}, by)
    return notice


@action
def aim_notice(
    *,
    notice: Notice,
    title: str,
    criteria: Mapping[str, Any],
    purpose: Purpose,
    ways: Sequence[str],
    deadline: datetime,
    by: Actor,
) -> Notice:
    """Say anew for whom a draft is, why, by which ways and until when."""
    by.need(Permission.WRITE_MESSAGES)
    notice = _draft(notice)
    notice.title, notice.criteria, notice.purpose = title.strip()[:100], dict(criteria), purpose
    notice.ways, notice.deadline = list(dict.fromkeys(ways)), deadline
    notice.save(update_fields=["title", "criteria", "purpose", "ways", "deadline"])
    _tell("notice.aimed", notice, {"title": notice.title}, by)
    return notice


@action
def write_notice(*, notice: Notice, language: str, words: Mapping[str, str], seen: str, by: Actor) -> Notice:
    """Keep what was written in one language of a draft, faulty or not. `seen`: the seal of what stood there before."""
    by.need(Permission.WRITE_MESSAGES)
    notice = _draft(notice)
    if language not in wording.LANGUAGES:
        raise NotThere
    if seal_of_words(notice, language) != seen:
        raise WordsWrittenMeanwhile
    notice.words = {**notice.words, language: cleaned(words)}
    _wrote(notice, by)
    notice.save(update_fields=["words", "writers"])
    _tell("notice.written", notice, {"language": language}, by)
    return notice


@action
def propose_notice(*, notice: Notice, seal: str, by: Actor) -> Notice:
    """Write down everybody whom it is for, and put it before somebody else. `seal` says what was looked at."""
    by.need(Permission.WRITE_MESSAGES)
    notice = _draft(notice)
    if faults := faults_of_notice(notice):
        raise FaultyWords([f"{name_of(language)}, {one}" for language, told in faults.items() for one in told])
    _need_time(notice)
    counted = count(notice)
    if not counted.going:
        raise NobodyFits
    if seal != seal_of_notice(notice, counted.seal):
        raise NoticeOtherwiseNow
    _write_down(notice, counted)
    _wrote(notice, by)
    notice.state, notice.proposed_at, notice.proposed_by_name = NoticeState.PROPOSED, clock.now(), by.name
    notice.save(update_fields=["state", "proposed_at", "proposed_by_name", "writers"])
    _tell("notice.proposed", notice, {"title": notice.title, "people": len(counted.going)}, by)
    return notice


@action
def recount_notice(*, notice: Notice, by: Actor) -> Notice:
    """Count a proposed message again: whoever fits now takes the place of those who were counted before."""
    by.need(Permission.SIGN_MESSAGES)
    notice = _proposed(notice)
    counted = count(notice)
    if not counted.going:
        raise NobodyFits
    _write_down(notice, counted)
    _tell("notice.counted", notice, {"people": len(counted.going)}, by)
    return notice


@action
def approve_notice(*, notice: Notice, seal: str, by: Actor) -> Notice:
    """Somebody who wrote none of it wants these words to go to these people; to a handful, also who wrote it.

    It is held first. Raises MoreFitNow where people have come to fit who were not counted.
    """
    by.need(Permission.SIGN_MESSAGES)
    staff = _staff(by)
    notice = _proposed(notice)
    counted = counted_of(notice)
    if str(staff.id) in notice.writers and len(counted.going) > settings.NOTICE_ALONE_UP_TO:
        raise OwnWords
    if seal != seal_of_notice(notice, counted.seal):
        raise NoticeOtherwiseNow
    if faults := faults_of_notice(notice):
        raise FaultyWords([f"{name_of(language)}, {one}" for language, told in faults.items() for one in told])
    _need_time(notice)
    if more := more_fit_now(notice, counted):
        raise MoreFitNow(people=more)
    notice.state, notice.approved_at, notice.approved_by = NoticeState.APPROVED, clock.now(), staff
    notice.goes_at = clock.now() + timedelta(minutes=settings.NOTICE_HOLD_MINUTES)
    notice.save(update_fields=["state", "approved_at", "approved_by", "goes_at"])
    facts = {"title": notice.title, "people": len(counted.going), "goes_at": notice.goes_at.isoformat()}
    _tell("notice.approved", notice, facts, by)
    return notice


@action
def stop_notice(*, notice: Notice, why: str, by: Actor) -> Notice:
    """Nothing more of it leaves once this commits. What was handed to a provider before is on its way (I-19, I-20).

    Each message asks for the state of its notice as it is handed over, under the lock that this takes; those that wait
    are then withdrawn by the worker.
    """
    by.need(Permission.SIGN_MESSAGES)
    notice = locked_notice(notice)
    if not notice.may_be_stopped:
        raise NoticeCannotBeStopped(reference=notice.reference)
    if not why.strip():
        raise WhyNeeded
    end_notice(notice, NoticeState.STOPPED, why.strip()[:500], by)
    _tell("notice.stopped", notice, {"title": notice.title, "why": notice.ended_why}, by)
    return notice


@action
def give_up_notice(*, notice: Notice, why: str, by: Actor) -> Notice:
    """A draft is given up, or a proposed message is turned down with a reason."""
    notice = locked_notice(notice)
    by.need(Permission.WRITE_MESSAGES if notice.is_draft else Permission.SIGN_MESSAGES)
    if notice.state not in {NoticeState.DRAFT, NoticeState.PROPOSED}:
        raise NoticeNotADraft(reference=notice.reference)
    if not notice.is_draft and not why.strip():
        raise WhyNeeded
    end_notice(notice, NoticeState.GIVEN_UP, why.strip()[:500], by)
    _tell("notice.given_up", notice, {"title": notice.title, "why": notice.ended_why}, by)
    return notice


def counted_of(notice: Notice) -> Counted:
    """Everybody who was written down when it was proposed, or counted last."""
    rows = notice.recipients.values_list("person_id", "language", "channel", "left_out")
    return Counted(tuple(Reckoned(*row) for row in rows))


def more_fit_now(notice: Notice, counted: Counted) -> int:
    """How many fit now who were not counted."""
    known = {one.person_id for one in counted.people}
    return sum(one not in known for one in selections.people_in(notice.selection, notice.criteria))


def locked_notice(notice: Notice) -> Notice:
    return Notice.objects.select_for_update(no_key=True, of=("self",)).get(id=notice.id)


def end_notice(notice: Notice, state: NoticeState, why: str, by: Actor) -> None:
    notice.state, notice.ended_at, notice.ended_by_name, notice.ended_why = state, clock.now(), by.name, why
    notice.save(update_fields=["state", "ended_at", "ended_by_name", "ended_why"])


def _write_down(notice: Notice, counted: Counted) -> None:
    notice.recipients.all().delete()
    rows = [
        NoticeRecipient(
            notice=notice,
            person_id=one.person_id,
            language=one.language,
            channel=one.channel,
            left_out=one.left_out,
        )
        for one in counted.people
    ]
    NoticeRecipient.objects.bulk_create(rows, batch_size=CHUNK)


def _need_time(notice: Notice) -> None:
    """It must be of use to somebody yet when the hold is over."""
    if notice.deadline <= clock.now() + timedelta(minutes=settings.NOTICE_HOLD_MINUTES):
        raise NoticeTooLate


def _draft(notice: Notice) -> Notice:
    found = locked_notice(notice)
    if not found.is_draft:
        raise NoticeNotADraft(reference=found.reference)
    return found


def _proposed(notice: Notice) -> Notice:
    found = locked_notice(notice)
    if found.state != NoticeState.PROPOSED:
        raise NoticeNotProposed(reference=found.reference)
    return found


def _wrote(notice: Notice, by: Actor) -> None:
    notice.writers = {**notice.writers, str(_staff(by).id): by.name}


def _staff(by: Actor) -> Staff:
    if by.staff_id is None:
        raise NotAllowed
    return Staff.objects.get(id=by.staff_id)


def _tell(kind: str, notice: Notice, facts: dict[str, Any], by: Actor) -> None:
    record(kind=kind, person=None, subject_id=notice.id, facts={"reference": notice.reference, **facts}, by=by)
