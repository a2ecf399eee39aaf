"""A date as three fields, day, month and year: quicker and surer than a picker for a date that one knows by heart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")


class DayMonthYear(forms.MultiWidget):
    """For a plain `forms.DateField(widget=DayMonthYear())`.

    `birth=True` lets the browser fill in the birthday of its owner.
    """

    template_name = "ui/forms/widgets/day_month_year.html"

    def __init__(self, *, birth: bool = False, attrs: dict[str, Any] | None = None) -> None:
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(attrs=self._hints(part, birth=birth)) for part in PARTS
        }
        super().__init__(inputs, attrs)
        self.labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}

    @staticmethod
    def _hints(part: str, *, birth: bool) -> dict[str, str]:
        size = "4" if part == "year" else "2"
        hints = {"inputmode": "numeric", "maxlength": size, "data-size": size, "autocomplete": "off"}
        return hints | {"autocomplete": f"bday-{part}"} if birth else hints

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, subwidget in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            subwidget["label"] = self.labels[part]
        return context

    def decompress(self, value: date | str | None) -> list[str]:
        """Day, month, year. A text that was no date comes back as it was typed, so that it can be mended."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        typed = str(value or "").split("-")
        return list(reversed(typed)) if len(typed) == len(PARTS) else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:  # type: ignore[override]
        """The date in ISO order, for `DateField` to read; empty when nothing was typed."""
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part in PARTS)
        if not (day or month or year):
            return str(data.get(name, ""))
        return f"{year}-{month.zfill(2) if month else ''}-{day.zfill(2) if day else ''}"
