"""What urgency refuses, said so that a frightened person can read it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import NotAllowed, Refused, Unclear


class EmergencyFirst(Refused):
    """A danger sign stands; nothing routine goes on until a clinician has looked."""

    text = _("This may be an emergency. Please ring the emergency number first. A nurse has been told.")


class DangerSignsNotAsked(Unclear):
    """Danger signs come before anything else, wherever they can be asked."""

    text = _("Please answer the questions about danger signs first.")


class OnlyAClinician(NotAllowed):
    """Nobody but a clinician decides a level, and nobody else may make anything less urgent."""

    text = _("Only a nurse or doctor who does triage can decide this.")


class RequestEnded(Refused):
    """It was closed before."""

    text = _("Request %(reference)s has already been closed.")


class ReasonNeeded(Unclear):
    """A decision that differs says why."""

    text = _("Please say why you decide differently.")


class OutcomeNeeded(Unclear):
    """A request ends with an outcome, or it does not end."""

    text = _("Please say how this ended.")


class WhoAsks(Unclear):
    """Without a name or a way to reach them, nobody can be helped."""

    text = _("Please give a name or a way to reach you.")


class NothingSaid(Unclear):
    """There are neither words nor answers nor measurements."""

    text = _("Please tell us what is wrong.")


class InterviewOver(Refused):
    """Nothing more is asked of this request."""

    text = _("There are no more questions. A nurse has what you told us.")


class NoSuchAnswer(Unclear):
    """It is no question that is asked, or it cannot be answered so."""

    text = _("We did not understand the answer. Please choose one of those that are offered.")


class NoSuchInterview(Refused):
    """No questions can be gone on with by what was said or typed."""

    text = _("There are no open questions under this number. Begin with the danger signs.")
