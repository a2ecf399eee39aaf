"""Reading people, scoped to who asks. Out of scope and absent are the same answer (law I-23)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission, Role
from almoner.core.prepared import Prepared
from almoner.core.refusal import NotThere
from almoner.people.ages import Ages, ages
from almoner.people.enums import CarerBasis
from almoner.people.invitations import TRIES, token_digest
from almoner.people.matching import Match, duplicates_of, people_matching
from almoner.people.models import (
    Account,
    Activation,
    Carer,
    CommunicationNeed,
    Consent,
    ContactPoint,
    EmergencyOpening,
    Person,
    Staff,
    StaffRole,
)
from almoner.people.rules import (
    as_it_stands,
    is_narrowed,
    last_day_of,
    live_leaves,
    may_act_for,
    may_break_glass,
    may_see,
    scopes_of,
    visible_to,
)
from almoner.people.sites import zone_of
from almoner.people.verifying import Verification, verified_by

__all__ = [
    "Match",
    "Verification",
    "account_of",
    "acting_for",
    "actor_for",
    "ages",
    "cared_for_by",
    "carers_of",
    "consents_of",
    "contact_points_of",
    "duplicates_of",
    "invitation_kind",
    "latest_consents",
    "leave_for",
    "leaves_of",
    "link_actor",
    "live_opening",
    "names_of",
    "needs_of",
    "opening_for",
    "openings_reviewed",
    "openings_to_review",
    "own_address",
    "people_matching",
    "people_seen",
    "person_behind_glass",
    "person_for",
    "staff_actor",
    "staff_for",
    "verified_by",
]  # fmt: skip
_HELD = Prepared(
    lambda staff, today: StaffRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        Q(staff__left_on__isnull=True) | Q(staff__left_on__gt=today),
        staff_id=staff,
        starts_on__lte=today,
    ).select_related("staff__site")
)
"""The roles that a member of staff holds. It is asked with every page."""


def person_for(*, by: Actor, id: UUID) -> Person:  # noqa: A002 - the name every gate takes
    """The person with this key, where `by` may see them; of a record that was joined, the one that it is part of."""
    found = Person.objects.select_related("site").filter(id=id).first()
    person = as_it_stands(found) if found else None
    if person is None or not may_see(person, by):
        raise NotThere
    return person


def people_seen(*, by: Actor) -> QuerySet[Person]:
    """Everybody whom `by` may see; for lists to narrow down."""
    return Person.objects.filter(visible_to(by))


def names_of(ids: Iterable[UUID], *, by: Actor) -> dict[UUID, str]:
    """The names of those of these people whom `by` may see. One statement."""
    return {person.id: person.name for person in people_seen(by=by).filter(id__in=set(ids))}


def person_behind_glass(*, record_number: str, birth_on: date, by: Actor) -> Person:
    """The person of a record that is closed to `by`, who names it exactly; only to say why it cannot wait."""
    named = Person.objects.select_related("merged_into")
    person = named.filter(record_number=record_number.strip().upper(), birth_on=birth_on).first()
    if person and person.merged_into:
        person = person.merged_into
    if person is None or not (may_see(person, by) or may_break_glass(person, by)):
        raise NotThere
    return person


def actor_for(account: Account, *, origin: str = "") -> Actor | None:
    """Who acts when this account does, as of now: roles begin, end and go with their holder at once (law I-26)."""
    if not account.is_active:
        return None
    if account.staff_id:
        return _staff_actor(account.staff_id, origin)
    person = account.person
    if person is None or person.died_on:
        return None
    cares = live_leaves(clock.today()).filter(carer=person).exists()
    roles = {Role.PATIENT, Role.CARER} if cares else {Role.PATIENT}
    return Actor(name=person.name, roles=frozenset(roles), person_id=person.id, zone=_zone_key(person), origin=origin)


def _zone_key(person: Person) -> str:
    zone = zone_of(person)
    return zone.key if zone else ""


def link_actor(person: Person) -> Actor | None:
    """Who acts when this person follows a link that is theirs and has said who they are; None when they have died."""
    if person.died_on:
        return None
    return Actor(name=person.name, roles=frozenset({Role.PATIENT}), person_id=person.id, via="link")


def staff_actor(staff: Staff, *, via: str = "web") -> Actor | None:
    """Who acts when this member of staff does; None when they hold no role today."""
    actor = _staff_actor(staff.id, "")
    return actor.through(via) if actor else None


def invitation_kind(token: str) -> str | None:
    """What is asked besides the link: of “staff” a password, a “code”, or “none”; None where it does not work."""
    found = Activation.objects.select_related("account").filter(
        token_digest=token_digest(token), used_at__isnull=True, expires_at__gt=clock.now(), wrong_tries__lt=TRIES
    )
    activation = found.first()
    if activation is None:
        return None
    if activation.account.staff_id:
        return "staff"
    return "code" if activation.code_hash else "none"


def _staff_actor(staff_id: UUID, origin: str) -> Actor | None:
    roles = _HELD.all(staff=staff_id, today=clock.today())
    if not roles:
        return None
    staff = roles[0].staff
    return Actor(
        name=staff.name,
        roles=frozenset(Role(one.role) for one in roles),
        staff_id=staff.id,
        site_id=staff.site_id,
        zone=staff.site.time_zone,
        origin=origin,
    )


def acting_for(*, person: Person, by: Actor) -> Actor:
    """`by` in the place of `person`, which every trace then says."""
    if by.person_id is None or not may_act_for(person, by):
        raise NotThere
    return by if by.person_id == person.id else replace(by, for_person_id=person.id)


@dataclass(frozen=True, slots=True)
class CaredFor:
    """That a carer may act for somebody: for what, and until when. `narrowed` where the record is a child's own."""

    leave_id: UUID
    person: Person
    carer: Person
    scopes: tuple[str, ...]
    ends_on: date
    narrowed: bool
    chosen: bool


