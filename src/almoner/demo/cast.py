"""The people whom one may step into: who they are, and their accounts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from almoner.core.actor import SYSTEM, Actor
from almoner.core.identifiers import secret
from almoner.core.models import Setting
from almoner.people.actions import (
    activate,
    answer_consent,
    appoint_carer,
    hire_staff,
    note_need,
    open_account_for_person,
    open_account_for_staff,
    register_person,
)
from almoner.people.enums import CarerScope, Channel, ContactKind, Purpose
from almoner.people.models import Account, Person, Site, Staff

CAST = "rehearsal_cast"
MARK = "rehearsal"


@lru_cache(maxsize=1)
def cast_data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "cast.toml").read_text(encoding="utf-8"))


def is_rehearsal() -> bool:
    """Whether the data is the rehearsal hospital, in which nobody is real."""
    return Setting.objects.filter(name=MARK, value=True).exists()


@dataclass(frozen=True, slots=True)
class Member:
    key: str
    name: str
    day: str
    role: str
    account_id: UUID


def members() -> list[Member]:
    """The cast of this hospital, staff first."""
    kept = Setting.objects.filter(name=CAST).values_list("value", flat=True).first() or []
    return [Member(**{**one, "account_id": UUID(one["account_id"])}) for one in kept]


def hire_cast(*, site: Site, manager: Staff, by: Actor) -> dict[str, Staff]:
    """The staff of the cast. The manager is there already: he founded the hospital."""
    hired = {}
    for one in cast_data()["staff"]:
        if one["key"] == "manager":
            hired["manager"] = manager
            continue
        hired[one["key"]] = hire_staff(
            name=one["name"],
            profession=one["profession"],
            roles=[one["role"]],
            site=site,
            languages=one.get("languages", ["en"]),
            by=by,
        )
    return hired


def register_cast(*, today: date, by: Actor) -> dict[str, Person]:
    """The people of the cast, with their contacts, consents, needs and carers."""
    people = {one["key"]: _register(one, today, by) for one in cast_data()["person"]}
    for one in cast_data()["person"]:
        if "cares_for" in one:
            appoint_carer(
                person=people[one["cares_for"]],
                carer=people[one["key"]],
                relationship="daughter",
                scopes=list(CarerScope),
                code_word="bluebell",
                by=by,
            )
    return people


def _register(one: dict[str, Any], today: date, by: Actor) -> Person:
    contacts = [(kind, one[kind]) for kind in ContactKind.values if kind in one]
    person = register_person(
        given_name=one["given_name"],
        family_name=one["family_name"],
        called=one.get("called", ""),
        birth_on=date(today.year - one["born_years_ago"], 5, 14),
        sex=one["sex"],
        language=one["language"],
        interpreter_language=one["language"] if "interpreter" in one.get("needs", []) else "",
        best_time=one.get("best_time", ""),
        contacts=contacts,
        by=by,
    )
    for channel, kind in ((Channel.EMAIL, "email"), (Channel.TEXT, "mobile")):
        for purpose in (Purpose.CARE, Purpose.FEEDBACK):
            if kind in one:
                answer_consent(person=person, purpose=purpose, channel=channel, given=True, by=by)
    for need in one.get("needs", []):
        note_need(person=person, kind=need, by=by)
    return person


def open_accounts(*, staff: dict[str, Staff], people: dict[str, Person], by: Actor) -> None:
    """A way in for each of the cast, kept in the settings of the data. Passwords are drawn and forgotten."""
    kept = []
    for one in cast_data()["staff"]:
        account = Account.objects.filter(staff=staff[one["key"]], is_active=True).first()
        if account is None:
            email = f"{one['key'].replace('_', '-')}@riverside.example"
            invitation = open_account_for_staff(staff=staff[one["key"]], email=email, by=by)
            account = activate(token=invitation.token, password=secret(), by=SYSTEM)
        kept.append(_entry(one, staff[one["key"]].name, one["role"], account))
    for one in cast_data()["person"]:
        email = one.get("email", f"{one['key']}@example.org")
        invitation = open_account_for_person(person=people[one["key"]], email=email, proof="rehearsal", by=by)
        account = activate(token=invitation.token, by=SYSTEM)
        kept.append(_entry(one, people[one["key"]].name, "carer" if "cares_for" in one else "patient", account))
    Setting.objects.update_or_create(name=CAST, defaults={"value": kept})


def _entry(one: dict[str, Any], name: str, role: str, account: Account | None) -> dict[str, str]:
    assert account is not None, "an account that was just opened can be activated"  # noqa: S101
    return {"key": one["key"], "name": name, "day": one["day"], "role": role, "account_id": str(account.id)}
