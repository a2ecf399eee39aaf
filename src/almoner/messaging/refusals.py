"""What is said when words of the hospital's own are not written, proposed or signed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Faulty, NotAllowed, Refused, Unclear


class WordsWait(Refused):
    text = _("These words are being changed already: %(reference)s. End that change first.")


class WordsEnded(Refused):
    text = _("Change %(reference)s has been decided already.")


class WordsNotADraft(Refused):
    text = _("Change %(reference)s is proposed. Nothing in it can be written anew: take it back and begin again.")


class WordsNotProposed(Refused):
    text = _("Change %(reference)s is still being written. It can be signed once it is proposed.")


class WordsWrittenMeanwhile(Refused):
    text = _("Somebody else has written here since you opened the page. Look at what they wrote; yours stands below.")


class WordsAsBefore(Unclear):
    text = _("No word is another than before. There is nothing to propose.")


class LanguagesLeft(Unclear):
    text = _("Nobody has looked at %(languages)s yet: change the words there too, or say that they are still right.")


class WhyNeeded(Unclear):
    text = _("Please say why. Whoever signs reads it, and it is kept.")


class FaultyWords(Faulty):
    text = _("Something is wrong with these words: %(faults)s")


class OwnWords(NotAllowed):
    text = _("You wrote some of this. Somebody else has to sign it.")


class WordsOtherwiseNow(Refused):
    text = _("These words, or those in force, have changed since you looked. Read them again before you sign.")


class NoticeNotADraft(Refused):
    text = _("Message %(reference)s is proposed or gone. Nothing in it can be written anew.")


class NoticeNotProposed(Refused):
    text = _("Message %(reference)s does not wait for approval.")


class NoticeCannotBeStopped(Refused):
    text = _("Message %(reference)s is not on its way: there is nothing to stop.")


class NobodyFits(Unclear):
    text = _("There is nobody to tell. Choose other days or another place.")


class NoticeTooLate(Unclear):
    text = _("It would not get there in time, since it waits a while before anything leaves. Give it more time.")


class NoticeOtherwiseNow(Refused):
    text = _("The words, or the people it is for, are others than those you looked at. Look again.")


class MoreFitNow(Refused):
    text = _("People who fit now and were not counted: %(people)s. Count again, and approve what you then see.")


class ShippedAlready(Refused):
    text = _("The shipped words are in force already.")


class NothingWaits(Refused):
    text = _("No letter waits. Somebody may have taken them a moment ago.")


class RunOver(Refused):
    text = _("Run %(reference)s is over already.")


class NotInRun(Unclear):
    text = _("%(codes)s: no letter of this run. Look at the reference in the window of the letter.")


class RunDoesNotAddUp(Unclear):
    text = _(
        "It does not add up: %(taken)s letters were taken; %(posted)s in envelopes and %(spoilt)s spoilt or missing "
        "make %(sum)s. Count again, or say which letters are spoilt or missing. Nothing was changed."
    )


class LetterNotPosted(Refused):
    text = _("Letter %(reference)s has not gone out as far as we know: %(state)s. First close the run that it is in.")


class NoSuchLetter(Unclear):
    text = _("There is no letter with this reference. Read it again in the window, or scan the code.")
