"""Taking contacts, making sure who it is, ending them with an outcome, and ringing back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused, Unclear
from almoner.desk import refusals
from almoner.desk.actions.places import answered_in_writing
from almoner.desk.dispositions import Disposition, dispositions
from almoner.desk.enums import ABANDONED, Channel, Direction, Needed
from almoner.desk.messages import MISSED, text_to
from almoner.desk.models import Contact
from almoner.desk.rules import need_to_take
from almoner.messaging import actions as messaging
from almoner.people import contact as reaching
from almoner.people.actions import stop_contact
from almoner.people.enums import ContactKind
from almoner.people.models import ContactPoint, Person, Staff
from almoner.people.rules import may_see, may_speak_for
from almoner.people.verifying import verified_by
from almoner.timeline.actions import record

TRIES = 3
"""So often may what was said not fit; then somebody is guessing."""
CODE_WORD = "code_word"
WRITTEN = (Channel.TEXT, Channel.EMAIL)
"""How somebody may write without anybody of us being there."""


@action
def take_contact(
    *, channel: str, direction: str = Direction.IN, number: str = "", asked: str = "", by: Actor
) -> Contact:
    """Begin a contact. Who it is stays open until `identify`, whatever number is shown (law I-27)."""
    by.need(Permission.TAKE_CONTACTS)
    if channel not in Channel.values or direction not in Direction.values:
        raise Unclear
    return Contact.objects.create(
        channel=channel,
        direction=direction,
        number=number.strip()[:300],
        number_key=number_key(number),
        asked=asked.strip()[:500],
        agent_id=by.staff_id,
        started_at=clock.now(),
    )


@action
def note_abandoned_call(*, number: str, by: Actor) -> Contact:
    """A call was given up before anybody answered. The charter promises to ring back (TEL-2, TEL-7)."""
    if not by.is_system:
        by.need(Permission.TAKE_CONTACTS)
    if not number_key(number):
        raise refusals.NumberNeeded
    now = clock.now()
    contact = Contact.objects.create(
        channel=Channel.CALL,
        number=number.strip()[:300],
        number_key=number_key(number),
        started_at=now,
        ended_at=now,
        outcome=ABANDONED,
    )
    record(kind="call.abandoned", person=None, subject_id=contact.id, facts={}, by=by)
    _text_that_we_missed_it(contact)
    return contact


@action
def note_written(*, channel: str, number: str, asked: str, by: Actor) -> Contact:
    """Somebody wrote to us, and a person must answer: a contact that nobody has taken yet. Whose it is, the number or
    address does not say (law I-27). The charter promises an answer (REM-8)."""
    by.need(Permission.RUN_SYSTEM)
    if channel not in WRITTEN:
        raise Unclear
    contact = Contact.objects.create(
        channel=channel,
        number=number.strip()[:300],
        number_key=number_key(number),
        asked=asked.strip()[:500],
        started_at=clock.now(),
    )
    record(kind="contact.written", person=None, subject_id=contact.id, facts={"channel": str(channel)}, by=by)
    return contact


def _text_that_we_missed_it(contact: Contact) -> None:
    """A text to the number that rang, at once: that we are sorry, and by when we ring back (TEL-2)."""
    owed = Promise.objects.live().filter(subject_id=contact.id).order_by("due_at", "id").first()
    person = text_to(contact) if owed else None
    if owed and person:
        messaging.plan(
            kind=MISSED,
            person=person,
            subject_id=contact.id,
            ways=[Channel.TEXT],
            not_before=clock.now(),
            deadline=owed.due_at,
            by=SYSTEM,
        )


@action
def identify(
    *,
    contact: Contact,
    person: Person,
    birth_on: date | None = None,
    telephone: str = "",
    email: str = "",
    postcode: str = "",
    record_number: str = "",
    by: Actor,
) -> Contact:
    """Hold what the caller said against the record of `person`. When two things fit, the contact is theirs.

    When they do not, the contact comes back as unknown as before, with one more wrong try: a refusal would forget the
    try. Raises TooManyTries from the third on, and never says what did not fit.
    """
    live = _to_identify(contact, person, by)
    said = verified_by(
        person, birth_on=birth_on, telephone=telephone, email=email, postcode=postcode, record_number=record_number
    )
    if not said.enough:
        return _wrong(live)
    return _identified(live, person, [str(mark) for mark in said.fitted])


@action
def speak_with_carer(*, contact: Contact, person: Person, caller: Person, code_word: str, by: Actor) -> Contact:
    """Let `caller` speak for `person`: their leave has the scope PHONE, and the code word fits (law I-26).

    A wrong word counts as a wrong try, as in `identify`. Raises MayNotSpeak where there is no such leave.
    """
    live = _to_identify(contact, person, by)
    if not may_speak_for(person, caller, code_word=code_word):
        return _wrong(live)
    live.caller = caller
    return _identified(live, person, [CODE_WORD])


def _to_identify(contact: Contact, person: Person, by: Actor) -> Contact:
    live = _live(contact, by)
    if not may_see(person, by):
        raise NotThere
    if live.is_identified:
        raise refusals.IdentifiedAlready
    if live.wrong_tries >= TRIES:
        raise refusals.TooManyTries
    return live


def _wrong(live: Contact) -> Contact:
    live.wrong_tries += 1
    live.save(update_fields=["wrong_tries"])
    return live


def _identified(live: Contact, person: Person, fitted: list[str]) -> Contact:
    live.person, live.identified_at, live.identified_by = person, clock.now(), sorted(fitted)
    live.save(update_fields=["person", "caller", "identified_at", "identified_by"])
    return live


@action
def end_contact(
    *,
    contact: Contact,
    outcome: str,
    reason: str = "",
    note: str = "",
    level: int | None = None,
    promised_at: datetime | None = None,
    by: Actor,
) -> Contact:
    """End a contact with a code of the dispositions. What stays open needs a time, and a promise that keeps it.

    Raises OutcomeUnclear, what the code needs (PersonNeeded, ReasonNeeded, NoteNeeded, LevelNeeded,
    TimePromisedNeeded, NumberNeeded), and NobodySeesToIt where the charter promises nothing for it.
    """
    live = _live(contact, by)
    how = _disposition(outcome, live)
    live.outcome, live.ended_at = how.code, clock.now()
    live.reason, live.note, live.level = reason.strip()[:300], note.strip()[:1000], level
    _need(how, live)
    if how.leaves:
        live.promised_at = _to_come(promised_at)
    live.save()
    if how.code == "WRONG_NUMBER" and live.direction == Direction.OUT:
        _stop_number(live, by)
    record(kind="contact.ended", person=live.person, subject_id=live.id, facts=_facts(live, how), by=by)
    answered_in_writing(live, by)
    if how.leaves and not Promise.objects.live().filter(subject_id=live.id).exists():
        raise refusals.NobodySeesToIt
    return live


def _disposition(outcome: str, live: Contact) -> Disposition:
    how = dispositions().get(outcome)
    if how is None or (how.outgoing and live.direction != Direction.OUT):
        raise refusals.OutcomeUnclear
    return how


def _need(how: Disposition, live: Contact) -> None:
    lacking: dict[Needed, tuple[bool, type[Refused]]] = {
        Needed.PERSON: (not live.is_identified, refusals.PersonNeeded),
        Needed.REASON: (not live.reason, refusals.ReasonNeeded),
        Needed.NOTE: (not live.note, refusals.NoteNeeded),
        Needed.LEVEL: (live.level not in {1, 2, 3, 4, 5}, refusals.LevelNeeded),
    }
    for need, (is_lacking, refusal) in lacking.items():
        if need in how.needs and is_lacking:
            raise refusal
    if how.leaves and not (live.is_identified or live.number_key):
        raise refusals.NumberNeeded


def _to_come(promised_at: datetime | None) -> datetime:
    if promised_at is None or promised_at <= clock.now():
        raise refusals.TimePromisedNeeded
    return promised_at


def _facts(live: Contact, how: Disposition) -> dict[str, Any]:
    facts: dict[str, Any] = {"outcome": how.code, "channel": live.channel, "leaves": str(how.leaves)}
    if live.level is not None:
        facts["level"] = live.level
    if live.promised_at:
        facts["promised_at"] = live.promised_at.isoformat()
    given_up = _given_up(live)
    return facts | ({"also_about": given_up} if given_up else {})


def _given_up(live: Contact) -> list[str]:
    """Calls from this number that were given up and have not been rung back: whoever it was has been heard now."""
    if not live.number_key or live.outcome in {"NO_ANSWER", "VOICEMAIL_LEFT_SAFE", "WRONG_NUMBER"}:
        return []
    calls = Contact.objects.filter(number_key=live.number_key, outcome=ABANDONED, called_back_at__isnull=True)
    return [str(call) for call in calls.filter(started_at__lte=live.started_at).values_list("id", flat=True)]


def _stop_number(live: Contact, by: Actor) -> None:
    points = ContactPoint.objects.filter(person=live.person, key=live.number_key, stopped_at__isnull=True)
    for point in points if live.person and live.number_key else ():
        stop_contact(contact_point=point, reason="somebody else answered", by=by)


@action
def call_back_done(*, contact: Contact, note: str, by: Actor) -> Contact:
    """They were rung back, and this is what came of it. It keeps what was promised when the contact ended."""
    by.need(Permission.TAKE_CONTACTS)
    stored = Contact.objects.select_for_update(of=("self",)).select_related("person").get(id=contact.id)
    if stored.person and not may_see(stored.person, by):
        raise NotThere
    if stored.ended_at is None or not (stored.promised_at or stored.outcome == ABANDONED):
        raise Unclear
    if stored.called_back_at:
        raise refusals.CalledBackAlready
    if not note.strip():
        raise refusals.ReasonNeeded
    stored.called_back_at, stored.called_back_note = clock.now(), note.strip()[:1000]
    stored.called_back_by = Staff.objects.filter(id=by.staff_id).first() if by.staff_id else None
    stored.save(update_fields=["called_back_at", "called_back_note", "called_back_by"])
    record(kind="contact.called_back", person=stored.person, subject_id=stored.id, facts={}, by=by)
    return stored


def _live(contact: Contact, by: Actor) -> Contact:
    """The contact, locked, if it still runs and `by` may take it. Raises ContactEnded and NotThere."""
    need_to_take(contact, by)
    stored = Contact.objects.select_for_update(of=("self",)).select_related("person").get(id=contact.id)
    if not stored.is_live:
        raise refusals.ContactEnded
    return stored


def number_key(number: str) -> str:
    """The number or address in one form, or nothing where it is neither (a withheld number, a name)."""
    kind = ContactKind.EMAIL if "@" in number else ContactKind.MOBILE
    try:
        return reaching.key(kind, number) if number.strip() else ""
    except Refused:
        return ""
