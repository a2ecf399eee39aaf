"""Forms of the rules: trying a text, writing a row, signing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from almoner.console.rules_shown import FOR_WHOM, age_name, concept_name
from almoner.console.staff_forms import day
from almoner.core import clock
from almoner.core.languages import listed
from almoner.ui.choices import Pills, RadioCards
from almoner.ui.templatetags.ui import LEVELS
from almoner.urgency.enums import Level
from almoner.urgency.models import RuleChange
from almoner.urgency.rule_queries import RulesSeen, wanted_row
from almoner.urgency.rulebook import Computed, Measured, Row, Rule
from almoner.urgency.rulebook.book import Rulebook, standard
from almoner.urgency.rulebook.changing import DENIED, LONGEST_TEXT, ages, concepts, is_known, with_own, with_row

LIVE, STANDARD = "live", "standard"
WHY_NOT: dict[str, Any] = {
    "empty": _("Please fill this in."),
    "unknown": _("This is not known here."),
    "shape": _("Capital letters and digits, with hyphens between words, such as CHEST-PAIN-OLD."),
    "other": _("Another rule is called so."),
    "date": _("A date in the future, three years from now at the latest."),
    "unsettled": _("What is to be seen now or within the hour is not held back, or made, by this."),
    "contradiction": _("This contradicts itself: no case could ever fit."),
}


class TryForm(forms.Form):
    """Somebody's words, and the rules to try them on."""

    words = forms.CharField(
        label=_("In their own words"), max_length=5000, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )
    age = forms.FloatField(
        label=_("Age in years"), required=False, min_value=0, max_value=130,
        help_text=_("0.5 is six months. Empty: not known."),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("unknown", _("not known")), ("female", _("female")), ("male", _("male")), ("other", _("other"))],
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    pregnant = forms.BooleanField(label=_("Pregnant"), required=False)
    by_rules = forms.ChoiceField(label=_("By which rules"), required=False)

    def __init__(self, *args: Any, changes: Iterable[RuleChange], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes = {str(change.id): change for change in changes}
        proposed = [(key, f"{one.rule_id} · {one.reference}") for key, one in self.changes.items()]
        offered = [(LIVE, _("The rules in force")), (STANDARD, _("The standard as it is shipped")), *proposed]
        self.fields["by_rules"].choices = offered  # type: ignore[attr-defined]

    def clean_sex(self) -> str:
        return self.cleaned_data["sex"] or "unknown"

    def book(self, seen: RulesSeen) -> Rulebook:
        chosen = self.cleaned_data["by_rules"]
        if chosen == STANDARD:
            return standard()
        change = self.changes.get(chosen)
        if change is None:
            return seen.book
        return with_own(with_row(seen.own, change.rule_id, wanted_row(change)), change.reference)


class Names(forms.CharField):
    """Names of concepts, each on its line or with commas between. Of an unknown one is told what is like it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=4000, widget=forms.Textarea({"rows": 3, "dir": "ltr"}), **more)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(concept_name, value)) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        said = [part.strip().casefold() for part in re.split(r"[,،\n]", super().clean(value))]
        names = tuple(dict.fromkeys(_named(part) for part in said if part))
        for name in names:
            if not is_known(name):
                raise forms.ValidationError(_unknown(name))
        return names


def _named(said: str) -> str:
    """The name that is meant: “no fever” asks for a fever that is denied, unless there is a name that begins so."""
    name = re.sub(r"[\s_]+", "_", said)
    bare = name.removeprefix("no:_").removeprefix("no:").removeprefix("no_")
    return f"{DENIED}{bare}" if bare != name and name not in concepts() else name


def _unknown(name: str) -> str:
    like = get_close_matches(name, concepts(), n=3, cutoff=0.6) or [one for one in concepts() if name in one][:3]
    told = gettext("“%s” is nothing that is known.") % concept_name(name)
    if like:
        told += " " + gettext("Is one of these meant: %s?") % listed(map(concept_name, like))
    return told


class RowForm(forms.Form):
    """A row, and why it should be so. Fields that a kind of row does not have are left out."""

    id = forms.CharField(label=_("Name of the rule"), max_length=60, help_text=WHY_NOT["shape"])
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, widget=Pills)
    needs = Names(label=_("All of these were found"))
    one_of = Names(label=_("And one of these"), help_text=_("Empty: nothing more is needed."))
    unless = Names(label=_("But none of these"), help_text=_("“no fever” means that a fever was denied."))
    low = forms.FloatField(label=_("At or below"), required=False)
    high = forms.FloatField(label=_("At or above"), required=False)
    applies_to = forms.ChoiceField(label=_("For whom"), choices=list(FOR_WHOM.items()))
    age = forms.ChoiceField(label=_("Age"), required=False)
    alone = forms.BooleanField(label=_("Speaks only where no other rule does"), required=False)
    source = forms.CharField(label=pgettext_lazy("where a rule comes from", "Source"), max_length=LONGEST_TEXT)
    owner = forms.CharField(label=pgettext_lazy("who looks after a rule", "Owner"), max_length=100)
    review_on = forms.DateField(label=_("Review date"), widget=day())
    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, row: Row, new: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(row, new=new))
        super().__init__(*args, **kwargs)
        self.row = row
        for code, name in settings.LANGUAGES:
            widget = forms.Textarea({"rows": 2, "dir": "auto", "lang": code})
            label = gettext("What it says: %(language)s") % {"language": name}
            self.fields[f"text_{code}"] = forms.CharField(label=label, max_length=LONGEST_TEXT, widget=widget)
        bands: Any = [("", gettext("any")), *((one, age_name(one)) for one in ages())]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.value, f"{LEVELS[level - 1]} · {level.label}") for level in Level
        ]
        self.fields["age"].choices = bands  # type: ignore[attr-defined]
        for gone in _left_out(row, new=new):
            del self.fields[gone]

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """The fields as they stand beside each other."""
        texts = tuple(f"text_{code}" for code, _lang in settings.LANGUAGES)
        rows = (
            ("id",), ("level",), texts, ("needs", "one_of", "unless"), ("low", "high"), ("applies_to", "age"),
            ("alone",), ("source", "owner", "review_on"), ("why",),
        )  # fmt: skip
        return [found for row in rows if (found := [self[name] for name in row if name in self.fields])]

    @property
    def wanted(self) -> Row:
        """The row as it was written."""
        said = dict(self.cleaned_data)
        texts = {code: said.pop(f"text_{code}").strip() for code, _lang in settings.LANGUAGES}
        known = {field.name for field in fields(self.row)}
        return replace(self.row, text=texts, **{name: value for name, value in said.items() if name in known})

    def tell(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put what is wrong with the row beside the fields."""
        for name, why in faults:
            self.add_error(name if name in self.fields else None, str(WHY_NOT[why]))


def initial_of(row: Row, *, new: bool) -> dict[str, Any]:
    said = {field.name: getattr(row, field.name) for field in fields(row)}
    texts = {f"text_{code}": row.text.get(code, "") for code, _lang in settings.LANGUAGES}
    return {**said, **texts, **({"id": "", "level": None} if new else {})}


def _left_out(row: Row, *, new: bool) -> list[str]:
    """A measured row has limits and a sign, a computed one its level only."""
    words = ("needs", "one_of", "unless", "age", "alone")
    limits = ("low", "high")
    gone: list[str] = [] if new else ["id"]
    if isinstance(row, Rule):
        gone += limits
    if isinstance(row, Measured):
        gone += words
    if isinstance(row, Computed):
        gone += [*words, *limits, "applies_to"]
    return gone


def in_a_year(today: date) -> date:
    return today + timedelta(days=365)


def blank(today: date) -> Rule:
    """A rule of the hospital's own before anything is written."""
    some = standard().words[0]
    return replace(
        some, id="", level=3, applies_to="everyone", needs=(), one_of=(), age="", alone=False, disposition="",
        text={}, source="", version="", owner=some.owner, review_on=in_a_year(today),
    )  # fmt: skip


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea({"rows": 2}))


class SignForm(forms.Form):
    """Signing what was read, until a date: a year from now, if nothing else is said."""

    valid_until = forms.DateField(
        label=_("I answer for it until"), widget=day(), initial=lambda: in_a_year(clock.today())
    )
    read = forms.BooleanField(label=_("I have read this rule in full, and it may be used on real people here."))


class SignAllForm(SignForm):
    which = forms.ChoiceField(
        label=_("Which"),
        widget=RadioCards,
        initial="unsigned",
        choices=[
            ("unsigned", _("those below that nobody answers for today")),
            ("all", _("all below, also those signed")),
        ],
    )
    read = forms.BooleanField(label=_("I have read each of them in full, and they may be used on real people here."))
    field_order = ("which", "valid_until", "read")
