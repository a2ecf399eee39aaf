"""What is said back to a number or address, whoever holds it: nothing of anybody, in the language that they wrote."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from almoner.people.models import Site
from almoner.people.sites import first_site
from almoner.urgency.assessment import Assessment
from almoner.urgency.prompts import House, Line, Told, prompt
from almoner.urgency.talking import TEXT, Stage, State


def house() -> House:
    site = first_site()
    assert isinstance(site, Site)  # noqa: S101 - what is written came to a hospital
    return House(site.name, site.emergency_number, site.crisis_number, site.service_desk_number)


def in_danger(found: Assessment, language: str, promises: tuple[str, ...], reference: str) -> str:
    """What every other channel says to the same: what to do now, who comes to them, and by when."""
    state = State(channel=TEXT, stage=_stage(found), language=language, danger=dict.fromkeys(_signs(found), "yes"))
    return together(prompt(state, house(), Told(promises, reference)))


def _stage(found: Assessment) -> Stage:
    if found.crisis:
        return Stage.CRISIS
    return Stage.EMERGENCY if found.level == 1 else Stage.DONE


def _signs(found: Assessment) -> tuple[str, ...]:
    return (found.crisis,) if found.crisis else found.danger_signs


def read_by_a_person(language: str, promises: tuple[str, ...]) -> str:
    """That it came, and what was promised for it."""
    with translation.override(language):
        numbers = house().said_in(language)
        said = [_("%(hospital)s: we have what you wrote.") % {"hospital": numbers.name}, *promises]
        said.append(_("To speak to somebody, ring %(number)s.") % {"number": numbers.service_desk_number})
        said.append(_("In an emergency ring %(number)s now.") % {"number": numbers.emergency_number})
        return " ".join(said)


def who_we_are(language: str, *, stopped: bool) -> str:
    """Who texts, whom to ring, and how texts end where they have not ended yet."""
    with translation.override(language):
        numbers = house().said_in(language)
        said = [_("This is %(hospital)s.") % {"hospital": numbers.name}]
        said.append(_("To speak to somebody, ring %(number)s.") % {"number": numbers.service_desk_number})
        said.append(_("In an emergency ring %(number)s now.") % {"number": numbers.emergency_number})
        said.append(_("You get no more texts from us.") if stopped else _("To end our texts, write STOP."))
        return " ".join(said)


def please_ring(language: str) -> str:
    """Where it is not known who wrote: nothing of the matter can be said."""
    with translation.override(language):
        numbers = house().said_in(language)
        said = _("%(hospital)s: to answer you we must know who you are. Please ring us on %(number)s.")
        return said % {"hospital": numbers.name, "number": numbers.service_desk_number}


def instead_of_waiting(language: str, promises: tuple[str, ...]) -> str:
    """To who waited on the line and would rather write."""
    with translation.override(language):
        numbers = house().said_in(language)
        said = [
            _("%(hospital)s: you rang us. Write here what you need: a person reads it and answers.")
            % {"hospital": numbers.name},
            *promises,
            _("In an emergency ring %(number)s now.") % {"number": numbers.emergency_number},
        ]
        return " ".join(said)


def subject_of_answer(language: str) -> str:
    with translation.override(language):
        return _("We have your e-mail")


def together(lines: list[Line]) -> str:
    return "\n".join(text for _language, text in lines)
