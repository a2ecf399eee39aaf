"""Closed lists of words about time, visits and waiting."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What can be booked. A place for several at once is several resources: chair 1, chair 2 …"""

    CLINICIAN = "clinician", _("Clinician")
    ROOM = "room", _("Room")
    MACHINE = "machine", _("Machine")
    INTERPRETER = "interpreter", _("Interpreter")
    HOIST = "hoist", _("Hoist")
    TRANSPORT = "transport", _("Transport")
    CHAPERONE = "chaperone", _("Chaperone")


class BlockReason(TextChoices):
    LEAVE = "leave", _("Leave")
    SICKNESS = "sickness", _("Sickness")
    TEACHING = "teaching", _("Teaching")
    MEETING = "meeting", _("Meeting")
    MAINTENANCE = "maintenance", _("Maintenance")
    CLOSURE = "closure", pgettext_lazy("why nobody is there", "Closed")
    OTHER = "other", _("Other")


class Changed(TextChoices):
    """What was changed in the hours of a resource."""

    WEEK = "week", _("Other hours of the week")
    DAY = "day", _("Other hours on one day")
    USUAL = "usual", _("The usual hours on that day again")
    BLOCK = "block", _("Time away")
    LIFTED = "lifted", _("Can be booked again")
    LEFT = "left", _("Works here no longer")
    HOLIDAY = "holiday", _("Holiday")
    ORDINARY = "ordinary", _("Holiday no longer")
    EVERY_DAY = "everyday", _("Who works on holidays")
    TRAVEL = "travel", _("Time to travel")


class State(TextChoices):
    BOOKED = "booked", pgettext_lazy("a visit", "Booked")
    ARRIVED = "arrived", _("Arrived")
    IN_PROGRESS = "in_progress", _("In progress")
    FULFILLED = "fulfilled", _("Took place")
    CANCELLED = "cancelled", _("Cancelled")
    MISSED = "missed", _("Missed")


class ConfirmedBy(TextChoices):
    """How the person said that they come. What was stored before there were five may say e-mail for any but a call."""

    CALL = "call", _("by telephone")
    EMAIL = "email", _("by e-mail")
    TEXT = "text", _("by text message")
    WEB = "web", _("online")
    DESK = "desk", pgettext_lazy("how it was confirmed", "at the desk")


HOLDING_TIME = (State.BOOKED, State.ARRIVED, State.IN_PROGRESS, State.FULFILLED)
"""States in which a visit keeps its time in the diaries."""


class Level(IntegerChoices):
    """Urgency, as `urgency` decides it."""

    EMERGENCY = 1, _("Now")
    URGENT = 2, _("Within the hour")
    SAME_DAY = 3, _("Today")
    DAYS = 4, _("Within days")
    ROUTINE = 5, _("Routine")


URGENT_UP_TO = Level.SAME_DAY
"""Times that are kept for the urgent are open to levels up to this one (APT-6)."""


class CancelReason(TextChoices):
    """Why a visit was cancelled: the codes that appointment systems exchange, told in plain words."""

    PATIENT = "pat", _("You cannot come")
    PATIENT_BETTER = "pat-fb", _("You feel better")
    PATIENT_CHANGED = "pat-cpp", _("You asked us to cancel it")
    PREP_INCOMPLETE = "prep-incomplete", _("The preparation could not be completed")
    PREP_UNAVAILABLE = "prep-unavail", _("What you need to prepare was not available")
    INTERPRETER = "interpreter-unavail", _("No interpreter is free")
    TRANSPORT = "transportation", _("Transport is not possible")
    EQUIPMENT = "equip-unavail", _("The equipment is out of order")
    ROOM = "room-unavail", _("The room cannot be used")
    SCHEDULING_ERROR = "scheduling-error", _("We made a mistake in booking")
    WEATHER = "weather", _("The weather")
    STAFF = "staff-cancel", _("The clinician cannot be there")
    REPLACED = "wait-list", _("You took another time")
    OTHER = "other", _("Another reason")


BY_HOSPITAL = frozenset(
    {
        CancelReason.PREP_UNAVAILABLE,
        CancelReason.INTERPRETER,
        CancelReason.EQUIPMENT,
        CancelReason.ROOM,
        CancelReason.SCHEDULING_ERROR,
        CancelReason.WEATHER,
        CancelReason.STAFF,
        CancelReason.OTHER,
    }
)
"""Reasons that the hospital gives when it cancels."""


class HoldFor(TextChoices):
    CHOOSING = "choosing", _("While they decide")
    OFFER = "offer", _("Offered from the waiting list")
    TOGETHER = "together", _("While several visits are booked in one act")


class SeriesKind(TextChoices):
    """What ties visits that were booked in one act."""

    AGAIN = "again", _("The same visit again and again")
    DAY = "day", _("Several visits on one day")


class NotAsUsual(TextChoices):
    """Why one time of a series is not the usual one. Read by patients and staff alike: nobody is told who is ill."""

    CLOSED = "closed", _("We are closed on that day.")
    AWAY = "away", _("The usual clinician is away then.")
    NOT_IN = "not_in", _("The usual clinician does not work at that hour.")
    OWN_VISIT = "own_visit", _("There is another visit at that time already.")
    TAKEN = "taken", _("The usual time is taken.")
    TAKEN_NOW = "taken_now", _("Somebody has just taken the time that you chose.")
    NOT_OPEN = "not_open", _("The diaries are not open so far ahead yet.")
    CHOSEN = "chosen", _("This time was chosen.")


class EntryState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SERVED = "served", _("Has a time")
    LEFT = "left", _("Left the list")


class OfferState(TextChoices):
    OPEN = "open", _("Waiting for the answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Not answered in time")
    TAKEN = "taken", _("Somebody was faster")
    STOPPED = "stopped", _("Taken back by us")


class WhatIfState(TextChoices):
    """How far a simulation is that a manager asked for."""

    ASKED = "asked", _("Waits for its turn")
    RUNNING = "running", _("Being worked out")
    DONE = "done", pgettext_lazy("a simulation", "Done")
    FAILED = "failed", _("Did not work out")


class MoveReason(TextChoices):
    """Why a visit was moved, as the person is told it (CHG-2)."""

    SUITS = "suits", _("The time did not suit you")
    TRANSPORT = "transport", _("You could not get here at that time")
    PREPARE = "prepare", _("You needed more time to prepare")
    COMPANY = "company", _("Somebody has to come with you")
    UNWELL = "unwell", _("You were not well enough")
    EARLIER = "earlier", _("You took an earlier time from the waiting list")
    OTHER = "other", _("Another reason")


BY_THEM = tuple(reason for reason in MoveReason if reason != MoveReason.EARLIER)
"""What somebody who moves their visit may say."""


class GroupHour(TextChoices):
    """Whether the hour of a planned group in which nobody is booked yet is kept for it."""

    KEPT = "kept", _("kept for the group")
    RELEASED = "released", _("given free by a manager")
    GIVEN = "given", _("free for everybody by now")
    NOBODY = "nobody", _("nobody is free who could give it")
