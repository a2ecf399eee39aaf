"""The cast: one of each kind of person whom the product serves or is served by, made through the actions themselves.

    def test_something(cast):
        book(person=cast.maya, by=cast.agent)

Actors stand ready (`cast.agent`, `cast.doctor`, `cast.maya_herself` …); people are `Person` rows, staff are `Staff`
rows under the same name with `_staff`. `cast.from_elsewhere` works at another site and must never see Maya.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from tests.access.doors import Reader
from tests.kept import kept

from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Role
from almoner.people.actions import (
    add_site,
    answer_consent,
    appoint_carer,
    found_hospital,
    hire_staff,
    register_person,
)
from almoner.people.enums import CarerScope, Channel, ContactKind, Purpose, Sex
from almoner.people.models import Account, Activation, Person, Site, Staff
from almoner.people.queries import actor_for, staff_actor

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday in winter, when London's clock shows the same."""
PASSWORD = "a long pass phrase for tests"


@dataclass(frozen=True, slots=True)
class Cast:
    site: Site
    other_site: Site
    maya: Person
    """A patient of 46: mobile, e-mail and post, consents to all."""
    leila: Person
    """Maya's carer: may book, see messages, see the record, and speak for her with the word “bluebell”."""
    tom: Person
    """Another patient. He has nothing to do with Maya and must never see her."""
    agent_staff: Staff
    receptionist_staff: Staff
    triage_nurse_staff: Staff
    ward_nurse_staff: Staff
    doctor_staff: Staff
    bed_manager_staff: Staff
    manager_staff: Staff
    from_elsewhere_staff: Staff
    agent: Actor
    receptionist: Actor
    triage_nurse: Actor
    ward_nurse: Actor
    doctor: Actor
    bed_manager: Actor
    manager: Actor
    from_elsewhere: Actor
    """A nurse at another site."""
    maya_herself: Actor
    leila_herself: Actor
    tom_himself: Actor

    def actor(self, name: str) -> Actor:
        """An actor by name, such as “doctor” or “maya_herself”."""
        found = getattr(self, name)
        assert isinstance(found, Actor)
        return found


def make_cast() -> Cast:
    """Found the hospital, hire everybody, register everybody. About 20 actions."""
    with clock.at(MONDAY_MORNING - timedelta(minutes=1)):
        founded = found_hospital(
            name="Riverside General Hospital", manager_name="Grace Bell", manager_email="grace@riverside.example",
            service_desk_number="020 7946 0100", emergency_number="999", by=SYSTEM,
        )  # fmt: skip
    site = founded.site
    other_site = add_site(name="Hilltop Clinic", code="hilltop", service_desk_number="020 7946 0200", by=SYSTEM)
    manager = acting(founded.manager)
    staff = {
        role: hire_staff(name=name, profession=profession, roles=[role], by=manager)
        for role, name, profession in (
            (Role.AGENT, "Ada Quick", "call agent"),
            (Role.RECEPTIONIST, "Ravi Nair", "receptionist"),
            (Role.TRIAGE_NURSE, "Nora Stone", "nurse"),
            (Role.WARD_NURSE, "Willem Vos", "nurse"),
            (Role.DOCTOR, "Dana Okafor", "physician"),
            (Role.BED_MANAGER, "Bea Lund", "bed manager"),
        )
    }
    elsewhere = hire_staff(name="Hanna Hill", profession="nurse", roles=[Role.TRIAGE_NURSE], site=other_site, by=SYSTEM)
    agent = acting(staff[Role.AGENT])
    maya, leila, tom = register_maya(by=agent), register_leila(by=agent), register_tom(by=agent)
    appoint_carer(
        person=maya, carer=leila, relationship="sister", scopes=list(CarerScope), code_word="bluebell", by=agent
    )
    return Cast(
        site=site,
        other_site=other_site,
        maya=maya,
        leila=leila,
        tom=tom,
        manager_staff=founded.manager,
        manager=manager,
        **{f"{role.value}_staff": one for role, one in staff.items()},
        **{role.value: acting(one) for role, one in staff.items()},
        from_elsewhere_staff=elsewhere,
        from_elsewhere=acting(elsewhere),
        maya_herself=themself(maya, Role.PATIENT),
        leila_herself=themself(leila, Role.PATIENT, Role.CARER),
        tom_himself=themself(tom, Role.PATIENT),
    )


