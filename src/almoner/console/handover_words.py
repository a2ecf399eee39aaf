"""What is said to the emergency service, in the order in which it asks: where, on which number, who, what, since when,
medicines, allergies. Short sentences, to be read aloud."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.console.showing import flag_chips
from almoner.core import clock
from almoner.core.days import day
from almoner.core.languages import listed
from almoner.desk.emergency_story import EmergencyStory
from almoner.people.enums import Sex
from almoner.records.models import Allergy
from almoner.ui.languages import name_of

Line = tuple[str, str]


def proposed(story: EmergencyStory, row: dict[str, Any]) -> dict[str, str]:
    """What is on record, for the form. What is not stays empty, and is asked."""
    told = dict(row["told"])
    return {
        "where": story.address,
        "number": next(iter(row["numbers"]), story.number),
        "since": told.get(_("Since"), ""),
        "medicines": medicines_said(story),
        "allergies": allergies_said(story.allergies),
        "more": "",
    }


def fixed(story: EmergencyStory, row: dict[str, Any]) -> list[Line]:
    """What does not change while one speaks: who it is and what is wrong."""
    return [(_("Who"), _who(story, row)), (_("What is wrong"), _what(row))]


def whole(lines: Iterable[Line], said: dict[str, str]) -> list[Line]:
    """All of it in order. What was asked and is not known is said to be unknown."""
    who, what = lines
    unknown = _("We do not know.")
    return [
        (_("Where"), said["where"]),
        (_("Number"), said["number"] or unknown),
        who,
        what,
        (_("Since when"), said["since"]),
        (_("Medicines"), said["medicines"] or unknown),
        (_("Allergies"), said["allergies"] or unknown),
        *([(_("Also"), said["more"])] if said["more"] else []),
    ]


def medicines_said(story: EmergencyStory) -> str:
    if not story.medicines or story.medicines_at is None:
        return ""
    lines = "; ".join(" ".join(line.replace(";", ",").split()) for line in story.medicines)
    return _("%(medicines)s (when they went home on %(day)s)") % {
        "medicines": lines,
        "day": day(clock.shown(story.medicines_at).date()),
    }


def allergies_said(allergies: Iterable[Allergy] | None) -> str:
    """Those that stand; empty where nobody noted any, which is not the same as none."""
    return listed(f"{one.substance} ({one.reaction})" if one.reaction else one.substance for one in allergies or ())


def apart(text: str) -> str:
    """Words of either direction, set apart so that what stands around them keeps its own."""
    return f"\u2068{text}\u2069"


def _who(story: EmergencyStory, row: dict[str, Any]) -> str:
    request = row["request"]
    parts = [apart(request.who)]
    if story.age is not None:
        parts.append(
            ngettext("%(age)d year old", "%(age)d years old", story.age) % {"age": story.age}
            if story.age
            else _("less than a year old")
        )
    if story.sex in {Sex.FEMALE, Sex.MALE}:
        parts.append(str(Sex(story.sex).label).lower())
    if request.pregnant:
        parts.append(_("pregnant"))
    language = request.person.interpreter_language or request.person.language if request.person else request.language
    parts.append(_("speaks %s") % name_of(language.split("-")[0]))
    parts += [chip["label"] for chip in flag_chips(story.needs)]
    return listed(parts) + "."


def _what(row: dict[str, Any]) -> str:
    """Their own words first; then the danger signs, or else what gave the level; then what was measured."""
    sentences = [_("In their words: “%s”.") % apart(row["request"].words[:300])] if row["request"].words else []
    sentences += [f"{sign.rstrip('.?؟')}." for sign in row["danger"]]
    leading = row["suggestion"]["stored"].level
    if not row["danger"]:
        sentences += [one["text"] for one in row["suggestion"]["reasons"] if one["level"]["level"] == leading]
    if row["measured"]:
        sentences.append(_("Measured: %s.") % listed(f"{name} {value}" for name, value in row["measured"]))
    return " ".join(dict.fromkeys(sentences))
