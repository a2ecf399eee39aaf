"""What aftercare will not do, and says so in words for whoever asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Faulty, Refused, Unclear


class FaultyHandbook(Faulty):
    text = _("The aftercare data has faults: %(faults)s")


class StepEnded(Refused):
    text = _("This step has ended already.")


class TooSoon(Refused):
    """Tries are made at different times (FUP-12)."""

    text = _("It is too soon for this try. Please ring from %(from_time)s.")


class OnlyClinician(Refused):
    """A call or an answer that takes a nurse or a doctor."""

    text = _("This takes a nurse or a doctor.")
    status = 403


class AnswersMissing(Unclear):
    text = _("Please say for each question how it was answered.")


class TimeNeeded(Unclear):
    text = _("Please give the time at which they want to be rung.")


class ReasonNeeded(Unclear):
    text = _("Please say why.")


class WordsNeeded(Unclear):
    text = _("Please write what you want to say.")


class ScoreNeeded(Unclear):
    text = _("Please choose one of the answers.")


class GivenAlready(Refused):
    """A link works once."""

    text = _("You have told us already. Thank you.")


class ClosedAlready(Refused):
    text = _(
        "The time to answer has passed. You can still ring us, or tell us on the page “Complain or say thank you”."
    )


class ReturnDays(Unclear):
    text = _("Please give a last day within two years, and 1 to 28 days within which they are seen.")


class ReturnOpenAlready(Refused):
    text = _("They may already come back for “%(service)s”. End that one first.")


class ReturnEnded(Refused):
    text = _("This has ended. Ring us, and we find the right way with you.")


class QuestionEnded(Refused):
    text = _("This question was taken back. Please ask a new one.")


class NothingToSettle(Refused):
    text = _("There is no answer yet.")


class ComplaintAnswered(Refused):
    text = _("This complaint was answered already.")


class NotAnsweredYet(Refused):
    text = _("We are still looking into it.")


class DoneAlready(Refused):
    text = _("This was done already.")


class WhoComplains(Unclear):
    """Without a name and a way to reach them nobody can be answered."""

    text = _("Please give your name and how we reach you.")
