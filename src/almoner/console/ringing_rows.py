"""The calls that ring, as the strip on every page of the desk shows them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.core import days
from almoner.core.actor import Actor
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.desk.ringing import MayBe, Rings, ringing_now
from almoner.ui.languages import name_of
from almoner.ui.templatetags.ui import when


def ringing_rows(by: Actor) -> list[dict[str, Any]]:
    """For who takes contacts; nothing for anybody else."""
    return [_row(one) for one in ringing_now(by=by)] if by.may(Permission.TAKE_CONTACTS) else []


def _row(one: Rings) -> dict[str, Any]:
    call = one.ringing
    spoken = call.language.split("-")[0]
    return {
        "action": reverse("console:take_ringing", args=[call.id]),
        "number": call.number,
        "language": name_of(spoken) if spoken != of_reader() else "",
        "urgent": call.urgent,
        "rings_back": call.rings_back_at is not None,
        "writes": call.writes,
        "since": call.since,
        "callers": [_caller(caller) for caller in one.callers],
    }


def _caller(caller: MayBe) -> dict[str, str]:
    visit = caller.next_visit
    return {
        "name": caller.person.name,
        "born": days.day(caller.person.birth_on),
        "detail": f"{when(visit.starts_there)}, {visit.service.name_in(of_reader())}"
        if visit
        else _("no visit to come"),
        "mark": _mark(caller),
    }


def _mark(caller: MayBe) -> str:
    if caller.by_keys:
        return _("date of birth typed")
    return _("number confirmed") if caller.verified else _("number matches")
