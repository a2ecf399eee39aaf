"""What matters to the person of a time: beside each wish, whether only this will do (APT-5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.choosing.wish_form import FIELDS
from almoner.choosing.wish_form import WishForm as AnyWishForm
from almoner.scheduling.wishes import Wishes, told

MUST = "_must"


class WishForm(AnyWishForm):
    """Each wish may stay open, and is good to have unless it has to be."""

    def __init__(self, *said: Any, **offered: Any) -> None:
        super().__init__(*said, **offered)
        for field in FIELDS.keys() - self.unasked:
            self.fields[field + MUST] = forms.BooleanField(label=_("Only this will do"), required=False)

    def have_to_be(self) -> list[str]:
        return [wish for field, wish in FIELDS.items() if self.cleaned_data.get(field + MUST)]

    def as_said(self, known: Wishes) -> dict[str, Any]:
        must = set(told(known.must))
        return super().as_said(known) | {field + MUST: wish in must for field, wish in FIELDS.items()}


NAMES = frozenset({*WishForm.base_fields, *(field + MUST for field in FIELDS)})
"""The names of the fields in the address of the page."""