def register_maya(*, by: Actor) -> Person:
    maya = register_person(
        given_name="Maya", family_name="Osei", birth_on=date(1980, 4, 3), sex=Sex.FEMALE,
        contacts=[
            (ContactKind.MOBILE, "07700 900123"),
            (ContactKind.EMAIL, "maya@example.org"),
            (ContactKind.POST, "12 Mill Lane, Riverside, RV1 1AB"),
        ],
        by=by,
    )  # fmt: skip
    for channel in Channel:
        for purpose in (Purpose.CARE, Purpose.FEEDBACK):
            answer_consent(person=maya, purpose=purpose, channel=channel, given=True, by=by)
    return maya


def register_leila(*, by: Actor) -> Person:
    return register_person(
        given_name="Leila", family_name="Haddad", birth_on=date(1975, 9, 21), sex=Sex.FEMALE, language="ar",
        contacts=[(ContactKind.MOBILE, "07700 900456"), (ContactKind.EMAIL, "leila@example.org")],
        by=by,
    )  # fmt: skip


def register_tom(*, by: Actor) -> Person:
    return register_person(
        given_name="Tom", family_name="Whitfield", birth_on=date(1948, 1, 30), sex=Sex.MALE,
        contacts=[(ContactKind.LANDLINE, "020 7946 0999"), (ContactKind.POST, "3 Weir Close, Riverside, RV2 2CD")],
        by=by,
    )  # fmt: skip


def acting(staff: Staff) -> Actor:
    """Who acts when this member of staff does, now."""
    actor = staff_actor(staff)
    assert actor
    return actor


def themself(person: Person, *roles: Role) -> Actor:
    return Actor(name=person.name, roles=frozenset(roles), person_id=person.id)


def account_of(who: Person | Staff) -> Account:
    """A live account for a person or a member of staff (whose password is `PASSWORD`): the rows that opening and
    activating it leave. That those do so, tests/people finds."""
    staff = isinstance(who, Staff)
    address = f"{who.name.split()[0].lower()}@{'riverside.example' if staff else 'example.org'}"
    password = _hashed() if staff else make_password(None)
    account, _ = Account.objects.update_or_create(
        **{"staff" if staff else "person": who}, defaults={"email": address, "password": password, "is_active": True}
    )
    Activation.objects.create(
        account=account, token_digest=account.id.hex, proof="seen", expires_at=clock.now(), used_at=clock.now()
    )
    EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
    return account


@cache
def _hashed() -> str:
    return MD5PasswordHasher().encode(PASSWORD, "salt")


def signed_in(who: Person | Staff) -> Reader:
    """A browser in which this person, or this member of staff with a second factor, is signed in."""
    account = Account.objects.filter(**{"staff" if isinstance(who, Staff) else "person": who}, is_active=True).first()
    account = account or account_of(who)
    client = Reader()
    actor = actor_for(account)
    assert actor
    client.actor = actor
    client.force_login(account)
    session = client.session
    at = clock.now().timestamp()
    methods = [{"method": "code", "at": at}]
    if account.staff_id:
        methods = [{"method": "password", "at": at}, {"method": "mfa", "at": at, "type": "totp"}]
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return client


@pytest.fixture
def cast(db: None, settings: Any) -> Iterator[Cast]:
    """The cast, on a Monday morning at nine; the clock stays there until the test sets another (`at`).

    Passwords and code words are hashed fast, and badly: making the cast is a quarter of a second otherwise.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(MONDAY_MORNING):
        yield kept("cast", make_cast)
