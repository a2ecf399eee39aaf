"""Events in words: for each kind a sentence, an icon and a tone. Rooms may add or better their own with `register`.

A sentence may carry `%(name)s` places. They are filled from the event's facts, moments on the wall clock, closed lists
by their labels; where a fact is missing the shorter sentence without places is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.core import clock, days, languages
from almoner.core.languages import of_reader
from almoner.people.enums import Channel, ContactKind, Need, Purpose

Tone = Literal["", "next", "now", "past", "danger", "speech"]


@dataclass(frozen=True, slots=True)
class Words:
    """`full` is said when all its facts are there, `plain` otherwise."""

    plain: str | Promise
    icon: str = "ring"
    tone: Tone = ""
    full: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Said:
    sentence: str
    icon: str
    tone: Tone


_known: dict[str, Words] = {}
_LABELS: dict[str, dict[str, Any]] = {
    "channel": dict(Channel.choices),
    "kind": dict(ContactKind.choices),
    "need": dict(Need.choices),
    "purpose": dict(Purpose.choices),
}


def register(more: Mapping[str, Words]) -> None:
    """Say these kinds so from now on. Rooms register when the program starts."""
    _known.update(more)


def is_known(kind: str) -> bool:
    """Whether it is a kind of event that has words."""
    return kind in _known


def say(kind: str, facts: Mapping[str, Any]) -> Said:
    """An event in words, in the language of the reader. A kind that nobody gave words is said by its name."""
    words = _known.get(kind)
    if words is None:
        subject, _dot, deed = kind.partition(".")
        return Said(f"{subject.replace('_', ' ').capitalize()}: {deed.replace('_', ' ')}", "ring", "")
    if words.full:
        try:
            return Said(str(words.full) % _Places(facts), words.icon, words.tone)
        except KeyError:
            pass
    return Said(str(words.plain), words.icon, words.tone)


class _Places(dict[str, str]):
    """The facts, each as it is said. An empty one counts as missing."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__()
        self.facts = facts

    def __missing__(self, name: str) -> str:
        value = self.facts.get(f"{name}_name") or self.facts.get(name)
        if value in (None, "", [], {}):
            raise KeyError(name)
        return _as_said(name, value, self.facts.get("zone"))


def _as_said(name: str, value: Any, zone: str | None = None) -> str:
    """A moment by the clock of the place that the event is about, where it names one."""
    if isinstance(value, Mapping):
        return str(value.get(of_reader()) or value.get("en") or next(iter(value.values())))
    if isinstance(value, list):
        return languages.listed(value)
    if name.endswith("_at"):
        moment = datetime.fromisoformat(str(value))
        wall = clock.there(moment, ZoneInfo(zone)) if zone else clock.shown(moment)
        return days.weekday_and_clock(wall, today=clock.today(clock.of_reader()))
    if name.endswith("_on"):
        return days.day(date.fromisoformat(str(value)))
    return str(_LABELS.get(name, {}).get(str(value), value))


