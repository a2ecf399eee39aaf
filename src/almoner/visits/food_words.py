"""Whether somebody in a bed may eat and drink, and what, as sentences to be said in the language now in force."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.messaging import moments
from almoner.visits.bedside import Bedside
from almoner.visits.diet import ADVICE
from almoner.visits.enums import Diet
from almoner.visits.mouth import Mouth, mouth


def food_said(found: Bedside) -> list[str]:
    """The clock first, then what is good for them and what to leave out; the name of a diet is not said aloud."""
    now = clock.now()
    ahead = next((fast for fast in found.plan.fasts if fast.until > now), None)
    limits = mouth(found.diet, ahead, now)
    said = _limits(limits) if limits else []
    if found.diet is None:
        return [*said, _("Ask your nurse what you may eat.")]
    if found.diet.diet == Diet.NIL_BY_MOUTH:
        return said
    advice = ADVICE[Diet(found.diet.diet)]
    return [*said, f"{_('Good for you')}: {advice.eat}", f"{_('What to leave out')}: {advice.leave}"]


def _limits(limits: Mouth) -> list[str]:
    since, until = _when(limits.since), _when(limits.until)
    if limits.what == "nothing":
        again = _("Since %(since)s. We look at it again by %(until)s.") % {"since": since, "until": until}
        return [_("Please eat and drink nothing") + ".", again]
    drink = []
    if limits.drink_from:
        drink = [_("From %(from)s please drink nothing either.") % {"from": _when(limits.drink_from)}]
    if limits.what == "fasting":
        kept = _("Until %(until)s, after your test. We keep your meal for you.") % {"until": until}
        return [_("Please eat nothing now") + ".", kept, *(drink or [_("You may drink water.")])]
    return [_("From %(since)s please eat nothing.") % {"since": since}, *drink]


def _when(moment: datetime) -> str:
    wall = clock.shown(moment)
    return moments.say_moment(wall, of_reader(), clock.of_reader())
