"""What this room will not do, and says so."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Refused, Unclear


class NothingMeasured(Unclear):
    text = _("Please enter at least one value.")


class ValueUnreadable(Unclear):
    text = _("%(sign)s: “%(entered)s” is not a value in %(units)s.")


class ValueImpossible(Unclear):
    """Nobody can have this value: it was mistyped, or belongs elsewhere."""

    text = _("%(sign)s cannot be %(value)s. Please measure or read it again.")


class PressuresSwapped(Unclear):
    text = _("The lower pressure must be less than the upper. Please check both.")


class ValueUnusual(Unclear):
    """It may be right, and then it matters: somebody has to look again and say so. `facts["oddities"]` lists why."""

    text = _("Please look again: %(what)s. If it is right, confirm it; it is kept as it is.")


class TakenInFuture(Unclear):
    text = _("This time has not come yet.")


class CorrectedBefore(Refused):
    text = _("This set was corrected before. Please correct the newer one.")


class WhyCorrected(Unclear):
    text = _("Please say what was wrong.")


class ScaleNotNoted(Unclear):
    """Scale 2 hides a low saturation from the score; it is for a prescribed target only."""

    text = _("Scale 2 is only for a prescribed target of 88 to 92 per cent. Please write who prescribed it.")


class FindingNeeded(Unclear):
    text = _("Please write what you found and what is done.")


class WarningReviewed(Refused):
    text = _("Somebody has looked into this already.")


class SecondLookNeeded(Refused):
    text = _("Somebody else than who took the paper in has to check it.")


class IdentifiersDoNotMatch(Refused):
    """What stands on the paper is not this person's. The text does not say which of it: that would tell whose it is."""

    text = _("What you typed from the paper does not match this person. Please check whose it is.")


class IdentifiersNeeded(Unclear):
    text = _("Please type two things from the paper that say whose it is: name, birth date or record number.")


class SubstanceNeeded(Unclear):
    text = _("Please write what they are allergic to.")


class AllergyKnown(Refused):
    text = _("“%(substance)s” is in the record already.")


class AllergyEnded(Refused):
    text = _("This allergy was ended before.")


class AllergyNeedsSecondLook(Refused):
    text = _("Somebody else than who wrote it down has to check it.")


class DocumentKnown(Refused):
    text = _("This paper is in the record already: %(reference)s.")


class DocumentNotReady(Refused):
    """The step does not follow on the state it is in."""

    text = _("This cannot be done to %(reference)s now.")


class DocumentUnreadable(Unclear):
    text = _("Please give a PDF or a picture of at most %(megabytes)s MB.")
