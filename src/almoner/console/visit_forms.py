"""Forms about somebody who waits: how long, with whom and where, waiting elsewhere, leaving."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Room, Service
from almoner.catalogue.queries import services
from almoner.core.languages import of_reader
from almoner.ui.choices import RadioCards
from almoner.visits.allotment import Suggestion
from almoner.visits.allotment_words import sentences


class Nothing(forms.Form):
    """No fields: the button says it all."""


class TellForm(forms.Form):
    """How long, and why. Left empty, it is worked out from who waits before them."""

    from_minutes = forms.IntegerField(label=_("From (minutes)"), min_value=0, max_value=600, required=False)
    to_minutes = forms.IntegerField(label=_("To (minutes)"), min_value=5, max_value=720, required=False)
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("Leave all empty to tell what is worked out from who waits before them."),
    )


class WhatForForm(forms.Form):
    service = forms.ChoiceField(label=_("What do they come for?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {service.code: service for service in services()}
        names = sorted((service.name_in(of_reader()), code) for code, service in self.known.items())
        self.fields["service"].choices = [("", "—"), *((code, name) for name, code in names)]  # type: ignore[attr-defined]

    def clean_service(self) -> Service:
        return self.known[self.cleaned_data["service"]]


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why did they go?"), max_length=300, help_text=_("In their words, if they said it.")
    )


class ElsewhereForm(forms.Form):
    notice_minutes = forms.IntegerField(
        label=_("How many minutes’ notice do they need?"), min_value=5, max_value=120, initial=15
    )


class AllotForm(forms.Form):
    """Any clinician who suits, with the reasons; another than the first needs a reason (ARR-9)."""

    clinician = forms.ChoiceField(label=_("Clinician"), widget=RadioCards)
    room = forms.ChoiceField(label=_("Room"), required=False)
    override_reason = forms.CharField(label=_("Why another than the first?"), max_length=300, required=False)

    def __init__(self, *args: Any, suggested: Iterable[Suggestion], rooms: Iterable[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {str(room.id): room for room in rooms}
        offered = [(str(one.clinician.id), one) for one in suggested]
        self.fields["clinician"].choices = [(key, _called(one)) for key, one in offered]  # type: ignore[attr-defined]
        self.fields["clinician"].widget.hints = {key: " ".join(sentences(one.reasons)) for key, one in offered}
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            ("", _("As suggested")),
            *((key, room.name) for key, room in self.rooms.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["room"] = self.rooms.get(cleaned.get("room", ""))
        return cleaned


def _called(one: Suggestion) -> str:
    return f"{one.clinician.name} · {one.place.name}" if one.place else one.clinician.name
