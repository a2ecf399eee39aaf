"""Choices as cards and pills: radio buttons and checkboxes that a thumb can find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget


class _Hinted(ChoiceWidget):
    def __init__(self, *args: Any, hints: Mapping[str, object] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class RadioCards(_Hinted, forms.RadioSelect):
    """One of a few. `hints` maps a value to the sentence under its label."""


class CheckCards(_Hinted, forms.CheckboxSelectMultiple):
    """Any of a few. `hints` as above."""


class CheckPills(forms.CheckboxSelectMultiple):
    """Any of many short choices. Grouped choices become headed rows."""

    template_name = "ui/forms/widgets/pills.html"


class Pills(forms.RadioSelect):
    """One of many short choices, such as times of day. Grouped choices become headed rows."""

    template_name = "ui/forms/widgets/pills.html"