register({
    "contact.taken": Words(_("You were in touch with us"), "phone"),
    "contact.ended": Words(_("The conversation ended"), "phone"),
    "contact.called_back": Words(_("We rang back"), "phone"),
    "call.abandoned": Words(_("A call that we did not answer in time"), "phone", "danger"),
    "call.answered": Words(_("A call was answered"), "phone"),
    "call.not_put_through": Words(_("A caller could not be put through"), "phone", "danger"),
    "call.place_kept": Words(_("A caller hung up and keeps their place in the line"), "phone"),
    "call.place_reached": Words(_("It was the turn of a caller who kept their place"), "phone"),
    "contact.added": Words(_("A way to reach you was added"), "phone", full=_("Added: %(kind)s")),
    "contact.confirmed": Words(_("A way to reach you was confirmed"), "check", full=_("Confirmed: %(kind)s")),
    "contact.preferred": Words(_("A way to reach you is tried first"), "phone", full=_("Tried first: %(kind)s")),
    "contact.stopped": Words(
        _("A way to reach you is used no longer"), "cross", full=_("No longer used: %(kind)s. %(reason)s")
    ),
    "contact.doubted": Words(_("Texts to your number do not arrive: we check it"), "alert", "danger"),
    "contact.believed": Words(_("Texts to your number arrive again"), "check"),
    "urgency.requested": Words(_("You told us what is wrong"), "speech", "speech"),
    "urgency.danger_sign": Words(_("A danger sign: a nurse was alerted"), "alert", "danger"),
    "urgency.crisis": Words(_("A person in crisis: somebody was called at once"), "alert", "danger"),
    "urgency.level_decided": Words(
        _("A nurse decided how urgent it is"), "stethoscope", full=_("Urgency: level %(level)s")
    ),
    "urgency.raised": Words(_("It became more urgent"), "alert", "danger", full=_("Urgency raised to level %(level)s")),
    "interview.ended": Words(_("The questions were answered"), "question", full=_("Questions answered: %(asked)s")),
    "interview.person_asked": Words(_("You would rather talk with somebody: a person rings you"), "phone"),
    "urgency.alarm_raised": Words(_("It came while we were closed: whoever is on call was alarmed"), "bell", "danger"),
    "urgency.alarm_heard": Words(_("A nurse or doctor heard of it"), "check"),
    "urgency.handed_over": Words(_("The emergency service was told"), "alert", "danger"),
    "urgency.unwatched": Words(_("Nobody was watching triage"), "eye", "danger"),
    "urgency.watched": Words(_("Triage was watched again"), "eye"),
    "urgency.rule_proposed": Words(_("A change of an urgency rule was proposed"), "edit"),
    "urgency.rule_rehearsed": Words(_("A change of an urgency rule was rehearsed"), "list"),
    "urgency.rule_signed": Words(_("A change of an urgency rule was signed"), "check"),
    "urgency.rule_turned_down": Words(_("A change of an urgency rule was turned down"), "cross"),
    "urgency.rules_changed": Words(_("The urgency rules were changed"), "edit"),
    "urgency.rules_signed_off": Words(_("Urgency rules were read and signed"), "check", "past"),
    "urgency.rules_overdue": Words(_("The review of urgency rules is overdue"), "clock", "danger"),
    "urgency.rules_reviewed": Words(_("All urgency rules were reviewed in time again"), "check"),
    "words.begun": Words(_("A change of the words of messages was begun"), "edit"),
    "words.written": Words(_("Words of a message were written"), "edit"),
    "words.proposed": Words(_("A change of the words of messages was proposed"), "edit"),
    "words.turned_down": Words(_("A change of the words of messages was turned down"), "cross"),
    "words.changed": Words(_("The words of a message were changed"), "edit"),
    "notice.begun": Words(_("A message to many was begun"), "edit"),
    "notice.aimed": Words(_("It was said anew for whom a message to many is"), "people"),
    "notice.written": Words(_("Words of a message to many were written"), "edit"),
    "notice.counted": Words(_("The people for a message to many were counted"), "people"),
    "notice.proposed": Words(_("A message to many was proposed"), "people"),
    "notice.approved": Words(_("A message to many was approved"), "check"),
    "notice.given_up": Words(_("A message to many was given up"), "cross"),
    "notice.going": Words(_("A message to many began to go out"), "mail"),
    "notice.stopped": Words(_("A message to many was stopped"), "alert", "danger"),
    "notice.over": Words(_("A message to many has gone out"), "check"),
    "notice.not_reached": Words(_("A message to many did not reach everybody"), "alert"),
    "letters.waiting": Words(_("Letters wait to be printed and posted"), "letter"),
    "letters.cleared": Words(_("No letter of the day waits any more"), "check"),
    "letters.taken": Words(_("A print run was taken"), "print"),
    "letters.printed": Words(_("A print run was printed"), "print"),
    "letters.listed": Words(_("The list of a print run was handed to the print house"), "list"),
    "letters.closed": Words(_("A print run was counted and closed"), "check"),
    "letter.returned": Words(_("A letter came back in the post"), "letter", "danger"),
    "letter.kept_back": Words(_("A letter was not posted, because it was no longer right"), "letter"),
    "words.overtaken": Words(_("Words of our own no longer pass: the shipped ones are sent"), "alert", "danger"),
    "messages.unaccounted": Words(_("Messages are not accounted for"), "alert", "danger"),
    "messages.accounted": Words(_("All messages are accounted for again"), "check"),
    "urgency.matched": Words(_("We now know who this is"), "check"),
    "urgency.closed": Words(_("The request was closed"), "check"),
    "appointment.held": Words(_("A time was held"), "clock"),
    "appointment.booked": Words(_("A visit was booked"), "calendar", "next", _("Booked: %(service)s, %(starts_at)s")),
    "appointment.confirmed": Words(_("The visit was confirmed"), "check"),
    "appointment.moved": Words(
        _("The visit was moved"), "calendar", "next", _("Moved: %(service)s, now %(starts_at)s")
    ),
    "appointment.clock_changed": Words(
        _("The rules for the clocks changed; the visit keeps its hour"), "clock", "next",
        _("The rules for the clocks changed; the visit keeps its hour: %(starts_at)s"),
    ),
    "appointment.cancelled": Words(_("The visit was cancelled"), "cross", "", _("Cancelled: %(service)s. %(reason)s")),
    "appointment.displaced": Words(_("The visit needs a new time"), "undo", "danger"),
    "appointment.stands_again": Words(_("The visit keeps its time after all"), "check", "next"),
    "appointment.change_asked": Words(_("Asked to change a visit"), "speech", "speech"),
    "appointment.missed": Words(_("The visit was missed"), "alert", "danger"),
    "series.booked": Words(
        _("Several visits were booked in one act"),
        "calendar",
        "next",
        _("Several visits were booked, the first on %(starts_at)s"),
    ),
    "series.confirmed": Words(_("The dates of several visits were confirmed"), "check"),
    "series.change_asked": Words(_("Asked to change one of several visits"), "speech", "speech"),
    "series.cancelled": Words(_("The visits that were left were cancelled in one act"), "cross"),
    "series.ended": Words(_("None of the visits booked together is still to come"), "check", "past"),
    "waiting.joined": Words(_("Put on the waiting list"), "list", full=_("On the waiting list: %(service)s")),
    "waiting.left": Words(_("Left the waiting list"), "list"),
    "offer.made": Words(
        _("An earlier time was offered"), "bell", "now", _("An earlier time was offered: answer by %(answer_by_at)s")
    ),
    "offer.accepted": Words(_("The offered time was taken"), "check"),
    "offer.declined": Words(_("The offered time was declined"), "cross"),
    "offer.lapsed": Words(_("The offer lapsed"), "clock"),
    "offer.taken": Words(_("Somebody else took the offered time"), "clock"),
    "offer.stopped": Words(_("The offer was taken back"), "cross", full=_("The offer was taken back: %(reason)s")),
    "offer.paused": Words(
        _("Offers of earlier times were paused"),
        "clock",
        full=_("No earlier times are offered until %(until_at)s: %(reason)s"),
    ),
    "offer.resumed": Words(_("Earlier times are offered again"), "bell"),
    "offer.rules_changed": Words(_("The rules of offering were changed"), "edit"),
    "offer.came_late": Words(_("The answer came after the time had gone"), "clock"),
    "preparation.understood": Words(_("The preparation was gone through and understood"), "check"),
    "preparation.changed": Words(_("A preparation text waits for a clinician"), "food", "next"),
    "preparation.changed_again": Words(_("A preparation text was edited again before it was read"), "food"),
    "preparation.overdue": Words(_("The review of a preparation text is overdue"), "clock", "danger"),
    "preparation.language_approved": Words(_("A preparation text was approved in one language"), "check"),
    "preparation.approved": Words(_("The preparation texts of a service are all approved"), "check", "past"),
    "preparation.taken": Words(_("A clinician looks after preparation texts"), "person"),
    "preparation.retired": Words(_("A service is offered no longer"), "cross"),
    "message.planned": Words(_("A message was planned"), "mail"),
    "message.sent": Words(_("A message was sent"), "mail", full=_("A message was sent: %(channel)s")),
    "message.delivered": Words(_("A message arrived"), "mail", full=_("A message arrived: %(channel)s")),
    "message.answered": Words(_("A message was answered"), "speech", "speech"),
    "message.came_back": Words(_("A message came back"), "alert", "danger"),
    "message.undeliverable": Words(_("A message did not reach you"), "alert", "danger"),
    "message.withdrawn": Words(_("A message was not sent, because it was no longer right"), "mail"),
    "promise.made": Words(_("A promise was made"), "ring", "next"),
    "promise.kept": Words(_("A promise was kept"), "check", "past"),
    "promise.broken": Words(_("A promise was not kept in time"), "alert", "danger"),
    "promise.made_good": Words(_("A promise was made good"), "check", "past"),
    "promise.renewed": Words(_("A promise was given a new time"), "undo"),
    "promise.at_risk": Words(_("The time of a promise came near"), "clock"),
    "promise.handed_to_team": Words(_("No message arrived, so a person sees to it"), "person"),
    "promise.escalated": Words(_("A late promise was put before the next in line"), "bell"),
    "promise.taken": Words(_("Somebody took a promise on"), "person"),
    "promise.withdrawn": Words(_("A promise was taken back"), "cross", full=_("A promise was taken back: %(reason)s")),
    "promise.apology": Words(_("We said sorry and gave a new time"), "letter"),
    "arrival.noted": Words(_("Arrived"), "door", "now"),
    "arrival.greeted": Words(_("Greeted"), "door"),
    "arrival.left": Words(_("Left before being seen"), "walk", "danger"),
    "waiting.told": Words(
        _("Told how long the wait is"), "clock", full=_("Told: about %(from_minutes)s to %(to_minutes)s minutes")
    ),
    "allotment.made": Words(_("Doctor and room were given"), "stethoscope", full=_("%(clinician)s, %(room)s")),
    "visit.started": Words(_("The visit began"), "stethoscope", "now"),
    "visit.finished": Words(_("The visit ended"), "check", "past"),
    "bed.requested": Words(_("A bed was asked for"), "bed"),
    "bed.request_withdrawn": Words(_("A bed is no longer needed"), "bed"),
    "bed.allotted": Words(_("A bed was given"), "bed", full=_("Bed %(bed)s, %(ward)s")),
    "bed.moved": Words(_("Moved to another bed"), "bed", full=_("Moved to bed %(bed)s, %(ward)s")),
    "stay.admitted": Words(_("Admitted"), "bed", "now", _("Admitted to %(ward)s")),
    "plan.published": Words(_("The plan of the day was made"), "list"),
    "stay.request_made": Words(
        _("Something was asked for at the bedside"), "speech", "speech", _("Asked for: %(what)s")
    ),
    "stay.request_done": Words(_("It was brought or done"), "check"),
    "stay.request_withdrawn": Words(_("It is no longer needed"), "cross"),
    "worry.raised": Words(_("Somebody was worried and called for help"), "alert", "danger"),
    "worry.answered": Words(_("The critical care team came"), "check"),
    "diet.ordered": Words(_("The diet was set"), "food", full=_("Diet: %(diet)s")),
    "test.ordered": Words(_("A test was ordered"), "test-tube", full=_("Test ordered: %(test)s")),
    "test.done": Words(_("A test was done"), "test-tube", full=_("Result by %(result_by_at)s")),
    "result.told": Words(_("A result was told"), "test-tube"),
    "vitals.recorded": Words(_("Vital signs were taken"), "heart"),
    "report.received": Words(_("A paper was handed in"), "letter"),
    "report.verified": Words(_("A paper was checked and filed"), "check"),
    "report.rejected": Words(_("A paper was not filed"), "cross"),
    "follow_up.planned": Words(_("A follow-up was planned"), "calendar", "next", _("Follow-up planned: %(service)s")),
    "follow_up.booked": Words(_("The follow-up was booked"), "calendar"),
    "follow_up.dropped": Words(_("The follow-up is not needed"), "cross"),
    "follow_up.reached": Words(_("We rang to hear how you are"), "phone"),
    "follow_up.unreached": Words(_("We rang and did not reach you"), "phone"),
    "follow_up.refused": Words(_("You told us not to ring"), "phone"),
    "discharge.started": Words(_("Going home is being prepared"), "home"),
    "discharge.completed": Words(_("Went home"), "home", "past"),
    "feedback.given": Words(_("You told us how it was"), "star", "speech"),
    "feedback.followed_up": Words(_("We spoke about what was not good"), "speech"),
    "recovery.checked": Words(_("You told us how you are getting on"), "heart", "speech"),
    "question.asked": Words(_("You asked a question"), "question", "speech"),
    "question.answered": Words(_("Your question was answered"), "check"),
    "question.withdrawn": Words(_("The question was taken back"), "cross"),
    "complaint.received": Words(_("You complained"), "speech", "speech"),
    "complaint.answered": Words(_("Your complaint was answered"), "check"),
    "person.registered": Words(_("Registered with us"), "person"),
    "person.corrected": Words(_("Your details were corrected"), "edit"),
    "person.identified": Words(_("A number of another system was added"), "person"),
    "person.moved_to_site": Words(_("Another site looks after you"), "map", full=_("%(site)s looks after you")),
    "person.died": Words(_("Died"), "person", "past", _("Died on %(died_on)s")),
    "consent.given": Words(_("You said yes to messages"), "check", full=_("Yes: %(purpose)s, %(channel)s")),
    "consent.withdrawn": Words(_("You said no to messages"), "cross", full=_("No: %(purpose)s, %(channel)s")),
    "need.noted": Words(_("A need was noted"), "ear", full=_("Noted: %(need)s")),
    "need.reviewed": Words(_("A need still holds"), "ear", full=_("Still holds: %(need)s")),
    "need.ended": Words(_("A need holds no longer"), "ear", full=_("No longer: %(need)s")),
    "carer.appointed": Words(
        _("Somebody may act for you"), "carer", full=_("%(carer)s may act for you until %(ends_on)s")
    ),
    "carer.ended": Words(
        _("Somebody may no longer act for you"), "carer", full=_("%(carer)s may no longer act for you")
    ),
    "carer.ending_soon": Words(
        _("Leave to act for you ends soon"), "carer", full=_("%(carer)s may act for you only until %(ends_on)s")
    ),
    "caring.ending_soon": Words(
        _("Your leave to act for somebody ends soon"), "carer",
        full=_("Your leave to act for somebody ends on %(ends_on)s"),
    ),
    "carer.narrowed": Words(_("Your record is your own now: a parent sees less"), "carer"),
    "caring.narrowed": Words(_("Your child's record is their own now"), "carer"),
    "person.may_be_double": Words(_("Two records may be of one person"), "people"),
    "person.kept_apart": Words(_("Looked at: two people"), "people"),
    "person.join_proposed": Words(
        _("Joining two records was proposed"), "people", full=_("Joining with record %(record)s was proposed")
    ),
    "person.join_declined": Words(_("Joining two records was declined"), "people"),
    "person.joined": Words(
        _("Two records of yours were joined"), "people", full=_("Your record %(record)s was joined to this one")
    ),
    "person.parted": Words(_("Records that were joined were parted again"), "people"),
    "account.opened": Words(_("An account was opened"), "lock"),
    "account.activated": Words(_("You signed in for the first time"), "lock"),
    "account.closed": Words(_("The account was closed"), "lock"),
    "record.restricted": Words(_("The record was closed to most staff"), "shield"),
    "record.unrestricted": Words(_("The record was opened again"), "shield"),
    "record.opened_in_emergency": Words(
        _("The closed record was opened in an emergency"), "shield", "danger",
        _("The closed record was opened in an emergency: %(reason)s"),
    ),
    "record.opening_reviewed": Words(_("The emergency opening was looked into"), "shield"),
})  # fmt: skip
