"""Which days to count, and for whom to tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.insight.period import Period, last_days
from almoner.insight.splits import Split, name_of

DAYS = {"7": _("Last 7 days"), "28": _("Last 28 days"), "90": _("Last 90 days"), "365": _("Last 365 days")}
USUAL = "28"


class MeasuresForm(forms.Form):
    """Asked by GET, and the same by POST to take the figures out. None of it says who."""

    days = forms.ChoiceField(label=_("Period"), choices=list(DAYS.items()), required=False)
    first = forms.DateField(label=_("or from"), required=False)
    last = forms.DateField(label=_("until"), required=False)
    split = forms.ChoiceField(
        label=_("Split by"), choices=lambda: [("", _("Nothing")), *((one.value, name_of(one)) for one in Split)],
        required=False,
    )  # fmt: skip

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__({"days": USUAL, **{name: asked[name] for name in asked}})
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for field in self.fields.values():
            field.widget.attrs["class"] = "control"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if bool(first) != bool(last):
            self.add_error("last" if first else "first", _("Give both days, or none."))
        elif first and last:
            _check(self, first, last)
        return cleaned

    def period(self) -> Period:
        """What was asked for; the usual period where nothing or nonsense was."""
        self.is_valid()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last:
            return Period(first, last)
        return last_days(int(self.cleaned_data.get("days") or USUAL))

    def chosen_split(self) -> Split | None:
        self.is_valid()
        chosen = self.cleaned_data.get("split")
        return Split(chosen) if chosen else None

    def query(self) -> str:
        """The same question for the address of another page."""
        self.is_valid()
        asked = {name: _told(value) for name, value in self.cleaned_data.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    def hidden(self) -> list[tuple[str, str]]:
        """The same question for a form that is sent."""
        self.is_valid()
        return [(name, _told(value)) for name, value in self.cleaned_data.items() if value]


def _check(form: MeasuresForm, first: date, last: date) -> None:
    try:
        Period(first, last)
    except ValueError:
        form.add_error("last", _("The last day comes after the first, within two years."))


def _told(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