def cared_for_by(by: Actor) -> list[CaredFor]:
    """Those whom `by` may act for today besides themselves."""
    rules = ages()
    leaves = live_leaves(clock.today(), rules).filter(carer_id=by.person_id).select_related("person", "carer")
    return [_cared_for(leave, rules) for leave in leaves.order_by("person__name_key", "id")]


def leaves_of(*, person: Person, by: Actor) -> list[CaredFor]:
    """Who may act for this person today, and for what."""
    _seen(person, by)
    rules = ages()
    leaves = live_leaves(clock.today(), rules).filter(person=person).select_related("person", "carer")
    return [_cared_for(leave, rules) for leave in leaves.order_by("carer__name_key", "id")]


def leave_for(*, by: Actor, id: UUID) -> Carer:  # noqa: A002 - as `person_for`
    """A leave that holds, where `by` is one of the two whom it is about."""
    leave = live_leaves(clock.today()).select_related("person", "carer").filter(id=id).first()
    if leave is None or by.person_id not in {leave.person_id, leave.carer_id}:
        raise NotThere
    return leave


def _cared_for(leave: Carer, rules: Ages) -> CaredFor:
    return CaredFor(
        leave_id=leave.id,
        person=leave.person,
        carer=leave.carer,
        scopes=tuple(scopes_of(leave, rules)),
        ends_on=last_day_of(leave, rules),
        narrowed=is_narrowed(leave, rules),
        chosen=leave.basis == CarerBasis.CHOSEN,
    )


def carers_of(*, person: Person, by: Actor) -> list[Carer]:
    """Who may act for this person today."""
    _seen(person, by)
    leaves = live_leaves(clock.today()).filter(person=person).select_related("carer")
    return list(leaves.order_by("carer__name_key", "id"))


