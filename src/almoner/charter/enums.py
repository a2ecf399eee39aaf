"""Closed lists of words about promises."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """A promise begins open, and ends kept, made good or withdrawn. Broken is no end: it climbs until made good."""

    OPEN = "open", _("Promised")
    KEPT = "kept", _("Kept")
    BROKEN = "broken", _("Broken")
    MADE_GOOD = "made_good", _("Made good")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIVE = (State.OPEN, State.BROKEN)
ENDED = (State.KEPT, State.MADE_GOOD, State.WITHDRAWN)


class Hours(TextChoices):
    CALENDAR = "calendar", _("Round the clock")
    WORKING = "working", _("Working hours")
    CONTACT = "contact", _("Hours in which we ring people")
