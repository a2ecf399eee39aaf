"""Forms by which staff steer offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.scheduling.actions.offer_rules import NAMES
from almoner.scheduling.models import OfferRules

READ = _("It is kept. The person can read it in their journey.")


def _moment(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, help_text=hint, widget=widget)


def _why(hint: Any = "") -> forms.CharField:
    return forms.CharField(label=_("Why"), max_length=200, help_text=hint)


class PauseForm(forms.Form):
    """For one person."""

    until = _moment(_("Until when"), hint=_("The pause ends by itself then."))
    reason = _why(READ)


class ResumeForm(forms.Form):
    """No fields: the button says it all."""


class _OfService(forms.Form):
    service = forms.ChoiceField(label=_("Which service"))

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = list(services)  # type: ignore[attr-defined]


class PauseServiceForm(_OfService):
    until = _moment(_("Until when"), hint=_("The pause ends by itself then."))
    reason = _why(_("Everybody who steers offers reads it."))


class StopOffersForm(_OfService):
    """All open offers of a service, or of one of its times."""

    time_key = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    reason = _why(READ)
    pause_until = _moment(
        _("And offer nothing of this service until"),
        required=False,
        hint=_("Left empty, what comes free is offered to the next at once."),
    )


def _number(label: Any, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=hint)


class OfferRulesForm(forms.Form):
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(
        label=_("Until"),
        help_text=_("Outside these hours nobody is offered anything."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    stops_before_minutes = _number(
        _("Minutes before the start at which offers stop"), 0, 1440, _("Nothing is offered that begins sooner.")
    )
    anyone_within_hours = _number(
        _("Hours before the start within which several are asked at once"),
        0,
        168,
        _("Whoever answers first has the time. A time that is further away is kept for one person while they think."),
    )
    wave = _number(_("How many are asked at once"), 1, 20)
    between_waves_minutes = _number(
        _("Minutes until the next are asked"), 1, 240, _("Or sooner, once all of them have answered.")
    )
    to_answer_minutes = _number(_("Minutes to answer a text or an e-mail"), 5, 240)
    to_answer_by_phone_minutes = _number(
        _("Minutes to answer for whom we can only ring"), 5, 480, _("At least as long as for the others.")
    )

    def __init__(self, *args: Any, stored: OfferRules | None, **kwargs: Any) -> None:
        rules = stored or OfferRules()
        kwargs["initial"] = {name: getattr(rules, name) for name in NAMES}
        super().__init__(*args, **kwargs)
