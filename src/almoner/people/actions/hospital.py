"""Founding a hospital: its first site and its first manager, with no password that anybody could know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission, Role
from almoner.core.refusal import NotThere
from almoner.people import names
from almoner.people.actions.accounts import open_account_for_staff
from almoner.people.actions.staff import hire_staff
from almoner.people.founding import Founded
from almoner.people.holidays import Holiday, as_stored
from almoner.people.models import Site
from almoner.people.refusals import AgesUnclear, HospitalFounded, NameNeeded, SiteUnclear
from almoner.people.telling import tell

CODE = re.compile(r"[a-z0-9-]{1,20}")
"""It stands in addresses."""


@action
def found_hospital(  # noqa: PLR0913 - each is a thing that is asked
    *,
    name: str,
    manager_name: str,
    manager_email: str,
    code: str = "main",
    time_zone: str = "",
    service_desk_number: str = "",
    emergency_number: str = "112",
    crisis_number: str = "",
    crisis_text_number: str = "",
    by: Actor,
) -> Founded:
    """Found a hospital in an empty database. The manager comes in by the invitation, which is said this once."""
    by.need(Permission.RUN_SYSTEM)
    if Site.objects.exists():
        raise HospitalFounded
    return open_site(
        name=name,
        code=code,
        manager_name=manager_name,
        manager_email=manager_email,
        time_zone=time_zone,
        service_desk_number=service_desk_number,
        emergency_number=emergency_number,
        crisis_number=crisis_number,
        crisis_text_number=crisis_text_number,
        by=by,
    )


@action
def open_site(  # noqa: PLR0913 - each is a thing that is asked
    *,
    name: str,
    code: str,
    manager_name: str,
    manager_email: str,
    time_zone: str = "",
    service_desk_number: str = "",
    emergency_number: str = "112",
    crisis_number: str = "",
    crisis_text_number: str = "",
    by: Actor,
) -> Founded:
    """Add a site with a manager of its own, who comes in by the invitation, which is said this once. Raises NameNeeded,
    SiteUnclear."""
    by.need(Permission.RUN_SYSTEM)
    site = add_site(
        name=name,
        code=code,
        time_zone=time_zone,
        service_desk_number=service_desk_number,
        emergency_number=emergency_number,
        crisis_number=crisis_number,
        crisis_text_number=crisis_text_number,
        by=by,
    )
    manager = hire_staff(name=manager_name, profession="manager", roles=[Role.MANAGER], site=site, by=by)
    invitation = open_account_for_staff(staff=manager, email=manager_email, by=by)
    return Founded(site=site, manager=manager, invitation=invitation)


FACTS = (
    "name", "address", "email", "service_desk_number", "emergency_number", "crisis_number", "crisis_text_number",
    "time_zone", "opens_at", "closes_at", "working_days", "own_record_age", "of_age", "leave_notice_days",
    "private_topics",
)  # fmt: skip


@action
def describe_site(*, site: Site, changes: dict[str, Any], by: Actor) -> Site:
    """Change the facts of a site: numbers, hours, time zone, and the ages at which a record is one's own."""
    by.need(Permission.MANAGE_CATALOGUE)
    if by.site_id and site.id != by.site_id:
        raise NotThere
    unknown = set(changes) - set(FACTS)
    if unknown:
        raise TypeError(f"no such fact of a site: {sorted(unknown)}")
    stored = Site.objects.select_for_update().get(id=site.id)
    for name, value in changes.items():
        setattr(stored, name, value.strip() if isinstance(value, str) else value)
    _check(stored)
    stored.save()
    tell(kind="site.changed", person=None, subject_id=stored.id, facts={"changed": sorted(changes)}, by=by)
    return stored


@action
def keep_holidays(*, site: Site, holidays: Iterable[Holiday], by: Actor) -> Site:
    """These are the holidays of a site, and no others. What it does to the diaries is whoever's that calls this."""
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and site.id != by.site_id:
        raise NotThere
    stored = Site.objects.select_for_update().get(id=site.id)
    stored.holidays = [as_stored(one) for one in sorted(holidays, key=lambda one: one.day)]
    stored.save(update_fields=["holidays"])
    tell(kind="site.changed", person=None, subject_id=stored.id, facts={"changed": ["holidays"]}, by=by)
    return stored


def _check(site: Site) -> None:
    if not names.key(site.name) or not site.service_desk_number or not site.emergency_number:
        raise NameNeeded
    if site.time_zone not in available_timezones() or site.closes_at <= site.opens_at or not site.working_days:
        raise SiteUnclear
    if not 8 <= site.own_record_age <= site.of_age <= 18:
        raise AgesUnclear


@action
def add_site(  # noqa: PLR0913 - each is a thing that is asked
    *,
    name: str,
    code: str,
    time_zone: str = "",
    service_desk_number: str = "",
    emergency_number: str = "112",
    crisis_number: str = "",
    crisis_text_number: str = "",
    address: str = "",
    opens_at: time = time(8),
    closes_at: time = time(18),
    by: Actor,
) -> Site:
    """Add a site that works Monday to Friday until somebody says otherwise. Raises NameNeeded, SiteUnclear."""
    by.need(Permission.RUN_SYSTEM)
    if not names.key(name):
        raise NameNeeded
    zone = time_zone or settings.TIME_ZONE
    if not CODE.fullmatch(code) or zone not in available_timezones() or Site.objects.filter(code=code).exists():
        raise SiteUnclear
    site = Site.objects.create(
        code=code,
        name=name.strip(),
        time_zone=zone,
        service_desk_number=service_desk_number,
        emergency_number=emergency_number,
        crisis_number=crisis_number,
        crisis_text_number=crisis_text_number,
        address=address,
        opens_at=opens_at,
        closes_at=closes_at,
        working_days=[0, 1, 2, 3, 4],
    )
    tell(kind="site.added", person=None, subject_id=site.id, facts={"name": site.name}, by=by)
    return site
