"""Forms of arriving and waiting: two identifiers, waiting elsewhere, having to go."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.ui.choices import RadioCards
from almoner.ui.dates import DayMonthYear


class WhoForm(forms.Form):
    """Two identifiers; and, once they have been told that they are late, that they wait."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=240,
        help_text=_("Given name and family name, as on your letter."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    birth_on = forms.DateField(label=_("Your date of birth"), widget=DayMonthYear(birth=True))


class ElsewhereForm(forms.Form):
    notice_minutes = forms.TypedChoiceField(
        label=_("How long do you need to come back?"),
        choices=[(5, _("5 minutes")), (10, _("10 minutes")), (15, _("15 minutes")), (30, _("30 minutes"))],
        coerce=int,
        widget=RadioCards,
    )


class GoForm(forms.Form):
    reason = forms.CharField(
        label=_("Why must you go?"),
        max_length=300,
        help_text=_("A few words help us. If you feel worse, please tell somebody at the desk first."),
    )
