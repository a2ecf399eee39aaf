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


ABANDONED = "ABANDONED"
"""The outcome of a call that nobody answered in time. It is noted, never chosen."""
