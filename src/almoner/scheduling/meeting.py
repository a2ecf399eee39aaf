"""What of the wishes a time meets and what it does not, in words (APT-5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Resource
from almoner.scheduling.preferences import Preferences, meets
from almoner.scheduling.times import Time
from almoner.scheduling.wishes import Wishes, only, told

Words = str | Promise
_SEX: dict[str, tuple[Words, Words]] = {
    "female": (_("with a woman, as you wished"), _("not with a woman")),
    "male": (_("with a man, as you wished"), _("not with a man")),
}
_PARTS: dict[str, tuple[Words, Words]] = {
    "morning": (_("in the morning, as you wished"), _("not in the morning")),
    "afternoon": (_("in the afternoon, as you wished"), _("not in the afternoon")),
    "evening": (_("in the evening, as you wished"), _("not in the evening")),
}
_SAID: dict[str, tuple[Words, Words]] = {
    "interpreter": (_("an interpreter is booked with it"), _("without an interpreter")),
    "step_free": (_("the room can be reached without steps"), _("in a room with steps")),
    "weekdays": (_("on a day that suits you"), _("not on a day that suits you")),
    "parts_of_day": (_("at a time of day that suits you"), _("not at a time of day that suits you")),
    "carer": (_("when somebody can come with you"), _("not when somebody can come with you")),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A time with the wishes that it meets and those that it does not, each as a phrase."""

    time: Time
    met: tuple[Words, ...] = ()
    unmet: tuple[Words, ...] = ()

    @property
    def meets_all(self) -> bool:
        return not self.unmet


def judged(times: Sequence[Time], wishes: Wishes) -> list[Judged]:
    """Each time held against all wishes, in the order given. One statement, or two where a clinician is wished for."""
    resources = _resources(part.resource_id for time in times for part in time.parts)
    asked_for = _name_of(wishes.must.clinician_id or wishes.rather.clinician_id)
    return [_judged(time, [resources[part.resource_id] for part in time.parts], wishes, asked_for) for time in times]


def _resources(ids: Iterable[UUID]) -> dict[UUID, Resource]:
    rows = Resource.objects.filter(id__in=set(ids)).select_related("staff", "room")
    return {resource.id: resource for resource in rows}


def _name_of(staff_id: str) -> str:
    if not staff_id:
        return ""
    return Resource.objects.filter(staff_id=staff_id).values_list("name", flat=True).first() or ""


def _judged(time: Time, used: Sequence[Resource], wishes: Wishes, asked_for: str) -> Judged:
    met: list[Words] = []
    unmet: list[Words] = []
    for said in (wishes.must, wishes.rather):
        for name in told(said):
            holds = _holds(name, only(said, [name]), time, used)
            (met if holds else unmet).append(_words(name, said, time, asked_for)[0 if holds else 1])
    return Judged(time, tuple(met), tuple(unmet))


def _holds(name: str, wish: Preferences, time: Time, used: Sequence[Resource]) -> bool:
    clinician: Any = used[0].staff
    rooms = [one.room for one in used if one.room]
    interpreted = [language for one in used if one.kind == Kind.INTERPRETER for language in one.languages]
    plain = {
        "clinician": str(clinician.id) == wish.clinician_id,
        "sex": clinician.sex == wish.sex,
        "language": wish.language in clinician.languages,
        "interpreter": wish.interpreter in interpreted,
        "step_free": all(room.step_free for room in rooms),
        "sites": str(time.site_id) in wish.sites,
    }
    return plain[name] if name in plain else meets(wish, time.starts_at, time.zone)


def _words(name: str, said: Preferences, time: Time, asked_for: str) -> tuple[Words, Words]:
    """The phrase for when it is met, and for when it is not."""
    here = {"name": time.clinician.name, "site": time.site}
    match name:
        case "clinician":
            return _("with %(name)s, as you wished") % here, _("not with %(name)s") % {"name": asked_for}
        case "sex":
            return _SEX[said.sex]
        case "language":
            return _("%(name)s speaks your language") % here, _("%(name)s does not speak the language you wish") % here
        case "sites":
            return _("at %(site)s, as you wished") % here, _("at %(site)s, not where you wished") % here
        case "parts_of_day" if len(said.parts_of_day) == 1:
            return _PARTS[said.parts_of_day[0]]
    return _SAID[name]
