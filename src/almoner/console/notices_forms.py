"""Forms of messages to many: for whom, why, by which ways, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.queries import services
from almoner.console.staff_forms import day
from almoner.core.actor import Actor
from almoner.core.languages import of_reader
from almoner.messaging.notice_models import Notice
from almoner.people.enums import Channel, Purpose
from almoner.people.sites import sites_for
from almoner.scheduling.selections import VISITS, WAITING, clinicians_at
from almoner.ui.choices import CheckCards, RadioCards
from almoner.visits.selections import IN_WARD, wards_at

PURPOSES = [
    (Purpose.CARE, _("About their care")),
    (Purpose.FEEDBACK, Purpose.FEEDBACK.label),
    (Purpose.RESEARCH, Purpose.RESEARCH.label),
]
ALL_PLACES = _("All places")
IN_ORDER = (Channel.TEXT, Channel.EMAIL, Channel.CALL, Channel.LETTER)
"""In which the ways are tried: what is read soonest first."""
WHO = {
    VISITS: ("first", "last", "site", "service", "clinician"),
    WAITING: ("service", "site"),
    IN_WARD: ("ward",),
}
"""By selection, the fields that say who is meant."""


class NoticeForm(forms.Form):
    """One of the closed list of selections; its own fields alone are asked for."""

    title = forms.CharField(
        label=_("Name of this message"), max_length=100, help_text=_("For you and your colleagues; nobody is sent it.")
    )
    first = forms.DateField(label=_("Visits from"), widget=day())
    last = forms.DateField(label=_("To"), widget=day())
    ward = forms.ChoiceField(label=_("Ward"))
    service = forms.ChoiceField(label=_("Service"), required=False)
    site = forms.ChoiceField(label=_("Place"), required=False)
    clinician = forms.ChoiceField(label=_("Clinician"), required=False)
    purpose = forms.ChoiceField(
        label=_("What for"), choices=PURPOSES, initial=Purpose.CARE,
        widget=RadioCards(hints={
            Purpose.CARE: _("Goes to whoever has not refused; e-mail and text to whoever agreed to them."),
            Purpose.FEEDBACK: _("Only to those who said yes to it."),
            Purpose.RESEARCH: _("Only to those who said yes to it."),
        }),
    )  # fmt: skip
    ways = forms.MultipleChoiceField(
        label=_("Ways"), choices=[(way, way.label) for way in IN_ORDER], initial=IN_ORDER[:3], widget=CheckCards,
        help_text=_("Each person by the first of these that they agreed to and that works; else by another."),
    )  # fmt: skip
    deadline = forms.DateTimeField(
        label=_("Send no later than"), help_text=_("After this it is of no use to anybody, and is not sent."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, selection: str, by: Actor, notice: Notice | None = None) -> None:
        super().__init__(data, initial=_initial(notice) if notice else None, auto_id="notice_%s")
        self.selection, self.sites = selection, sites_for(by)
        for name in {field for fields in WHO.values() for field in fields} - set(WHO[selection]):
            del self.fields[name]
        self._offer("service", _services(by), _("All services"))
        self._offer("site", [(str(site.id), site.name) for site in self.sites], ALL_PLACES)
        self._offer("clinician", clinicians_at(self.sites), _("All clinicians"))
        self._offer("ward", wards_at(self.sites), "")
        if selection == WAITING:
            self.fields["service"].required = True

    def _offer(self, name: str, choices: Sequence[tuple[str, str]], every: Any) -> None:
        if name in self.fields:
            needed = self.fields[name].required or (name == "service" and self.selection == WAITING)
            first = [] if needed else [("", every)]
            self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("This is before the first day."))
        return said

    @property
    def criteria(self) -> dict[str, Any]:
        said = self.cleaned_data
        chosen = [site for site in self.sites if not said.get("site") or str(site.id) == said["site"]]
        told: dict[str, Any] = {"sites": [str(site.id) for site in chosen]}
        for name in WHO[self.selection]:
            value = said.get(name)
            if name != "site" and value:
                told[name] = value.isoformat() if name in {"first", "last"} else value
        return told

    @property
    def told(self) -> dict[str, Any]:
        """As the actions take it."""
        said = self.cleaned_data
        return {
            "title": said["title"],
            "criteria": self.criteria,
            "purpose": Purpose(said["purpose"]),
            "ways": [way for way in IN_ORDER if way in said["ways"]],
            "deadline": said["deadline"],
        }


def _initial(notice: Notice) -> dict[str, Any]:
    sites = notice.criteria.get("sites", [])
    return {
        **notice.criteria,
        "site": sites[0] if len(sites) == 1 else "",
        "title": notice.title,
        "purpose": notice.purpose,
        "ways": notice.ways,
        "deadline": notice.deadline,
    }


def _services(by: Actor) -> list[tuple[str, str]]:
    found = ((one.code, str(one.name_in(of_reader()))) for one in services(by=by))
    return sorted(found, key=lambda pair: pair[1].casefold())
