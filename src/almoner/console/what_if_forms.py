"""What to simulate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _number(label: Any, hint: Any, least: int, most: int, usual: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=most, initial=usual)


class WhatIfForm(forms.Form):
    months = _number(_("How many months"), _("1 to 3. More months, less chance."), 1, 3, 3)
    clinicians = _number(_("How many clinicians"), _("1 to 6, each with 14 times of half an hour a day."), 1, 6, 6)
    load_percent = _number(
        _("How full, in per cent"),
        _("10 to 95: of all times, the share that those who ask would need. At 90 it is a busy clinic."),
        10,
        95,
        90,
    )
    seed = _number(
        _("Which run of chance"),
        _("Any number. The same number gives the same people and the same result. What holds for several is not luck."),
        0,
        999_999,
        1,
    )
