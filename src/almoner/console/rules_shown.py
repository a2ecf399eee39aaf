"""Rules of urgency as the templates take them: what a row asks for in plain words, who answers for it, and how two
rows differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from almoner.console.triage_rows import level_shown
from almoner.core.languages import of_reader
from almoner.urgency.models import RuleChange
from almoner.urgency.rule_queries import OVERDUE, SIGNED, RulesSeen, Standing
from almoner.urgency.rulebook import Computed, Measured, Row, Rule, in_language
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.changing import differing

FOR_WHOM = {
    "everyone": gettext_lazy("Everybody"),
    "adult": gettext_lazy("Adults"),
    "child": gettext_lazy("Children under 12"),
    "infant": gettext_lazy("Babies under 1"),
    "pregnancy": gettext_lazy("In pregnancy"),
}
AGES = {
    "under_8_days": gettext_lazy("under 8 days"),
    "under_28_days": gettext_lazy("under 28 days"),
    "under_3_months": gettext_lazy("under 3 months"),
    "under_6_months": gettext_lazy("under 6 months"),
    "6_months_to_12": gettext_lazy("from 6 months to under 12 years"),
    "over_50": gettext_lazy("over 50"),
    "12_to_55": gettext_lazy("from 12 to 55 years"),
    "young_or_old": gettext_lazy("under 2 or over 70"),
}
OR_UNKNOWN = "_or_unknown"
SIGNS = {
    "respiratory_rate": gettext_lazy("Breaths a minute"),
    "spo2": gettext_lazy("Oxygen saturation"),
    "systolic": gettext_lazy("Systolic blood pressure"),
    "diastolic": gettext_lazy("Diastolic blood pressure"),
    "pulse": gettext_lazy("Pulse"),
    "temperature_c": gettext_lazy("Temperature"),
    "pain_0_10": gettext_lazy("Pain from 0 to 10"),
}
FIELDS = {
    "level": gettext_lazy("Level"),
    "applies_to": gettext_lazy("For whom"),
    "needs": gettext_lazy("All of"),
    "one_of": gettext_lazy("One of"),
    "unless": gettext_lazy("Not where"),
    "age": gettext_lazy("Age"),
    "alone": gettext_lazy("Speaks only where no other rule does"),
    "disposition": gettext_lazy("Disposition"),
    "sign": gettext_lazy("Vital sign"),
    "low": gettext_lazy("At or below"),
    "high": gettext_lazy("At or above"),
    "age_from": gettext_lazy("From age"),
    "age_under": gettext_lazy("Under age"),
    "criterion": gettext_lazy("Reckoned"),
    "text": pgettext_lazy("of a rule", "What it says"),
    "source": pgettext_lazy("where a rule comes from", "Source"),
    "version": gettext_lazy("Version"),
    "owner": pgettext_lazy("who looks after a rule", "Owner"),
    "review_on": gettext_lazy("Review date"),
}
NAMES = ("needs", "one_of", "unless")
OLDEST = 120


def concept_name(concept: str) -> str:
    """The name of a concept as it can be read and typed: names are English in every language."""
    return concept.replace("no:", "no ").replace("_", " ")


def age_name(band: str) -> str:
    """A band of age in words."""
    name = band.removesuffix(OR_UNKNOWN)
    kind, _sep, years = name.partition("_")
    if name in AGES:
        said = str(AGES[name])
    elif kind in {"over", "under"} and years.isdecimal():
        said = (_("%s years and over") if kind == "over" else _("under %s years")) % years
    else:
        said = concept_name(name)
    return said if name == band else _("%s, or not known") % said


def rule_row(row: Row, seen: RulesSeen) -> dict[str, Any]:
    """A rule in a list."""
    standing = seen.standings.get(row.id)
    return {
        "id": row.id,
        "href": reverse("console:rule", args=[row.id]),
        **level_shown(row.level),
        "text": in_language(row.text, of_reader()),
        "parts": criterion(row),
        "standing": standing and standing_shown(standing),
        "waiting": seen.waiting.get(row.id),
        "own": row.id in seen.own,
        "off": row.id not in seen.book.rows,
    }


def criterion(row: Row) -> list[dict[str, Any]]:
    """What must hold, in parts: a label with names of concepts, or with words."""
    whom = [] if row.applies_to == "everyone" else [_said("applies_to", FOR_WHOM.get(row.applies_to, row.applies_to))]
    if isinstance(row, Computed):
        return [_said("criterion", in_language(row.criterion, of_reader())), *whom]
    if isinstance(row, Measured):
        return [*_measured(row), *whom, *_named(row)]
    age = [_said("age", age_name(row.age))] if row.age else []
    alone = [_said("alone", _("yes"))] if row.alone else []
    return [*_named(row), *whom, *age, *alone]


def _named(row: Rule | Measured) -> list[dict[str, Any]]:
    return [
        {"label": FIELDS[field], "names": [concept_name(name) for name in getattr(row, field)]}
        for field in NAMES
        if getattr(row, field, ())
    ]


def _said(field: str, words: object) -> dict[str, Any]:
    return {"label": FIELDS[field], "words": words}


def _measured(row: Measured) -> list[dict[str, Any]]:
    limits = [(_("%s or less"), row.low), (_("%s or more"), row.high)]
    said = _(" or ").join(text % f"{value:g}" for text, value in limits if value is not None)
    parts = [{"label": SIGNS.get(row.sign, row.sign), "words": said}]
    if row.age_from or row.age_under < OLDEST:
        parts.append(_said("age", _years(row.age_from, row.age_under)))
    return parts


def _years(first: float, under: float) -> str:
    if under >= OLDEST:
        return _("from %s years") % f"{first:g}"
    if not first:
        return _("under %s years") % f"{under:.3g}"
    return _("from %(first)s to under %(under)s years") % {"first": f"{first:.3g}", "under": f"{under:.3g}"}


def standing_shown(standing: Standing) -> dict[str, Any]:
    """Who answers for a row, in a chip and a sentence."""
    words = {SIGNED: (_("Signed"), "green"), OVERDUE: (_("Signature has run out"), "red")}
    label, kind = words.get(standing.state, (_("Not signed"), "saffron"))
    return {
        "label": label,
        "kind": kind,
        "state": standing.state,
        "past_review": standing.past_review,
        "due_on": standing.due_on,
        "sign_off": standing.sign_off,
    }


def difference(before: Row | None, after: Row | None) -> list[dict[str, Any]]:
    """The fields in which two rows differ, each with what it says in both. A row that is not there says nothing."""
    names = [name for name in FIELDS if name in differing(before, after)]
    if before is None or after is None:
        names = [name for name in names if _value(before or after, name)]
    return [{"label": FIELDS[name], "before": _value(before, name), "after": _value(after, name)} for name in names]


def _value(row: Row | None, field: str) -> list[dict[str, str]]:
    """As lines; texts with their language."""
    said = getattr(row, field, None) if row else None
    if said in (None, "", ()):
        return []
    if isinstance(said, dict):
        return [{"text": text, "language": language} for language, text in said.items()]
    if isinstance(said, tuple):
        return [{"text": concept_name(name), "language": "en"} for name in said]
    return [{"text": str(_word(field, said)), "language": ""}]


def _word(field: str, said: Any) -> object:
    if field == "level":
        shown = level_shown(said)
        return f"{shown['letter']} · {shown['level_word']}"
    if field == "alone":
        return _("yes") if said else _("no")
    if isinstance(said, float):
        return f"{said:g}"
    if field == "age":
        return age_name(said)
    known: dict[str, Any] = {"applies_to": FOR_WHOM, "sign": SIGNS}
    return known.get(field, {}).get(said, said)


def change_row(change: RuleChange) -> dict[str, Any]:
    """A proposed change in a list."""
    level = change.row["level"] if change.row else None
    return {
        "change": change,
        "href": reverse("console:rule_change", args=[change.id]),
        "what": _what(change),
        "level": level_shown(level) if level else None,
        "kind": {"open": "saffron", "live": "green"}.get(change.state, ""),
    }


def _what(change: RuleChange) -> str:
    if change.row is None:
        return _("Switch it off")
    return _("Change it") if change.rule_id in standard().rows else _("A rule of our own")


def find(rows: Iterable[Row], seen: RulesSeen, asked: dict[str, str]) -> list[Row]:
    """Those that fit all that is asked."""
    words = asked.get("q", "").casefold().split()
    return [row for row in rows if _fits(row, seen, asked) and all(word in _searched(row) for word in words)]


def _fits(row: Row, seen: RulesSeen, asked: dict[str, str]) -> bool:
    standing = seen.standings.get(row.id)
    states = {
        "signed": standing is not None and standing.state == SIGNED,
        "unsigned": standing is not None and standing.state != SIGNED,
        "review": standing is not None and standing.past_review,
        "own": row.id in seen.own,
        "waiting": row.id in seen.waiting,
        "off": row.id not in seen.book.rows,
    }
    return (
        asked.get("level", "") in ("", str(row.level))
        and asked.get("whom", "") in ("", row.applies_to)
        and asked.get("source", "") in ("", row.source)
        and (not asked.get("state") or states.get(asked["state"], False))
    )


def _searched(row: Row) -> str:
    names = [name for field in NAMES for name in getattr(row, field, ())]
    parts = [row.id, *row.text.values(), *names, *map(concept_name, names), row.source, getattr(row, "sign", "")]
    return " ".join(parts).casefold()
