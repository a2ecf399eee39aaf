"""What this room will not do, and says so in words for whoever asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Refused, Unclear


class TooEarly(Refused):
    """`facts["from_at"]`: from when it works."""

    text = _("It is too early to say that you are here. Please try again from %(from_time)s, or ask at the desk.")


class ArrivedLate(Refused):
    """Not the end: they may wait to be fitted in, or choose another time (ARR-2). Call again with `will_wait`."""

    text = _(
        "You are late for your visit, and you can still be seen. You can wait to be fitted in, or choose another time."
    )


class NoDelay(Refused):
    """They were told of none, it is over, or they are here."""

    text = _("There is no delay to come later for. Please come at your time.")


class NotRecognised(Refused):
    """No visit fits what was typed, or more than one does: all look alike, and the desk can help."""

    text = _("We could not find your visit. Please come to the desk; we look together.")


class KioskRests(Refused):
    """Too many wrong tries in a row."""

    text = _("This device is taking a break. Please come to the desk and tell us there that you are here.")


class CodeWrong(Refused):
    """No device waits for this code, or no more."""

    text = _("This code does not work. Please ask at the desk for a new one.")


class HereAlready(Refused):
    """`facts["visit"]`: the key of where they stand."""

    text = _("We know already that you are here. Your number is %(ticket)s.")


class NotExpected(Refused):
    """The appointment was cancelled or has taken place."""

    text = _("This visit is no longer booked. Please come to the desk.")


class NotNow(Refused):
    """The step does not follow on the state that it is in."""

    text = _("This cannot be done now.")


class ReasonNeeded(Unclear):
    text = _("Please say why.")


class NotSuitable(Unclear):
    """The clinician or the room cannot serve this visit."""

    text = _("This clinician or this room does not suit the visit: %(why)s")


class ClinicianNeeded(Refused):
    text = _("Please give them a clinician first.")


class RangeNeeded(Unclear):
    text = _("Please give a range with at least %(minutes)s minutes between its ends.")


class StayIsLive(Refused):
    text = _("They have a stay here already.")


class BedTaken(Refused):
    """It is occupied, given to somebody else, or cannot be used."""

    text = _("This bed is not free any more. Please choose another one.")


class BedUnsuitable(Refused):
    """`facts["never"]` and `facts["against"]` say what does not fit; the second can be accepted with a reason."""

    text = _("This bed does not suit: %(what)s.")


class BedNotReady(Refused):
    """Nobody is laid into a bed that is not clean."""

    text = _("The bed is not ready: %(state)s.")


class DietIncomplete(Unclear):
    text = _(
        "“Nothing to eat or drink” needs a start, a reason and a time within 12 hours at which it is looked at again."
    )


class NobodyToTell(Refused):
    text = _("Nobody has leave to read their record. Ask them whom we may tell, and note it as their carer.")


class NotOnTheirMenu(Refused):
    """It is not made for their diet, or they may not eat now."""

    text = _("This is not on the menu for them now.")


class AllergenStop(Refused):
    text = _("This contains %(allergens)s and must not be served.")


class FollowUpOpen(Refused):
    """Nobody goes home while a planned follow-up has neither a date nor an owned promise (FUP-1)."""

    text = _(
        "Not yet: %(services)s has neither a date nor anybody who owes it. Please book it, plan it again or drop it."
    )


class SummaryMissing(Unclear):
    """They go home with words: what was done, which medicines, what to watch for (FUP-11)."""

    text = _("Please say what was done, which medicines, and the signs to watch for before they go home.")


class NotTheirs(Unclear):
    text = _("This visit is of another person or for something else.")


class TimePassed(Unclear):
    text = _("This time has passed.")


class NotReadyToGo(Refused):
    """Something of theirs is still open: a test to do or to call off, a worry nobody has answered."""

    text = _("Not yet: %(what)s is still open.")


class AllergensDropped(Unclear):
    """An allergen of the last order is not in the new one, and nobody said that it was looked at."""

    text = _("The new diet leaves out %(allergens)s. Please confirm that the allergy was looked at.")
