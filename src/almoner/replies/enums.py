"""Closed lists of words about what comes in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.people.enums import Channel

BY_WRITING = (Channel.TEXT, Channel.EMAIL)
"""How somebody may answer without anybody of us being there."""


class Automatic(TextChoices):
    """What a machine wrote by itself: it is kept, and never answered."""

    NO = "", _("Somebody wrote it")
    REPLY = "reply", _("Answered by a machine: away, or received")
    BOUNCE = "bounce", _("Came back")
    COMPLAINT = "complaint", _("They marked our e-mail as unwanted")
    RECEIPT = "receipt", _("Says that it was opened")
    LIST = "list", _("From a list or a mass mailing")


class Outcome(TextChoices):
    """What came of what came in."""

    ANSWERED = "answered", _("An answer: acted on")
    FOR_A_PERSON = "for_a_person", _("An answer: a person rings them")
    IN_A_TALK = "in_a_talk", _("Part of the questions by text")
    DANGER = "danger", _("Sounded like danger: a nurse has it")
    STOPPED = "stopped", _("No more texts to this number")
    STARTED = "started", _("Texts again to this number")
    HELPED = "helped", _("HELP: told who we are, once a day")
    WRONG_PERSON = "wrong_person", _("Not them: the address is no longer used")
    CONTACT = "contact", _("A person reads and answers it")
    JOINED = "joined", _("Added to what they wrote before")
    THANKS = "thanks", _("Thanks: nothing to do")
    NOTED = "noted", _("Kept: nothing to do")
    AUTOMATIC = "automatic", _("Written by a machine: kept")
    BOUNCED = "bounced", _("An e-mail of ours came back")
    LATE = "late", _("An e-mail of ours is late")
    COMPLAINED = "complained", _("Our e-mail is unwanted: the address is no longer used")


class Why(TextChoices):
    """Why an answer was acted on by nobody but a person."""

    NONE = "", _("It is clear")
    WORDS = "words", _("Their own words")
    TWO = "two", _("It could mean more than one thing")
    CHANGED = "changed", _("What they answer has changed since")
    NOTHING_ASKED = "nothing_asked", _("Nothing of ours asked for an answer")
    NOT_OFFERED = "not_offered", _("Not one of the keys that were offered")
    ANOTHER_SENDER = "another_sender", _("It came from another address than the one we wrote to")
    NOT_SURE_WHO = "not_sure_who", _("More than one person has this number")
    COUNTER = "counter", _("They propose another time")
    FAILED = "failed", _("It could not be acted on")
