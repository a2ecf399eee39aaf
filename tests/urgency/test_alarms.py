"""Alarms: what comes while the hospital is closed, and a queue that nobody watches, stand until somebody hears them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.urgency.conftest import Ask

from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotThere
from almoner.people.models import Site
from almoner.timeline.models import Event
from almoner.urgency import actions
from almoner.urgency.laws import LAWS
from almoner.urgency.models import Alarm, Request
from almoner.urgency.queries import alarms
from almoner.urgency.refusals import AlarmHeard, OnlyClinicianHears
from almoner.urgency.tasks import alarm_what_nobody_sees

At = Callable[[datetime], None]
MONDAY_NIGHT = MONDAY_MORNING.replace(hour=23)
pytestmark = pytest.mark.django_db


def promised(request: Request, standard: str) -> datetime:
    return Promise.objects.live().get(subject_id=request.id, standard=standard).due_at


def broken() -> list[str]:
    return [line for law in LAWS for line in law.broken()]


def test_URG_6_arrival_after_hours_is_alarmed_and_not_only_listed(cast: Cast, ask: Ask, at: At) -> None:
    ask("cough", person=cast.tom)
    assert not Alarm.objects.exists()
    at(MONDAY_NIGHT)
    request = ask("coughing blood", person=cast.maya)
    alarm = Alarm.objects.get()
    assert (alarm.request, alarm.why, alarm.level, alarm.heard_at) == (request, "after_hours", 2, None)
    assert promised(request, "after_hours_alarm") == MONDAY_NIGHT + timedelta(minutes=10)
    assert alarms(by=cast.triage_nurse) == [alarm]
    assert alarms(by=cast.from_elsewhere) == []
    assert broken() == []


def test_URG_6_what_can_wait_is_heard_first_when_the_hospital_opens(cast: Cast, ask: Ask, at: At) -> None:
    at(MONDAY_NIGHT)
    request = ask("sore throat", person=cast.maya)
    opens = cast.site.opens_at
    tuesday = datetime.combine(MONDAY_NIGHT.date() + timedelta(days=1), opens, UTC)
    assert promised(request, "after_hours_first") == tuesday + timedelta(hours=1)
    assert Alarm.objects.get().level == 5


def test_URG_6_holiday_is_after_hours(cast: Cast, ask: Ask) -> None:
    Site.objects.filter(id=cast.site.id).update(holidays=[MONDAY_MORNING.date().isoformat()])
    assert Alarm.objects.filter(request=ask("cough", person=cast.maya)).exists()


def test_URG_6_hours_are_those_of_the_wall_also_when_the_clocks_change(cast: Cast, ask: Ask, at: At) -> None:
    """On 29 March 2027 London's wall is an hour ahead: at the hour of opening the hospital is open."""
    opens = cast.site.opens_at
    summer = datetime(2027, 3, 29, opens.hour, opens.minute, tzinfo=UTC)
    at(summer - timedelta(hours=1, minutes=1))
    early = ask("cough", person=cast.maya)
    at(summer - timedelta(hours=1))
    on_time = ask("earache", person=cast.tom)
    assert [bool(one.alarms.count()) for one in (early, on_time)] == [True, False]


def test_URG_6_two_who_watch_need_no_alarm(cast: Cast, ask: Ask, at: At) -> None:
    at(MONDAY_NIGHT)
    actions.watch_queue(by=cast.triage_nurse)
    first = ask("cough", person=cast.maya)
    actions.watch_queue(by=cast.doctor)
    second = ask("earache", person=cast.tom)
    assert [one.alarms.count() for one in (first, second)] == [1, 0]


def test_URG_6_what_was_begun_before_closing_is_alarmed_by_the_worker(cast: Cast, ask: Ask, at: At) -> None:
    request = ask("cough", person=cast.maya)
    actions.watch_queue(by=cast.triage_nurse)
    assert alarm_what_nobody_sees() == 0
    at(MONDAY_NIGHT)
    assert alarm_what_nobody_sees() == 1
    assert Alarm.objects.get().request == request
    assert alarm_what_nobody_sees() == 0


def test_URG_5_worse_at_night_makes_the_alarm_more_urgent(cast: Cast, ask: Ask, at: At) -> None:
    at(MONDAY_NIGHT)
    request = ask("sore throat", person=cast.maya)
    actions.raise_for_worse(request=request, by=cast.agent)
    actions.raise_for_worse(request=request, by=cast.agent)
    assert list(request.alarms.values_list("level", flat=True)) == [3]
    actions.start_looking(request=request, by=cast.triage_nurse)
    actions.stop_looking(request=request, by=cast.triage_nurse)
    actions.raise_for_worse(request=request, by=cast.agent)
    assert sorted(request.alarms.values_list("heard_by_name", flat=True)) == ["", "Nora Stone"]


