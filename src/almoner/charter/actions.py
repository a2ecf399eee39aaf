"""Opening, keeping, breaking, making good and withdrawing promises. Nothing leaves the ledger without an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from almoner.charter import due as falling_due
from almoner.charter.book import calendars, charter
from almoner.charter.enums import ENDED, LIVE, State
from almoner.charter.models import Promise, PromiseQuerySet
from almoner.charter.standard import Standard
from almoner.charter.wording import Told, said
from almoner.core import clock
from almoner.core.action import action, joins
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import Prepared, new_row, update
from almoner.core.referring import insert_referred
from almoner.core.refusal import NotAllowed, Refused, Unclear
from almoner.messaging import actions as messaging
from almoner.messaging.planning import Wanted
from almoner.people.models import Person, Staff
from almoner.people.sites import zone_of
from almoner.timeline.actions import record
from almoner.timeline.models import Event

_OF_MESSAGE = Prepared(
    lambda ids: (
        Promise.objects.live()
        .filter(id__in=ids)
        .select_related("person")
        .select_for_update(of=("self",))
        .order_by("id")
    )
)
_ONE = Prepared(lambda key: Promise.objects.filter(id=key).select_related("person").select_for_update(of=("self",)))


class PromiseEnded(Refused):
    """It was kept, made good or withdrawn before."""

    text = _("Promise %(reference)s has already ended.")


class OnlyByDeed(Refused):
    """It stands for something that is open in another place; ticking it off here would leave that to nobody."""

    text = _("Promise %(reference)s ends when this is done and noted where it belongs: %(deed)s.")


class ReasonNeeded(Unclear):
    """A promise is never taken back without saying why."""

    text = _("Please say why. The person will see the reason.")


@action
@joins
def open_promises(*, event: Event, by: Actor) -> list[Promise]:
    """Open what the charter's standards promise for `event`, and plan the messages that keep it."""
    standards = [one for one in charter().opened_by(event.kind) if falling_due.applies(one.when, event.facts)]
    if not standards:
        return []
    hours, told = calendars(str(event.facts.get("zone", ""))), Told(event.facts, _reader(event))
    opened = []
    for standard in standards:
        due = falling_due.due_at(standard.due, event.facts, event.at, hours)
        if falling_due.comes_too_late(standard.due, due, event.at):
            continue
        if _owed_already(standard, event):
            continue
        opened.append(_promise(standard, event, due, told))
    if not opened:
        return []
    _plan_messages(opened, hours)
    insert_referred("P", *opened)
    record(
        kind="promise.made",
        person=event.person,
        subject_id=event.subject_id,
        facts={"promises": [{"reference": p.reference, "standard": p.standard} for p in opened]},
        by=SYSTEM,
    )
    return opened


def _owed_already(standard: Standard, event: Event) -> bool:
    """What is promised once, to a person or about a subject, while the first still runs."""
    live = Promise.objects.live().filter(standard=standard.key)
    if standard.once_per_person and event.person_id and live.filter(person_id=event.person_id).exists():
        return True
    return standard.once_per_subject and live.filter(subject_id=event.subject_id).exists()


def _promise(standard: Standard, event: Event, due: datetime, told: Told) -> Promise:
    """The promise, not stored and without its reference yet."""
    return new_row(
        Promise,
        standard=standard.key,
        charter_version=charter().version,
        stage=standard.stage,
        person=event.person,
        opened_by=event,
        subject_id=event.subject_id,
        text=said(standard, told, due),
        facts=event.facts,
        due_at=due,
        risk_at=max(event.at, due - standard.risk),
        team=standard.owner,
    )


def _reader(event: Event) -> ZoneInfo:
    """The zone of whom the promise is made to; the hospital's where nobody knows it."""
    return (zone_of(event.person) if event.person else None) or clock.zone()


def _plan_messages(opened: list[Promise], hours: falling_due.Calendars) -> None:
    """Plan what keeps these promises, and note it as their parts."""
    wanted = [one for promise in opened for one in _wanted(promise, hours)]
    parts: dict[UUID | None, list[dict[str, Any]]] = {}
    for message in messaging.plan_for_promises(wanted=wanted, by=SYSTEM):
        part = {"kind": message.kind, "message_id": str(message.id), "done": False}
        parts.setdefault(message.promise_id, []).append(part)
    for promise in opened:
        promise.parts = parts.get(promise.id, [])


def _wanted(promise: Promise, hours: falling_due.Calendars) -> Iterator[Wanted]:
    standard = charter().standards[promise.standard]
    if not standard.sends or promise.person is None:
        return
    begin = falling_due.send_from(standard, promise.due_at, clock.now(), hours)
    for sending in standard.sends:
        yield Wanted(
            kind=sending.kind,
            person=promise.person,
            subject_id=promise.subject_id,
            ways=sending.ways,
            not_before=begin,
            deadline=promise.due_at,
            promise_id=promise.id,
        )


