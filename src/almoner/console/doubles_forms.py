"""Forms about two records that may be of one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from almoner.people.enums import Evidence, Gain
from almoner.people.gains import Grows
from almoner.ui.choices import CheckCards, RadioCards

GROWS: dict[Gain, Any] = {
    Gain.ACCOUNT: _("Account %(who)s: sees %(number)s as well"),
    Gain.INVITATION: _("Invitation to %(who)s, not yet used: will see %(number)s as well"),
    Gain.CARER: _("Carer %(who)s: acts for %(number)s as well"),
    Gain.CARING: _("Leave to act for %(who)s: whoever signs in for %(number)s has it as well"),
    Gain.ADDRESS: _("Messages about %(number)s go to %(who)s as well"),
    Gain.OPENING: _("%(who)s opened one record in an emergency: sees %(number)s as well"),
    Gain.SITE: _("Staff of %(who)s see %(number)s as well"),
}


def grows_in_words(one: Grows) -> str:
    who = one.who or gettext("all sites")
    return str(GROWS[one.kind]) % {"who": who, "number": one.also.record_number}


class CompareForm(forms.Form):
    one = forms.CharField(label=_("First record number"), max_length=20)
    other = forms.CharField(label=_("Second record number"), max_length=20)


class JoinForm(forms.Form):
    """What shows that they are one, what is taken from the second record, and who may go on seeing."""

    evidence = forms.ChoiceField(label=_("What shows that they are one person?"), choices=Evidence, widget=RadioCards)
    seen = forms.CharField(
        label=_("What exactly did you see or hear?"),
        max_length=500,
        help_text=_("A name and a date of birth are no evidence: twins share one, strangers both."),
        widget=forms.Textarea({"rows": 3}),
    )
    take = forms.MultipleChoiceField(
        label=_("Take from the second record"),
        required=False,
        help_text=_("What you do not tick stays as it is on the first record."),
        widget=CheckCards,
    )
    confirmed = forms.MultipleChoiceField(
        label=_("Who would see or be sent more: may they?"),
        required=False,
        help_text=_("What you do not tick ends when the records are joined. It comes back if they are parted again."),
        widget=CheckCards,
    )

    def __init__(self, *args: Any, gains: Iterable[Grows], differing: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"confirmed": [(one.key, grows_in_words(one)) for one in gains], "take": list(differing)}
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
            if not offered:
                del self.fields[name]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300)


class PartForm(ReasonForm):
    """Whose each thing is that came since the records were joined."""

    def __init__(self, *args: Any, groups: Iterable[tuple[str, str]], kept: str, absorbed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = []
        for key, words in groups:
            self.keys.append(key)
            whose = [("kept", gettext("Stays with %s") % kept), ("absorbed", gettext("Belongs to %s") % absorbed)]
            self.fields[key] = forms.ChoiceField(label=words, choices=whose, widget=RadioCards)

    @property
    def belongs(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.keys}
