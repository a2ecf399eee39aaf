"""Forms of groups: which service has them, for how many people they are, and when they begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.reading import LARGEST_GROUP
from almoner.console.roster_forms import ClockField
from almoner.scheduling.diaries import MINUTES
from almoner.scheduling.group_models import MOST_HOURS
from almoner.scheduling.group_times import Planned


class WhichServiceForm(forms.Form):
    """Which service is to have groups too."""

    service = forms.ChoiceField(label=_("Which service"))

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = list(services)  # type: ignore[attr-defined]


class ClocksField(forms.CharField):
    """Times as the clocks of the house show them, with a comma or a space between: “09:00, 14:00”."""

    default_error_messages = {"invalid": _("Write times like 09:00, 14:00, at full five minutes.")}

    def __init__(self, **kwargs: Any) -> None:
        shown = {"dir": "ltr", "autocomplete": "off"}
        super().__init__(required=False, max_length=120, widget=forms.TextInput(attrs=shown), **kwargs)

    def clean(self, value: Any) -> list[time]:
        one = ClockField()
        try:
            found = {one.clean(each) for each in super().clean(value).replace(",", " ").replace("،", " ").split()}
        except forms.ValidationError as wrong:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from wrong
        clocks = sorted(each for each in found if each is not None)
        if any(each.minute % MINUTES for each in clocks):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return clocks


class GroupForm(forms.Form):
    """For how many people a group is, and when groups begin on each weekday."""

    capacity = forms.IntegerField(
        label=_("How many people come to one start"),
        min_value=1,
        max_value=LARGEST_GROUP,
        help_text=_("1: everybody comes alone. In a room that holds fewer a group has so many places as it holds."),
    )

    release_hours = forms.IntegerField(
        label=_("Hours before the start from which others may have the time"),
        min_value=0,
        max_value=MOST_HOURS,
        help_text=_(
            "If nobody is booked in the group by then. 24: the day before, so that somebody who waits can still have "
            "the time and get here. 0: it is kept until the group begins."
        ),
    )

    def __init__(self, *args: Any, plan: Planned, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"capacity": plan.service.capacity, "release_hours": plan.release_hours}
        self.of_weekdays = [f"day-{weekday}" for weekday in WEEKDAYS]
        for weekday, name in enumerate(self.of_weekdays):
            initial[name] = ", ".join(at.isoformat("minutes") for day, at in plan.begins if day == weekday)
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(self.of_weekdays):
            self.fields[name] = ClocksField(label=WEEKDAYS[weekday])

    def begins(self) -> list[tuple[int, time]]:
        """Each weekday and the clock."""
        return [(weekday, at) for weekday, name in enumerate(self.of_weekdays) for at in self.cleaned_data[name]]
