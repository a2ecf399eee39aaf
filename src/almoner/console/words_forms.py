"""Forms of the words of messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.console.words_shown import PLACE_NAMES, direction
from almoner.messaging.proofreading import Fault
from almoner.messaging.wording import PLACES
from almoner.messaging.wording_models import WordsChange
from almoner.messaging.written_words import LONGEST, differing, seal_of_language

ROWS = {"email": 12, "text": 4, "call": 5, "letter": 12}
EMPTY = _("Whoever is told by this way would be told nothing.")
HINTS = {
    "subject": _("Seen by whoever looks at the screen: nothing about health."),
    "email": _("An empty line parts paragraphs; lines that begin with - are a list."),
    "text": _("Others may read it. A line is left out where a name in it has no value."),
    "call": _("One sentence on a line. Who rings, the keys and what to do in an emergency are said by themselves."),
    "letter": _("As the e-mail, without links."),
}


class WordsForm(forms.Form):
    """The words of one language. What is typed is kept as it is; what is wrong with it is told beside its place."""

    use_required_attribute = False
    subject = forms.CharField(max_length=LONGEST)
    email = forms.CharField(max_length=LONGEST, widget=forms.Textarea)
    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea)
    call = forms.CharField(max_length=LONGEST, widget=forms.Textarea)
    letter = forms.CharField(max_length=LONGEST, widget=forms.Textarea)
    still_right = forms.BooleanField(
        label=_("I have read these words, and they are still right as they are"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, stored: dict[str, Any], language: str, asks: bool, **kwargs: Any) -> None:
        """`stored`: what is shown where nothing was typed; `asks` whether words may be said to be right as they are."""
        super().__init__(stored if data is None else data, auto_id="w_%s", **kwargs)
        for place in PLACES:
            field = self.fields[place]
            field.label, field.help_text = PLACE_NAMES[place], HINTS[place]
            field.error_messages["required"] = EMPTY
            field.widget.attrs |= {"lang": language, "dir": direction(language), "spellcheck": "true"}
            if place in ROWS:
                field.widget.attrs["rows"] = ROWS[place]
        if not asks:
            del self.fields["still_right"]

    @property
    def words(self) -> dict[str, str]:
        return {place: self.cleaned_data.get(place, "") for place in PLACES}

    def tell(self, faults: Iterable[Fault]) -> None:
        """Each fault beside the place that it is in."""
        for fault in faults:
            self.add_error(fault.place, fault.told[:1].upper() + fault.told[1:])


def kept(change: WordsChange, language: str) -> dict[str, Any]:
    """What is stored, as the form would send it."""
    right = {"still_right": "on"} if language in change.still_right else {}
    return {**change.words[language], "seen": seal_of_language(change, language), **right}


def form_of(change: WordsChange, language: str, typed: dict[str, Any] | None = None) -> WordsForm:
    asks = typed is not None or not differing(change, language)
    return WordsForm(typed, stored=kept(change, language), language=language, asks=asks)


class ProposeForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever signs reads it, and it is kept."),
    )  # fmt: skip
