"""Forms of the words of messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.console.words_places import HINTS, PLACE_NAMES, ROWS, groups_of
from almoner.console.words_shown import direction
from almoner.messaging.faults import Fault
from almoner.messaging.wording_models import WordsChange
from almoner.messaging.written_words import LONGEST, differing, seal_of_language

EMPTY = _("Whoever is told by this way would be told nothing.")


class WordsForm(forms.Form):
    """The words of one language. What is typed is kept as it is; what is wrong with it is told beside its place."""

    use_required_attribute = False
    still_right = forms.BooleanField(
        label=_("I have read these words, and they are still right as they are"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, kind: str, stored: dict[str, Any], language: str, asks: bool, **kwargs: Any
    ) -> None:
        """`stored`: what is shown where nothing was typed; `asks` whether words may be said to be right as they are."""
        super().__init__(stored if data is None else data, auto_id="w_%s", **kwargs)
        self._groups = groups_of(kind)
        places = [place for _title, group in self._groups for place in group]
        self.fields = {**{place: _field(place, language) for place in places}, **self.fields}
        if not asks:
            del self.fields["still_right"]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields of the places, under their headings."""
        return [(title, [self[place] for place in places]) for title, places in self._groups]

    @property
    def words(self) -> dict[str, str]:
        return {place: self.cleaned_data.get(place, "") for _title, places in self._groups for place in places}

    def tell(self, faults: Iterable[Fault]) -> None:
        """Each fault beside the place that it is in; above them all, where it is in messages that these go out with."""
        for fault in faults:
            self.add_error(fault.place if fault.place in self.fields else None, fault.told[:1].upper() + fault.told[1:])


def _field(place: str, language: str) -> forms.CharField:
    attrs: dict[str, Any] = {"lang": language, "dir": direction(language), "spellcheck": "true"}
    widget = forms.Textarea({**attrs, "rows": ROWS[place]}) if place in ROWS else forms.TextInput(attrs)
    help_text, empty = HINTS.get(place, ""), {"required": EMPTY}
    return forms.CharField(
        label=PLACE_NAMES[place], help_text=help_text, max_length=LONGEST, widget=widget, error_messages=empty
    )


def kept(change: WordsChange, language: str) -> dict[str, Any]:
    """What is stored, as the form would send it."""
    right = {"still_right": "on"} if language in change.still_right else {}
    return {**change.words[language], "seen": seal_of_language(change, language), **right}


def form_of(change: WordsChange, language: str, typed: dict[str, Any] | None = None) -> WordsForm:
    asks = typed is not None or not differing(change, language)
    return WordsForm(typed, kind=change.kind, stored=kept(change, language), language=language, asks=asks)


class ProposeForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever signs reads it, and it is kept."),
    )  # fmt: skip
