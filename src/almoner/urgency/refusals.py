"""What urgency refuses, said so that a frightened person can read it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import NotAllowed, NotThere, Refused, Unclear


class EmergencyFirst(Refused):
    """A danger sign stands; nothing routine goes on until a clinician has looked."""

    text = _("This may be an emergency. Please ring the emergency number first. A nurse has been told.")


class DangerSignsNotAsked(Unclear):
    """Danger signs come before anything else, wherever they can be asked."""

    text = _("Please answer the questions about danger signs first.")


class OnlyAClinician(NotAllowed):
    """Nobody but a clinician decides a level, and nobody else may make anything less urgent."""

    text = _("Only a nurse or doctor who does triage can decide this.")


class OnlyClinicianHears(NotAllowed):
    """An alarm is about somebody's health: who hears it must be able to act on it."""

    text = _("Only a nurse or doctor can say that they have heard this.")


class AlarmHeard(Refused):
    """Somebody else was first."""

    text = _("%(name)s has already heard this alarm.")


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


class RuleUnknown(NotThere):
    """No rule in force is called so."""

    text = _("There is no such rule.")


class FaultyRule(Unclear):
    """A row cannot be used; `faults` names the fields, each with one word for why."""

    text = _("This rule cannot be used as it is written.")

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = faults
        super().__init__()


class RuleAsBefore(Unclear):
    """Nothing was changed."""

    text = _("The rule is like this already.")


class WhyChange(Unclear):
    """A change of a rule says why."""

    text = _("Please say why.")


class NoSuchDate(Unclear):
    """A signature holds from tomorrow at the earliest, for three years at most."""

    text = _("Please give a date in the future, three years from now at the latest.")


class ChangeWaits(Refused):
    """One change of a rule at a time."""

    text = _("Change %(reference)s of this rule is waiting for a signature. It comes first.")


class RuleChangeEnded(Refused):
    """It went live or was turned down."""

    text = _("Change %(reference)s has been decided already.")


class OnlyASigner(NotAllowed):
    """Rules of health are answered for by a doctor."""

    text = _("Only a doctor may sign rules.")


class OwnSignature(NotAllowed):
    """Nobody signs what they proposed."""

    text = _("You proposed this change. Another clinician has to sign it.")


class SignedAlready(Refused):
    """One signature a person."""

    text = _("You have signed this already. A second clinician has to sign it too.")


class RehearsalOutdated(Refused):
    """Other rules are in force since, or it was rehearsed again."""

    text = _("The rules have changed since this was rehearsed. Please rehearse it again and look at what it does.")


class RulesOtherwiseNow(Refused):
    """Another version is in force than the one that was read."""

    text = _("The rules have changed since you opened this page. Please read them again.")