def test_alarm_is_heard_by_a_clinician_once(cast: Cast, ask: Ask, at: At) -> None:
    at(MONDAY_NIGHT)
    request = ask("coughing blood", person=cast.maya)
    alarm = Alarm.objects.get()
    with pytest.raises(OnlyClinicianHears):
        actions.hear_alarm(alarm=alarm, by=cast.agent)
    for stranger in (cast.from_elsewhere, cast.maya_herself, cast.receptionist):
        with pytest.raises(NotThere):
            actions.hear_alarm(alarm=alarm, by=stranger)
    heard = actions.hear_alarm(alarm=alarm, by=cast.doctor)
    assert (heard.heard_by, heard.heard_at) == (cast.doctor_staff, MONDAY_NIGHT)
    with pytest.raises(AlarmHeard):
        actions.hear_alarm(alarm=alarm, by=cast.triage_nurse)
    kinds = Event.objects.filter(subject_id=request.id, kind__startswith="urgency.alarm").values_list("kind", flat=True)
    assert sorted(kinds) == ["urgency.alarm_heard", "urgency.alarm_raised"]
    assert not Promise.objects.live().filter(subject_id=request.id, standard="after_hours_alarm").exists()


def test_alarm_not_heard_climbs_to_the_managers(cast: Cast, ask: Ask, at: At) -> None:
    from almoner.charter.tasks import watch_promises

    at(MONDAY_NIGHT)
    request = ask("coughing blood", person=cast.maya)
    for minutes in (11, 12, 22):
        at(MONDAY_NIGHT + timedelta(minutes=minutes))
        watch_promises()
        watch_promises()
    owed = Promise.objects.get(subject_id=request.id, standard="after_hours_alarm")
    assert (owed.state, owed.before_team) == ("broken", "managers")


@pytest.mark.parametrize("deed", ["look", "decide", "close"])
def test_alarm_ends_with_whoever_acts(cast: Cast, ask: Ask, at: At, deed: str) -> None:
    at(MONDAY_NIGHT)
    request = ask("sore throat", person=cast.maya)
    actions.start_looking(request=request, by=cast.agent)
    assert Alarm.objects.unheard().exists()
    {
        "look": lambda: actions.start_looking(request=request, by=cast.triage_nurse),
        "decide": lambda: actions.decide_level(request=request, level=5, by=cast.triage_nurse),
        "close": lambda: actions.close_request(request=request, outcome="withdrawn", by=cast.maya_herself),
    }[deed]()
    assert not Alarm.objects.unheard().exists()
    assert broken() == []


def test_URG_7_queue_that_nobody_watches_is_alarmed_until_somebody_does(cast: Cast, ask: Ask, at: At) -> None:
    ask("cough", person=cast.maya)
    assert alarm_what_nobody_sees() == 0
    at(MONDAY_MORNING + timedelta(minutes=5))
    assert alarm_what_nobody_sees() == 1
    alarm = Alarm.objects.get()
    assert (alarm.why, alarm.site, alarm.level, alarm.request) == ("unwatched", cast.site, 4, None)
    assert Event.objects.get(kind="urgency.unwatched").facts["waiting"] == 1
    assert Promise.objects.live().filter(subject_id=alarm.id, standard="queue_watched").exists()
    assert alarm_what_nobody_sees() == 0
    assert broken() == []
    actions.watch_queue(by=cast.from_elsewhere)
    assert Alarm.objects.unheard().exists()
    actions.watch_queue(by=cast.triage_nurse)
    alarm.refresh_from_db()
    assert (alarm.heard_by, alarm.heard_by_name) == (cast.triage_nurse_staff, "Nora Stone")
    assert not Promise.objects.live().filter(standard="queue_watched").exists()


def test_URG_7_what_is_due_within_the_hour_waits_for_no_five_minutes(cast: Cast, ask: Ask) -> None:
    ask("coughing blood", person=cast.maya)
    assert alarm_what_nobody_sees() == 1


def test_URG_7_somebody_who_watches_or_an_empty_queue_needs_no_alarm(cast: Cast, ask: Ask, at: At) -> None:
    assert actions.alarm_unwatched(site=cast.site, by=SYSTEM) is None
    actions.watch_queue(by=cast.doctor)
    ask("coughing blood", person=cast.maya)
    assert alarm_what_nobody_sees() == 0
    at(MONDAY_MORNING + timedelta(minutes=11))
    assert alarm_what_nobody_sees() == 1
