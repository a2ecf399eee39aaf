"""Whether a service is for this person at all, told before any time is shown (SEL-8)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.people.enums import Sex
from almoner.people.models import Person


class NotSuitable(Refused):
    """The service is not for this person, or not to be booked by them alone; the text says what to do instead."""

    text = _("This service is not the right one here. Please ring us; we will find the right one with you.")
    status = 422


def check(service: Service, person: Person, *, ordered: bool, by: Actor) -> None:
    """Raise NotSuitable with the reason, if there is one. `ordered` says that a clinician has asked for it."""
    why = unsuitable(service, person, ordered=ordered, by_staff=by.is_system or by.may(Permission.BOOK))
    if why is not None:
        raise NotSuitable(why)


def unsuitable(service: Service, person: Person, *, ordered: bool, by_staff: bool) -> str | Promise | None:
    """The reason why not, or None."""
    why = _not_for_them(service, person)
    if why is not None or by_staff or ordered:
        return why
    if service.needs_order:
        return _("A doctor, nurse or therapist has to ask for this first. Book a first visit, and they will.")
    if not service.self_book:
        return _("We book this one with you in person, so that it is right. Please ring us.")
    return None


def _not_for_them(service: Service, person: Person) -> str | Promise | None:
    age = person.age_on(clock.today())
    if person.died_on:
        return _("We have been told that this person has died.")
    if not service.active:
        return _("This service is not offered at present. Please ring us.")
    if service.min_age is not None and age < service.min_age:
        said = ngettext(
            "This service is for people from %(age)d year on. Please look among the services for children.",
            "This service is for people from %(age)d years on. Please look among the services for children.",
            service.min_age,
        )
        return said % {"age": service.min_age}
    if service.max_age is not None and age > service.max_age:
        said = ngettext(
            "This service is for people up to %(age)d year. Please look for the same service for adults.",
            "This service is for people up to %(age)d years. Please look for the same service for adults.",
            service.max_age,
        )
        return said % {"age": service.max_age}
    if service.sex and person.sex in {Sex.FEMALE, Sex.MALE} and person.sex != service.sex:
        return NotSuitable.text
    return None
