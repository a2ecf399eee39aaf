"""Requests for help: asked on the web and by telephone, gauged, decided by a nurse, made worse, given a time."""

from __future__ import annotations

from datetime import timedelta

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.demo.asking import all_denied
from almoner.demo.booking import hold_from
from almoner.demo.life.hospital import Hospital, forgotten
from almoner.demo.stories import stories
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling
from almoner.urgency import actions as urgency
from almoner.urgency.asked import Told
from almoner.urgency.dispositions import usual
from almoner.urgency.enums import LIVE, UNDECIDED, Level, Outcome
from almoner.urgency.models import Alarm, Request

WORSE = 0.08
DANGER = 0.07
DANGER_SIGNS = ("stroke", "fit")


def triage_is_watched(hospital: Hospital, *, by_day: bool) -> None:
    """By day two watch the queue; by night whoever is on call hears an alarm, if late now and then."""
    if by_day:
        for key in ("triage_nurse", "doctor"):
            hospital.try_to(urgency.watch_queue, by=hospital.by(key))
        return
    for alarm in Alarm.objects.unheard().filter(request__isnull=False).order_by("level", "created_at", "id")[:3]:
        if hospital.lot(0.8):
            hospital.try_to(urgency.hear_alarm, alarm=alarm, by=hospital.by("doctor"))


def people_ask(hospital: Hospital, *, by_day: bool) -> None:
    if hospital.lot(0.3 if by_day else 0.05):
        _asks(hospital, hospital.one_of(hospital.people))
    if hospital.lot(WORSE):
        _gets_worse(hospital)


def told_of(hospital: Hospital) -> Told:
    """What somebody says of what is wrong; some say yes to a danger sign."""
    said = hospital.one_of(stories()["request"])
    danger = all_denied()
    if hospital.lot(DANGER):
        danger[hospital.one_of(DANGER_SIGNS)] = "yes"
    return Told(words=said["words"], language=said.get("language", "en"), danger_answers=danger)


def _asks(hospital: Hospital, person: Person) -> None:
    """On the web the person speaks for themselves; by telephone the desk writes down what it hears."""
    hospital.begins("urgency")
    told = told_of(hospital)
    danger = "yes" in told.danger_answers.values()
    ask = urgency.report_danger if danger else urgency.submit_request
    hospital.try_to(ask, told=told, channel=hospital.one_of(("web", "phone")), person=person, by=hospital.by("agent"))


def _gets_worse(hospital: Hospital) -> None:
    """Somebody who waits rings again: it is worse, or it is the same and nobody has called."""
    waiting = list(Request.objects.live().select_related("person").order_by("created_at", "id")[:20])
    if not waiting:
        return
    request = hospital.one_of(waiting)
    if hospital.lot(0.5) or request.person is None:
        hospital.try_to(urgency.raise_for_worse, request=request, note="It is worse", by=hospital.by("agent"))
    else:
        told = Told(words=request.words, language=request.language, danger_answers=all_denied())
        hospital.try_to(
            urgency.submit_request, told=told, channel="phone", person=request.person, by=hospital.by("agent")
        )


def nurses_decide(hospital: Hospital) -> None:
    """The sickest first; a few are overlooked until they have gone stale and are raised."""
    nurse = hospital.by("triage_nurse")
    for request in Request.objects.filter(state__in=UNDECIDED).order_by("level", "due_at", "id")[:4]:
        if forgotten(request.id) and request.stale_at is None and request.danger_at is None:
            continue
        hospital.try_to(urgency.start_looking, request=request, by=nurse)
        level = request.level if hospital.lot(0.85) else min(request.level + 1, Level.ROUTINE)
        way = usual(level).code
        hospital.try_to(
            urgency.decide_level, request=request, level=level, disposition=way, reason="Spoke with them", by=nurse
        )
    for request in _to_be_seen():
        _gets_a_time(hospital, request)


def _to_be_seen() -> list[Request]:
    """Decided ones of which nobody has come to the door, and that are still owed a time."""
    decided = Request.objects.filter(state__in=LIVE, visits__isnull=True).exclude(state__in=UNDECIDED)
    return list(decided.select_related("person").order_by("due_at", "id")[:3])


def _gets_a_time(hospital: Hospital, request: Request) -> None:
    nurse = hospital.by("triage_nurse")
    if request.level == Level.EMERGENCY:
        said = [("Who", request.who), ("What is wrong", request.words)]
        hospital.try_to(urgency.hand_over_to_emergency, request=request, said=said, by=nurse)
        hospital.try_to(urgency.close_request, request=request, outcome=Outcome.SENT_TO_EMERGENCY, by=nurse)
        return
    if forgotten(request.id) and Promise.objects.live().filter(subject_id=request.id, state="open").exists():
        return
    service = hospital.house.services["GEN-URG" if request.level <= Level.SAME_DAY else "GEN-NEW"]
    begin = clock.now() + timedelta(minutes=30)
    held = None
    if request.person:
        held = hold_from(service, request.person, begin, hospital.by("agent"), level=request.level)
    if held and request.person:
        hospital.try_to(
            scheduling.book, hold=held, person=request.person, keep_both=True, also_about=[request.id],
            by=hospital.by("agent"),
        )  # fmt: skip
        hospital.try_to(urgency.close_request, request=request, outcome=Outcome.BOOKED, by=nurse)
    else:
        hospital.try_to(
            urgency.close_request, request=request, outcome=Outcome.ADVICE, note="Ring back if it gets worse", by=nurse
        )
