"""Forms of going home: the sheet by topic, what comes next, and the last press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.console.bedside_forms import LOCAL
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.visits.actions import Intended, Summary
from almoner.visits.enums import NEEDED, SAID_BACK, WRITTEN, Topic

_NONE = ("", "—")
_HINTS = {
    Topic.WARNING_SIGNS: _("One a line. What they should look out for."),
    Topic.MEDICINES: _("One a line: name; how much; when; what for."),
    Topic.DONE: _("One a line, in plain words."),
}


class DraftField(forms.CharField):
    """Needed before they go, and yet the sheet may be kept without it until then."""

    def validate(self, value: Any) -> None:
        """Whatever is there is kept."""


class SheetForm(forms.Form):
    """One field for each topic that staff write, a line for each thing; the rest follows from what is booked."""

    use_required_attribute = False
    told = forms.BooleanField(label=_("We went through it together, and they have it in writing"), required=False)

    def __init__(self, *args: Any, written: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = {
            str(topic): DraftField(
                label=topic.label,
                required=topic in NEEDED,
                max_length=4000,
                help_text=_HINTS.get(topic, ""),
                initial="\n".join(written.get(topic, ())),
                widget=forms.Textarea({"rows": 3 if topic in NEEDED else 2}),
            )
            for topic in sorted(WRITTEN, key=lambda topic: topic not in NEEDED)
        }
        back = forms.MultipleChoiceField(
            label=_("They said it back in their own words"),
            choices=[(topic.value, topic.label) for topic in SAID_BACK],
            required=False,
            initial=written.get("said_back", ()),
            widget=forms.CheckboxSelectMultiple(attrs={"class": "tick-list"}),
        )
        self.fields = {**lines, "said_back": back, "told": self.fields["told"]}
        self.fields["told"].initial = bool(written.get("told"))

    def summary(self) -> Summary:
        said = self.cleaned_data
        lines = {str(topic): said[topic].splitlines() for topic in WRITTEN}
        needed = {topic: lines.pop(topic) for topic in map(str, NEEDED)}
        return Summary(**needed, told=said["told"], more=lines, said_back=said["said_back"])


class PlanForm(forms.Form):
    """What should come next: for what, seen by when, and by when they have the date."""

    service = forms.ChoiceField(label=_("What"))
    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("They read this."))
    see_by_on = forms.DateField(label=_("Seen by"), widget=forms.DateInput(attrs={"type": "date"}))
    book_by_at = forms.DateTimeField(
        label=_("They have the date by"),
        widget=LOCAL,
        help_text=_("The service desk owes them this, and it is promised to them."),
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, Sequence[Service]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.id): one for _group, services in offered for one in services}
        groups = [(name, [(str(one.id), one.name_in(of_reader())) for one in services]) for name, services in offered]
        self.fields["service"].choices = [_NONE, *groups]  # type: ignore[attr-defined]
        self.fields["book_by_at"].initial = clock.shown(clock.now() + timedelta(days=2)).replace(minute=0)

    def intended(self) -> Intended:
        said = self.cleaned_data
        return Intended(self.known[said["service"]], said["why"], said["see_by_on"], said["book_by_at"])


class DropForm(forms.Form):
    reason = forms.CharField(label=_("Why it is not needed"), max_length=300)


class GoForm(forms.Form):
    ask_feedback = forms.BooleanField(label=_("Ask them afterwards how it was"), required=False, initial=True)
