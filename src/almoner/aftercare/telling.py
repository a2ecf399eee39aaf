"""How what happens in this room is said on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.timeline import words
from almoner.timeline.words import Words


def register() -> None:
    words.register(
        {
            "aftercare.opened": Words(
                _("What comes after was planned"), "home", "next", _("%(title)s: what comes next was planned")
            ),
            "aftercare.ended": Words(_("What was planned for after is not needed any more"), "home"),
            "follow_up.call_planned": Words(
                _("A call was planned"), "phone", "next", _("%(name)s, from %(call_from_at)s")
            ),
            "follow_up.visit_needed": Words(
                _("A visit is planned for after"), "calendar", "next", _("%(name)s: date by %(book_by_at)s")
            ),
            "follow_up.visit_arranged": Words(
                _("The visit for after has its date"),
                "calendar",
                full=_("The visit for after has its date: %(starts_at)s"),
            ),
            "follow_up.step_dropped": Words(
                _("A step of what comes after is not needed"), "cross", full=_("Not needed: %(name)s. %(reason)s")
            ),
            "follow_up.reached": Words(_("We rang to hear how you are"), "phone", "speech"),
            "follow_up.unreached": Words(
                _("We rang and did not reach you"),
                "phone",
                full=_("We rang and did not reach you, try %(tries)s of %(of)s"),
            ),
            "follow_up.put_off": Words(
                _("You asked us to ring at another time"),
                "phone",
                full=_("You asked us to ring at another time: %(ring_at)s"),
            ),
            "follow_up.given_up": Words(_("We did not reach you, and wrote instead"), "letter", "danger"),
            "follow_up.family_asked": Words(
                _("We asked you to tell somebody you care for that we could not reach them"), "carer"
            ),
            "follow_up.nurse_needed": Words(_("A nurse rings again about what was not clear"), "phone", "next"),
            "follow_up.help_asked": Words(_("You needed help at home"), "home", "next"),
            "follow_up.helped": Words(_("You were helped with what you needed at home"), "check"),
            "recovery.check_planned": Words(
                _("We ask how you are"), "heart", "next", _("We ask how you are by %(ask_by_at)s")
            ),
            "recovery.checked": Words(_("You told us how you are"), "heart", "speech"),
            "recovery.unanswered": Words(_("We asked how you are and had no answer"), "heart"),
            "return.opened": Words(
                _("You may come back by yourself"), "door", "next", _("%(name)s: you may come back until %(until_on)s")
            ),
            "return.asked": Words(_("You asked to be seen again"), "speech", "speech"),
            "return.asked_again": Words(_("You asked once more to be seen again"), "speech", "speech"),
            "return.arranged": Words(
                _("Your asking to be seen was seen to"), "calendar", full=_("You are seen again: %(starts_at)s")
            ),
            "return.ending": Words(_("We ask whether you still want to be able to come back"), "question"),
            "return.answered": Words(_("You told us whether you still need us"), "check", "speech"),
            "return.ended": Words(
                _("You cannot come back by yourself any more"), "cross", full=_("The way back was closed: %(reason)s")
            ),
            "feedback.opened": Words(
                _("We may ask you how it was"), "star", full=_("We ask how it was; you can answer until %(closes_at)s")
            ),
            "feedback.unanswered": Words(_("We asked once more how it was"), "star"),
            "feedback.called_off": Words(_("We do not ask you how it was"), "star"),
            "feedback.closed": Words(_("The time to say how it was has passed"), "star"),
            "thanks.received": Words(_("You thanked us"), "star", "speech"),
            "thanks.passed_on": Words(
                _("Your kind words reached those whom they were for"), "star", full=_("Your kind words reached %(to)s")
            ),
            "question.asked": Words(
                _("You asked a question"), "question", "speech", _("You asked a question, %(reference)s")
            ),
            "question.asked_again": Words(_("You asked on"), "question", "speech", _("You asked on, %(reference)s")),
            "question.added": Words(_("You added to your question"), "question", "speech"),
            "question.handed_over": Words(_("Your question went to somebody who knows more"), "arrow"),
            "question.answered": Words(
                _("Your question was answered"), "check", "speech", _("Your question %(reference)s was answered")
            ),
            "question.settled": Words(_("You said that this answers it"), "check", "past"),
            "question.withdrawn": Words(_("The question was taken back"), "cross"),
            "complaint.received": Words(_("You complained"), "speech", "speech", _("You complained, %(reference)s")),
            "complaint.acknowledged": Words(_("We told you that we have your complaint"), "letter"),
            "complaint.answered": Words(
                _("Your complaint was answered"), "check", full=_("Your complaint %(reference)s was answered")
            ),
            "complaint.reopened": Words(_("Your complaint is looked into again"), "undo", "speech"),
        }
    )
