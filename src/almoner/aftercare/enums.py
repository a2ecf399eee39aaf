"""Closed lists of words about what follows a stay or a visit."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StepKind(TextChoices):
    """What a step of a pathway asks for. `help` is added when somebody at home needs the service desk."""

    CALL = "call", _("We ring them")
    CHECK = "check", _("We ask: better, the same or worse")
    VISIT = "visit", _("They need a date")
    STANDING = "standing", _("Holds for a time")
    HELP = "help", _("They need help at home")


RING = (StepKind.CALL, StepKind.HELP)
"""Steps that somebody rings about."""


class StepState(TextChoices):
    OPEN = "open", pgettext_lazy("still to be done", "Open")
    DONE = "done", _("Done")
    REFUSED = "refused", _("They did not want it")
    NOT_COMPLETED = "missed", _("Not completed: we did not reach them")
    DROPPED = "dropped", _("Not needed")


class PlanState(TextChoices):
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


class CallOutcome(TextChoices):
    """How a try to ring somebody ended."""

    REACHED = "reached", _("Reached them")
    NO_ANSWER = "no_answer", _("No answer")
    LATER = "later", _("Reached them: they want us to ring at another time")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    REFUSED = "refused", _("They do not want to be rung")


UNREACHED = (CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER)


class Answer(TextChoices):
    """How a question of the call was answered."""

    FINE = "fine", _("All is well")
    PUT_RIGHT = "put_right", _("Put right on this call")
    NEEDS_NURSE = "needs_nurse", _("A nurse must ring")


class LeadsTo(TextChoices):
    """Whom a warning sign calls."""

    EMERGENCY = "emergency", _("Emergency number")
    CRISIS = "crisis", _("Crisis team")
    NURSE = "nurse", _("A nurse rings back")
    DESK = "desk", _("The service desk helps")


class Means(TextChoices):
    BETTER = "better", _("Better")
    SAME = "same", _("The same")
    WORSE = "worse", _("Worse")


class Score(TextChoices):
    """Overall, how was it? The wording and the scale are those of the Friends and Family Test."""

    VERY_GOOD = "very_good", _("Very good")
    GOOD = "good", _("Good")
    NEITHER = "neither", _("Neither good nor poor")
    POOR = "poor", _("Poor")
    VERY_POOR = "very_poor", _("Very poor")
    DONT_KNOW = "dont_know", _("I do not know")


HIGH = (Score.VERY_GOOD, Score.GOOD)
LOW = (Score.POOR, Score.VERY_POOR)


class FeedbackState(TextChoices):
    OPEN = "open", pgettext_lazy("they were asked how it was", "Asked")
    GIVEN = "given", _("Answered")
    CLOSED = "closed", _("Not answered in time")
    NOT_ASKED = "not_asked", _("Not asked")


class NotAsked(TextChoices):
    """Why somebody is not asked how it was."""

    DIED = "died", _("They have died")
    CRISIS = "crisis", _("They were in crisis")
    DANGER = "danger", _("A danger sign stands")
    HERE_AGAIN = "here_again", _("They are with us again")
    COMPLAINED = "complained", _("They have complained")
    SAME_CLINICIAN = "same_clinician", _("Asked about the same clinician not long ago")
    NO_WAY = "no_way", _("There is no way by which they want to be asked")


class Theme(TextChoices):
    WAITING = "waiting", _("Waiting")
    MANNER = "manner", _("How staff were")
    INFORMATION = "information", _("What they were told")
    TREATMENT = "treatment", _("Treatment and care")
    MEDICINES = "medicines", _("Medicines")
    APPOINTMENTS = "appointments", _("Appointments and letters")
    GOING_HOME = "going_home", _("Going home")
    PLACE = "place", _("The place, food and cleaning")
    ACCESS = "access", _("Language, access and needs")
    OTHER = "other", _("Something else")


class Pool(TextChoices):
    """Who answers a question."""

    NURSES = "nurses", _("Nurses")
    DOCTORS = "doctors", _("Doctors")


class QuestionState(TextChoices):
    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    SETTLED = "settled", _("Answered, and that was enough")
    WITHDRAWN = "withdrawn", _("Taken back")


class EntryKind(TextChoices):
    """A line of a thread. Notes are for staff only."""

    ASKED = "asked", pgettext_lazy("a question was asked", "Asked")
    ANSWER = "answer", _("Answered")
    NOTE = "note", _("Note")
    HANDED_OVER = "handed_over", _("Handed over")
    SETTLED = "settled", _("That answers it")
    WITHDRAWN = "withdrawn", _("Taken back")
    REOPENED = "reopened", _("Opened again")
    OWNER = "owner", _("Given to")
    ACKNOWLEDGED = "acknowledged", _("Told that we have it")


class ReturnState(TextChoices):
    """Of a way back that a clinician left open."""

    OPEN = "open", pgettext_lazy("a way back", "Open")
    ENDING = "ending", _("Its time is over: we ask")
    ENDED = "ended", _("Ended")


class AtEnd(TextChoices):
    """What somebody answers when the time is over."""

    WELL = "well", _("I am well and do not need it any more")
    LONGER = "longer", _("Please keep it open as long again")
    SEEN = "seen", _("I want to be seen")


class ComplaintState(TextChoices):
    OPEN = "open", _("Being looked into")
    ANSWERED = "answered", _("Answered")