@action
@joins
def settle_by_event(*, event: Event, by: Actor) -> None:
    """Keep or withdraw the live promises whose standards say that this event does so.

    An event counts for the promises of its own subject; or, where it or they have none, of its person.
    """
    heard = charter().heard(event.kind)
    if not heard.keeps and not heard.withdraws:
        return
    for promise in _concerned(event, heard.keeps + heard.withdraws):
        if promise.standard in heard.keeps:
            _end(promise, State.KEPT, str(event.kind), by)
        elif falling_due.applies(charter().standards[promise.standard].withdrawn_if.get(event.kind, {}), event.facts):
            _withdraw(promise, _why_taken_back(event), by)


def _why_taken_back(event: Event) -> str:
    """What somebody wrote as the reason; for a reason of a closed list, and for none, what happened."""
    reason = event.facts.get("reason")
    return reason if isinstance(reason, str) and reason and not reason.isidentifier() else str(event.kind)


@Prepared
def _about(*, standards: Any, but: Any, subjects: Any = None, person: Any = None) -> PromiseQuerySet:
    """Live ones, said by what they are not: else SQLite takes the index of the live and looks through all of them."""
    concerned = Q(subject_id__in=subjects) if subjects else Q()
    if person:
        concerned |= Q(person=person, subject_id__isnull=True)
    found = Promise.objects.filter(concerned, standard__in=standards).exclude(state__in=ENDED).exclude(opened_by=but)
    return found.select_for_update(of=("self",)).order_by("id")


def _concerned(event: Event, standards: tuple[str, ...]) -> list[Promise]:
    """The live promises of these standards that `event` is about, locked in the order of their ids."""
    subjects = {event.subject_id, *(UUID(value) for value in event.facts.get("also_about", []))} - {None}
    asked = {name: value for name, value in (("subjects", subjects), ("person", event.person_id)) if value}
    if not asked:
        return []
    found = _about.all(standards=standards, but=event.id, **asked)
    for promise in found:
        if promise.person_id == event.person_id:
            promise.person = event.person
    return found


@action
@joins
def note_sent(*, event: Event, by: Actor) -> None:
    """A message went out or arrived: keep the promises of which it was the last part."""
    for promise in _of_message(event):
        for part in promise.parts:
            part["done"] = part["done"] or part["message_id"] == str(event.subject_id)
        if not promise.parts or not all(part["done"] for part in promise.parts):
            update(promise, "parts")
        else:
            _end(promise, State.KEPT, str(event.facts.get("channel", "message")), by)


@action
@joins
def hand_to_team(*, event: Event, by: Actor) -> None:
    """A message could not be delivered by any way: its promise now needs a person of the owning team."""
    for promise in _of_message(event):
        if not any(part["message_id"] == str(event.subject_id) for part in promise.parts):
            continue
        promise.by_hand_since = clock.now()
        promise.risk_at = min(promise.risk_at, clock.now())
        update(promise, "by_hand_since", "risk_at")
        _tell("promise.handed_to_team", promise, {"tried": event.facts.get("tried", []), "team": promise.team}, by)


def _of_message(event: Event) -> list[Promise]:
    return _OF_MESSAGE.all(ids=[UUID(told) for told in event.facts.get("promise_ids", [])])


@action
def keep(*, promise: Promise, how: str, by: Actor) -> Promise:
    """Somebody did what was promised, and says how. A broken one is made good by it. Raises OnlyByDeed."""
    by.need(Permission.KEEP_PROMISES)
    promise = _live(promise)
    _need_endable_by_hand(promise)
    _end(promise, State.KEPT, how.strip() or str(_("done")), by)
    return promise


@action
def withdraw(*, promise: Promise, reason: str, by: Actor) -> Promise:
    """Take a promise back, with the reason that the person will see. Raises ReasonNeeded, OnlyByDeed."""
    by.need(Permission.WITHDRAW_PROMISES)
    if not reason.strip():
        raise ReasonNeeded
    promise = _live(promise)
    _need_endable_by_hand(promise)
    _withdraw(promise, reason.strip(), by)
    return promise


def _need_endable_by_hand(promise: Promise) -> None:
    standard = charter().standards.get(promise.standard)
    if standard and standard.only_by_deed:
        raise OnlyByDeed(reference=promise.reference, deed=standard.deed)


@action
def withdraw_all(*, person: Person, reason: str, by: Actor) -> int:
    """Take back every live promise to a person, as when they have died. Gives how many."""
    live = list(Promise.objects.live().filter(person=person).select_for_update(of=("self",)).order_by("id"))
    for promise in live:
        _withdraw(promise, reason, by)
    return len(live)


@action
def take(*, promise: Promise, by: Actor) -> Promise:
    """A member of the team says: I do this one."""
    staff = Staff.objects.filter(id=by.staff_id).first() if by.staff_id else None
    if staff is None:
        raise NotAllowed
    return assign(promise=promise, staff=staff, by=by)


