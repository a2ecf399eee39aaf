"""What the desk asks about several visits on one day, beyond what people ask themselves: results, and the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.choosing.together_forms import PLACES
from almoner.choosing.together_forms import DayForm as AnyDayForm
from almoner.scheduling.joining import DayWish, Piece


class DayForm(AnyDayForm):
    """Of each visit how long its result takes; and whether the order is found or as it was written."""

    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("found", _("Fasting first, then what the last visit waits for")), ("given", _("As written here"))],
    )

    def __init__(self, data: Any, services: Sequence[Service]) -> None:
        super().__init__(data, services)
        for nth in PLACES:
            self.fields[f"result_{nth}"] = forms.IntegerField(
                label=gettext("Minutes to its result"), required=False, min_value=0,
                max_value=480,
            )  # fmt: skip
        self.order_fields([name for nth in PLACES for name in (f"service_{nth}", f"result_{nth}")])

    def piece(self, nth: int) -> Piece:
        return replace(super().piece(nth), result_minutes=self.cleaned_data[f"result_{nth}"] or 0)

    def wish(self) -> DayWish:
        return replace(super().wish(), as_given=self.cleaned_data["order"] == "given")
