"""Whether somebody may eat and drink, now and next, as moments on the clock (STAY-1). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from almoner.visits.day_plan import Fast
from almoner.visits.enums import Diet
from almoner.visits.models import DietOrder


@dataclass(frozen=True, slots=True)
class Mouth:
    """`what`: “nothing” as it was ordered, “fasting” for a test now, “later” for one to come.

    `until`: when it ends, or is looked at again. `drink_from`: from when no drink either; None: water is allowed.
    """

    what: str
    since: datetime
    until: datetime
    drink_from: datetime | None = None


def mouth(diet: DietOrder | None, fast: Fast | None, now: datetime) -> Mouth | None:
    """What was ordered counts before what a test asks; None where they may eat and drink as their diet says."""
    if diet and diet.diet == Diet.NIL_BY_MOUTH and diet.review_at:
        return Mouth("nothing", diet.starts_at, diet.review_at, diet.starts_at)
    if fast is None:
        return None
    return Mouth("fasting" if fast.food_from <= now else "later", fast.food_from, fast.until, fast.drink_from)
