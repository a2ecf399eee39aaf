"""Danger in what somebody wrote: read by the rules by which every other channel is read, and never by a menu."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from almoner.urgency.assessment import Assessment, assess
from almoner.urgency.case import Case
from almoner.urgency.enums import Level
from almoner.urgency.learnt import SOUNDS
from almoner.urgency.live import live_book

LONGEST_READ = 3000
"""As long a text as a request may be told in."""


class Heed(StrEnum):
    """Who hears of it: a nurse and nobody else, a nurse and the desk, or the desk."""

    NURSE = "nurse"
    BOTH = "both"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Danger:
    heed: Heed
    assessment: Assessment


def danger_in(words: str, language: str) -> Danger:
    """What the rules in force say of the words. What is for within the hour is a nurse's; what is for today is heard by
    the desk too, for it may ask for something else besides. What only sounds so is raised to the hour or not at all."""
    found = assess(Case(text=words[:LONGEST_READ], language=language), book=live_book())
    if found.crisis or found.level <= Level.URGENT_HOUR:
        return Danger(Heed.NURSE, found)
    understood = any(one.level <= Level.SAME_DAY and one.rule_id not in SOUNDS for one in found.reasons)
    today = found.level <= Level.SAME_DAY and not found.abstained and understood
    return Danger(Heed.BOTH if today else Heed.DESK, found)
