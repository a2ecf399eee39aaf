"""Registering people and keeping what is known of them right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django.db.models import Q

from almoner.core import clock, zones
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Unclear
from almoner.people import contact, names
from almoner.people.actions.contacts import add_contact
from almoner.people.actions.merging import keep_apart, note_double
from almoner.people.enums import Sex
from almoner.people.likeness import Description
from almoner.people.matching import Match, duplicates_of
from almoner.people.models import Account, Carer, Identifier, NameKey, Person, Site
from almoner.people.refusals import (
    AlreadyKnown,
    BirthUnclear,
    DeathUnclear,
    HoursUnclear,
    MayBeKnown,
    NameNeeded,
    ReasonNeeded,
)
from almoner.people.rules import may_act_for, may_see
from almoner.people.telling import tell

CORRECTED_BY_STAFF = ("given_name", "family_name", "birth_on", "sex")
CORRECTED_BY_ANYONE = (
    "called",
    "language",
    "interpreter_language",
    "best_time",
    "time_zone",
    "first_way",
    "ring_from",
    "ring_until",
)
"""What somebody may change for themselves; the rest names who they are, and staff hold it against a paper."""


@action
def register_person(  # noqa: PLR0913 - each is a thing that is asked
    *,
    given_name: str,
    family_name: str = "",
    birth_on: date,
    sex: str = Sex.UNKNOWN,
    called: str = "",
    language: str = "en",
    interpreter_language: str = "",
    best_time: str = "",
    contacts: Sequence[tuple[str, str]] = (),
    restricted: bool = False,
    sure: bool = False,
    by: Actor,
) -> Person:
    """Register somebody new. `contacts` are pairs of kind and value, the best way to reach them first.

    MayBeKnown, with the candidates, unless `sure`: somebody has looked and says that it is another person (X-3).
    """
    by.need(Permission.EDIT_PEOPLE)
    if restricted:
        by.need(Permission.SEE_RESTRICTED)
    _check(given_name, birth_on)
    keys = frozenset(contact.key(kind, value) for kind, value in contacts)
    alike = duplicates_of(Description(f"{given_name} {family_name}", birth_on, sex, keys))
    shown = [match for match in alike if may_see(match.person, by)]
    if shown and not sure:
        raise MayBeKnown(shown)
    person = _store(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        birth_on=birth_on,
        sex=sex,
        called=called.strip(),
        language=language,
        interpreter_language=interpreter_language,
        best_time=best_time,
        restricted=restricted,
        site_id=by.site_id,
    )
    tell(kind="person.registered", person=person, facts={"record_number": person.record_number}, by=by)
    for rank, (kind, value) in enumerate(contacts, start=1):
        add_contact(person=person, kind=kind, value=value, rank=rank, by=by)
    for match in shown if by.staff_id else ():
        keep_apart(one=match.person, other=person, reason="looked at when registered", by=by)
    _note_hidden_doubles(person, [match for match in alike if match not in shown])
    return person


def _check(given_name: str, birth_on: date) -> None:
    if not names.key(given_name):
        raise NameNeeded
    if not date(1890, 1, 1) <= birth_on <= clock.today():
        raise BirthUnclear


def _store(**fields: Any) -> Person:
    number = reference("R", taken=lambda drawn: Person.objects.filter(record_number=drawn).exists())
    name_key = names.key(fields["given_name"], fields["family_name"])
    person = Person.objects.create(record_number=number, name_key=name_key, **fields)
    _index_name(person)
    return person


def _index_name(person: Person) -> None:
    """Add the forms by which the name as it now is may be found; old ones stay."""
    keys = names.search_keys(person.given_name, person.family_name, person.called)
    NameKey.objects.bulk_create(
        [NameKey(person=person, key=key, weight=weight) for key, weight in keys.items()], ignore_conflicts=True
    )


def _note_hidden_doubles(person: Person, hidden: Iterable[Match]) -> None:
    """Who registers must not learn of records closed to them; who may see both sorts it out afterwards."""
    for match in hidden:
        marks = [mark.value for mark in match.marks]
        note_double(one=person, other=match.person, score=match.score, marks=marks, by=SYSTEM)


@action
def correct_person(*, person: Person, changes: dict[str, Any], reason: str = "", by: Actor) -> Person:
    """Change what is known of a person. The event keeps what stood there before (law I-38).

    Staff who may edit people change anything, with a reason where it is who they are; the person, and a carer, change
    how they are spoken to.
    """
    if not may_act_for(person, by):
        raise NotThere
    stored = Person.objects.select_for_update().get(id=person.id)
    unknown = set(changes) - set(CORRECTED_BY_STAFF) - set(CORRECTED_BY_ANYONE)
    if unknown:
        raise TypeError(f"no such thing to correct: {sorted(unknown)}")
    who = any(changes[name] != getattr(stored, name) for name in CORRECTED_BY_STAFF if name in changes)
    if who:
        by.need(Permission.EDIT_PEOPLE)
        if not reason.strip():
            raise ReasonNeeded
    before = {name: _plain(getattr(stored, name)) for name in changes if getattr(stored, name) != changes[name]}
    if not before:
        return stored
    for name, value in changes.items():
        setattr(stored, name, value.strip() if isinstance(value, str) else value)
    _check(stored.given_name, stored.birth_on)
    if stored.time_zone and not zones.exists(stored.time_zone):
        raise Unclear
    if stored.ring_from and stored.ring_until and stored.ring_from >= stored.ring_until:
        raise HoursUnclear
    stored.name_key = names.key(stored.given_name, stored.family_name)
    if who:
        stored.compared_at = None
    stored.save()
    _index_name(stored)
    after = {name: _plain(getattr(stored, name)) for name in before}
    tell(kind="person.corrected", person=stored, facts={"before": before, "after": after, "reason": reason}, by=by)
    return stored


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value


@action
def add_identifier(*, person: Person, system: str, value: str, by: Actor) -> Identifier:
    """Note the number that another system knows them by. One number belongs to one person."""
    by.need(Permission.EDIT_PEOPLE)
    _open_to(person, by)
    squeezed = "".join(value.split())
    if Identifier.objects.filter(system=system, value=squeezed).exists():
        raise AlreadyKnown
    identifier = Identifier.objects.create(person=person, system=system, value=squeezed)
    tell(kind="person.identified", person=person, subject_id=identifier.id, facts={"system": system}, by=by)
    return identifier


@action
def restrict_record(*, person: Person, restricted: bool, reason: str, by: Actor) -> Person:
    """Close a record to all but roles that may see restricted ones, or open it again."""
    by.need(Permission.SEE_RESTRICTED)
    _open_to(person, by)
    if not reason.strip():
        raise ReasonNeeded
    Person.objects.filter(id=person.id).update(restricted=restricted)
    person.restricted = restricted
    kind = "record.restricted" if restricted else "record.unrestricted"
    tell(kind=kind, person=person, facts={"reason": reason}, by=by)
    return person


@action
def move_to_site(*, person: Person, site: Site | None, by: Actor) -> Person:
    """Let another site look after this person; None lets all sites."""
    by.need(Permission.EDIT_PEOPLE)
    _open_to(person, by)
    Person.objects.filter(id=person.id).update(site=site)
    person.site = site
    tell(kind="person.moved_to_site", person=person, facts={"site": site.name if site else ""}, by=by)
    return person


@action
def note_death(*, person: Person, died_on: date, by: Actor) -> Person:
    """Note that somebody has died. Their account closes, leave to act for them ends, and what was promised or planned
    to be sent is withdrawn by the rooms that hear the event (law I-21b)."""
    by.need(Permission.EDIT_PEOPLE)
    _open_to(person, by)
    stored = Person.objects.select_for_update().get(id=person.id)
    if stored.died_on is not None:
        raise AlreadyKnown
    if not stored.birth_on <= died_on <= clock.today():
        raise DeathUnclear
    stored.died_on = person.died_on = died_on
    stored.save(update_fields=["died_on"])
    Account.objects.filter(person=stored).update(is_active=False)
    leaves = Carer.objects.filter(Q(person=stored) | Q(carer=stored), ended_at__isnull=True)
    leaves.update(ended_at=clock.now(), ended_because="death")
    tell(kind="person.died", person=stored, facts={"died_on": died_on.isoformat()}, by=by)
    return stored


def _open_to(person: Person, by: Actor) -> None:
    if not may_see(person, by):
        raise NotThere
