"""How what happens in this room is said on the timeline, where the timeline has no words for it yet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.timeline import words
from almoner.timeline.words import Words


def register() -> None:
    words.register({
        "appointment.delayed": Words(
            _("The clinic runs late"), "clock", "next", _("The clinic runs about %(minutes)s minutes late: %(reason)s")
        ),
        "appointment.comes_later": Words(_("You come later, as we told you"), "check"),
        "menu.loaded": Words(_("The kitchen's menu was changed"), "food"),
        "visit.purpose_known": Words(_("What the visit is for"), "list", full=_("%(service)s")),
        "stay.day_began": Words(_("A new day in hospital began"), "sun"),
        "stay.carers_named": Words(
            _("Who looks after you was settled"), "stethoscope", full=_("Looking after you: %(nurse)s and %(doctor)s")
        ),
        "stay.home_expected": Words(
            _("It is open when you go home"), "home", full=_("Expected to go home on %(home_on)s")
        ),
        "stay.news_told": Words(
            _("The ward told those who look after you how you are"), "speech", full=_("Told to %(to)s: %(words)s")
        ),
        "carer.news_given": Words(_("The ward wrote to you about somebody you look after"), "speech"),
        "discharge.prepared": Words(_("The going-home sheet was written"), "list"),
        "test.cancelled": Words(_("A test is not needed"), "cross", full=_("Not needed: %(test)s. %(reason)s")),
    })  # fmt: skip