@action
def assign(*, promise: Promise, staff: Staff | None, by: Actor) -> Promise:
    """Give a promise to a member of staff, or back to the team."""
    by.need(Permission.KEEP_PROMISES)
    promise = _live(promise)
    promise.taken_by = staff
    update(promise, "taken_by")
    _tell("promise.taken", promise, {"by": staff.name if staff else ""}, by)
    return promise


@action
def renew(*, promise: Promise, due_at: datetime, reason: str, by: Actor) -> Promise:
    """Give a new time before the old one is broken, with the reason that the person will see."""
    by.need(Permission.KEEP_PROMISES)
    if not reason.strip():
        raise ReasonNeeded
    if due_at <= clock.now():
        raise Unclear(_("The new time has to be in the future."))
    promise = _live(promise)
    if promise.state == State.BROKEN:
        promise.new_time = due_at
        update(promise, "new_time")
    else:
        promise.due_at, promise.risk_at = due_at, due_at - charter().standards[promise.standard].risk
        promise.at_risk_since = None
        update(promise, "due_at", "risk_at", "at_risk_since")
    _tell("promise.renewed", promise, {"due_at": due_at.isoformat(), "reason": reason.strip()}, by)
    return promise


@action
def note_risk(*, promise: Promise, by: Actor) -> None:
    """Its time is running out: it moves to the top of its team's list."""
    promise = _live(promise)
    promise.at_risk_since = clock.now()
    update(promise, "at_risk_since")
    _tell("promise.at_risk", promise, {"due_at": promise.due_at.isoformat()}, by)


@action
def break_promise(*, promise: Promise, by: Actor) -> Promise:
    """Its time has passed: say so, apologise with a new time, and begin to climb the ladder."""
    promise = _live(promise)
    if promise.state != State.OPEN or promise.due_at > clock.now():
        return promise
    standard = charter().standards.get(promise.standard)
    moment = clock.now()
    promise.state, promise.broken_at = State.BROKEN, moment
    promise.next_rung_at = promise.due_at + standard.ladder[0].after if standard else moment
    promise.new_time = calendars().working.after(moment, standard.new_time) if standard else None
    update(promise, "state", "broken_at", "next_rung_at", "new_time")
    _tell("promise.broken", promise, {"due_at": promise.due_at.isoformat()}, by)
    if standard and standard.apology and promise.person and promise.new_time:
        messaging.plan(
            kind="promise.apology",
            person=promise.person,
            subject_id=promise.id,
            ways=["call", "email", "text", "letter"],
            not_before=moment,
            deadline=promise.new_time,
            promise_id=promise.id,
            by=SYSTEM,
        )
    return promise


@action
def climb(*, promise: Promise, by: Actor) -> Promise:
    """Bring a broken promise before the next team of its ladder; the last rung comes again until somebody acts."""
    promise = _live(promise)
    if promise.state != State.BROKEN or promise.next_rung_at is None or promise.next_rung_at > clock.now():
        return promise
    standard = charter().standards[promise.standard]
    rung = standard.ladder[min(promise.rung, len(standard.ladder) - 1)]
    promise.rung += 1
    promise.before_team = rung.team
    following = standard.ladder[promise.rung] if promise.rung < len(standard.ladder) else None
    promise.next_rung_at = (
        max(clock.now(), promise.due_at + following.after) if following else clock.now() + standard.repeat
    )
    update(promise, "rung", "before_team", "next_rung_at")
    _tell("promise.escalated", promise, {"to": rung.team, "rung": promise.rung}, by)
    return promise


def _live(promise: Promise) -> Promise:
    """The promise as it stands now, locked. Raises PromiseEnded."""
    fresh = _ONE.get(key=promise.id)
    if fresh.state not in LIVE:
        raise PromiseEnded(reference=fresh.reference)
    return fresh


def _end(promise: Promise, state: State, how: str, by: Actor) -> None:
    """End as kept; or as made good where it was broken, or its time had passed unseen."""
    if state == State.KEPT and (promise.state == State.BROKEN or clock.now() > promise.due_at):
        state = State.MADE_GOOD
        promise.broken_at = promise.broken_at or promise.due_at
    promise.state, promise.ended_at, promise.ended_how = state, clock.now(), how[:300]
    update(promise, "state", "broken_at", "ended_at", "ended_how", "parts")
    if promise.parts or promise.broken_at:  # else no message was ever planned for it
        messaging.withdraw_for_promise(promise_id=promise.id, reason="promise ended", by=SYSTEM)
    _tell(f"promise.{state}", promise, {"how": how}, by)


def _withdraw(promise: Promise, reason: str, by: Actor) -> None:
    _end(promise, State.WITHDRAWN, reason, by)


def _tell(kind: str, promise: Promise, facts: dict[str, Any], by: Actor) -> None:
    told = {"reference": promise.reference, "standard": promise.standard, **facts}
    record(kind=kind, person=promise.person, subject_id=promise.id, facts=told, by=by)
