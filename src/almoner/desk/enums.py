"""Closed lists of words about contacts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How somebody is in touch with us, or we with them."""

    CALL = "call", _("Call")
    WALK_UP = "walk_up", _("At the desk")
    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    LETTER = "letter", _("Letter")
    WEB = "web", _("Their own pages")


class Direction(TextChoices):
    IN = "in", _("They came to us")
    OUT = "out", _("We went to them")


class Leaves(TextChoices):
    """What a contact leaves open when it ends so."""

    NOTHING = "", _("Nothing is left open")
    CALL_BACK = "call_back", _("We ring back")
    ANSWER = "answer", _("We find out and tell them")


class Needed(TextChoices):
    """What must be said for a contact to end so."""

    PERSON = "person", _("It is known who it is")
    REASON = "reason", _("Why")
    NOTE = "note", _("To whom and when it was handed over")
    LEVEL = "level", _("How urgent it is")


class Scope(TextChoices):
    """For what somebody is on call."""

    WARD = "ward", _("Ward")
    SPECIALTY = "specialty", _("Specialty")
    HOSPITAL = "hospital", _("Whole hospital")


class Why(TextChoices):
    """Why a clinician is the one to ask about a person, the nearest first."""

    VISIT = "visit", _("Sees them today")
    STAY = "stay", _("Named doctor of the stay")
    WARD = "ward", _("On call for the ward")
    SPECIALTY = "specialty", _("On call for the specialty")
    HOSPITAL = "hospital", _("On call for the hospital")


ABANDONED = "ABANDONED"
"""The outcome of a call that nobody answered in time. It is noted, never chosen."""

OWN_PAGES = "own_pages"
"""What made sure who it is: they were signed in. It stands beside the marks in `Contact.identified_by`."""
