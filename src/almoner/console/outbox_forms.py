"""The filters of the outbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from almoner.console.outbox_words import KINDS
from almoner.messaging.enums import State
from almoner.people.enums import Channel

ALL = ("", _("All"))


class OutboxForm(forms.Form):
    """None of it says who: what stands here stands in the address."""

    channel = forms.ChoiceField(label=_("Channel"), choices=[ALL, *Channel.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *State.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ALL, *KINDS.items()], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[ALL, *settings.LANGUAGES], required=False)
    day = forms.DateField(
        label=_("Made on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "control"

    def filters(self) -> dict[str, Any]:
        """What was understood; a filter that makes no sense filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