def needs_of(*, person: Person, by: Actor) -> list[CommunicationNeed]:
    _seen(person, by)
    return list(person.needs.filter(ended_at__isnull=True).order_by("created_at", "id"))


def contact_points_of(*, person: Person, by: Actor) -> list[ContactPoint]:
    """The ways to reach a person that were not stopped, best first."""
    _seen(person, by)
    return list(person.contact_points.filter(stopped_at__isnull=True).order_by("rank", "created_at", "id"))


def consents_of(*, person: Person, by: Actor) -> dict[tuple[str, str], bool]:
    """The latest answer for each purpose and channel that was asked about."""
    _seen(person, by)
    answers = Consent.objects.filter(person=person).order_by("created_at", "id")
    return {(answer.purpose, answer.channel): answer.given for answer in answers}


def latest_consents(*, person: Person, by: Actor) -> dict[tuple[str, str], Consent]:
    """The answer that counts for each purpose and channel, with who took it down and when (X-2)."""
    _seen(person, by)
    answers = Consent.objects.filter(person=person).order_by("created_at", "id")
    return {(answer.purpose, answer.channel): answer for answer in answers}


def account_of(*, person: Person, by: Actor) -> Account | None:
    """Their way in, opened or not yet."""
    _seen(person, by)
    return Account.objects.filter(person=person).first()


def staff_for(*, by: Actor, id: UUID) -> Staff:  # noqa: A002 - as `person_for`
    by.need(Permission.MANAGE_STAFF)
    staff = Staff.objects.select_related("site").filter(id=id).first()
    if staff is None or (by.site_id and staff.site_id != by.site_id):
        raise NotThere
    return staff


def own_address(*, by: Actor) -> str:
    """The e-mail address by which whoever asks signs in; empty where they have none."""
    if by.staff_id is None:
        return ""
    return Account.objects.filter(staff_id=by.staff_id).values_list("email", flat=True).first() or ""


def openings_to_review(*, by: Actor) -> list[EmergencyOpening]:
    """Records that were opened in an emergency and that nobody has looked into yet, oldest first."""
    by.need(Permission.REVIEW_OPENINGS)
    waiting = EmergencyOpening.objects.filter(reviewed_at__isnull=True).select_related("person", "staff")
    if by.site_id:
        waiting = waiting.filter(staff__site_id=by.site_id)
    return list(waiting.order_by("created_at", "id"))


def live_opening(*, person: Person, by: Actor) -> EmergencyOpening | None:
    """The emergency opening by which `by` sees this person; None where they see them anyway."""
    if by.staff_id is None or (not person.restricted and person.site_id in {None, by.site_id}):
        return None
    if by.may(Permission.SEE_RESTRICTED) and person.site_id in {None, by.site_id}:
        return None
    mine = EmergencyOpening.objects.filter(person=person, staff_id=by.staff_id, until_at__gt=clock.now())
    return mine.order_by("-until_at", "id").first()


def opening_for(*, by: Actor, id: UUID) -> EmergencyOpening:  # noqa: A002 - as `person_for`
    """One emergency opening, for who reviews them at this site."""
    by.need(Permission.REVIEW_OPENINGS)
    found = EmergencyOpening.objects.select_related("person", "staff").filter(id=id).first()
    if found is None or (by.site_id and found.staff.site_id != by.site_id):
        raise NotThere
    return found


def openings_reviewed(*, by: Actor, limit: int = 20) -> list[EmergencyOpening]:
    """What was looked into last, and what was found."""
    by.need(Permission.REVIEW_OPENINGS)
    done = EmergencyOpening.objects.filter(reviewed_at__isnull=False).select_related("person", "staff", "reviewed_by")
    if by.site_id:
        done = done.filter(staff__site_id=by.site_id)
    return list(done.order_by("-reviewed_at", "id")[:limit])


def _seen(person: Person, by: Actor) -> None:
    if not may_see(person, by):
        raise NotThere
