"""The filters of what came in, and the words of an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from almoner.console.outbox_forms import ALL
from almoner.replies.actions.writing import MOST_WORDS
from almoner.replies.enums import BY_WRITING, Outcome


class ReceivedForm(forms.Form):
    """None of it says who: what stands here stands in the address."""

    channel = forms.ChoiceField(
        label=_("Channel"), choices=[ALL, *((one.value, one.label) for one in BY_WRITING)], required=False
    )
    outcome = forms.ChoiceField(label=_("What came of it"), choices=[ALL, *Outcome.choices], required=False)
    day = forms.DateField(
        label=_("Came on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "control"

    def filters(self) -> dict[str, Any]:
        """What was understood; a filter that makes no sense filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class WriteBackForm(forms.Form):
    """An answer in one's own words."""

    words = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    ends = forms.BooleanField(label=_("That answers it: end the contact"), required=False, initial=True)

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.validators.append(MaxLengthValidator(MOST_WORDS[channel]))
        field.widget.attrs["maxlength"] = MOST_WORDS[channel]
        field.help_text = _("In their language. Nothing about their health: others may read it over their shoulder.")
