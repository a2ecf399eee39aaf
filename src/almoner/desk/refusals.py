"""What the desk refuses, as facts that the agent may read aloud."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Refused, Unclear


class ContactEnded(Refused):
    text = _("This contact has ended already.")


class IdentifiedAlready(Refused):
    text = _("It is known already who this is. For another person, end this contact and begin a new one.")


class NotIdentified(Refused):
    """Until two things fit, only what is public may be said."""

    text = _("We do not know yet who this is. Until two things fit, say only what is public.")
    status = 403


class TooManyTries(Refused):
    """Somebody may be guessing. The number on record reaches the person themself."""

    text = _("Too much did not fit. Offer to ring them back on the number that we have on record.")


class MayNotSpeak(Refused):
    """No leave, no scope or the wrong word: one answer for all, so that it tells nothing."""

    text = _("We may not speak with this caller about somebody else. Take their question, and promise an answer.")
    status = 403


class NumberToRingNeeded(Unclear):
    text = _("We have no telephone number of yours. Please ring us, or tell us your number at the desk.")


class OutcomeUnclear(Unclear):
    text = _("Please choose how the contact ended.")


class PersonNeeded(Unclear):
    text = _("For this outcome it must be known who it is. Check two things first.")


class ReasonNeeded(Unclear):
    text = _("Please write why, or what it is about.")


class RingTaken(Refused):
    """Two reached for it; one has it."""

    text = _("Somebody else has just taken this call.")


class RingGivenUp(Refused):
    text = _("They have hung up. If a number was shown, it stands among those to ring back.")


class NoteNeeded(Unclear):
    text = _("Please write to whom and when you handed them over.")


class LevelNeeded(Unclear):
    text = _("Please say how urgent it is.")


class TimePromisedNeeded(Unclear):
    text = _("Something stays open. Please promise a time that is still to come.")


class NumberNeeded(Unclear):
    text = _("To ring back we need a number, or to know who it is.")


class NobodySeesToIt(Refused):
    """The charter has no standard for it; without one it would be forgotten."""

    text = _("Nobody would see to this: the charter promises nothing for this outcome. Please choose another one.")


class CalledBackAlready(Refused):
    text = _("They were rung back already.")


class CoverTaken(Refused):
    text = _("Somebody is on call for this already at that time: %(who)s. Take over from them, or be the backup.")


class CoverEnded(Refused):
    text = _("This was handed over or has ended already.")


class CoverWouldLapse(Refused):
    """Nobody would be left: it is handed over, not given up."""

    text = _("Nobody else would be on call. Ask somebody to take over from you.")


class CoverUnclear(Unclear):
    text = _("Please say for what, until when, and how you are reached.")


class AboutNeeded(Unclear):
    text = _("Please write what you need them for.")


class AnswerNeeded(Unclear):
    text = _("Please write what you do now, so that who asked knows.")


class ReachEnded(Refused):
    text = _("This was answered or is no longer needed.")


class NobodyElse(Refused):
    text = _("Nobody else is on call. Ring the service desk, or the emergency team if it cannot wait.")


class TeamWithoutStaff(Refused):
    """What the team owes would be seen by nobody (law I-1)."""

    text = _("Nobody would be left on the team “%(team)s”, which owes promises. Give somebody else the role first.")
