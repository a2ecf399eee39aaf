"""What people do in a rehearsal, stage by stage: they ring, come, wait, lie in beds; staff work, and forget."""

from __future__ import annotations

from almoner.core import clock
from almoner.demo.life import arriving, choosing, failing, following, owing, ringing, speaking, staying, urgent
from almoner.demo.life.hospital import Hospital

__all__ = ["Hospital", "live"]


def live(hospital: Hospital) -> None:
    """What happens in one tick of the clock."""
    wall = clock.local(clock.now())
    by_day = 8 <= wall.hour < 18
    if by_day:
        ringing.people_ring(hospital)
        owing.desk_works(hospital)
        following.people_are_followed(hospital)
        speaking.people_speak(hospital, begins=wall.hour == 8 and wall.minute < 10)
        choosing.people_choose(hospital)
    urgent.triage_is_watched(hospital, by_day=by_day)
    urgent.people_ask(hospital, by_day=by_day)
    urgent.nurses_decide(hospital)
    arriving.people_arrive(hospital)
    arriving.visits_go_on(hospital)
    if 6 <= wall.hour < 22:
        staying.beds_are_given(hospital)
        staying.wards_work(hospital)
    if wall.hour == 9 and wall.minute < 10:
        failing.clinic_falls_out(hospital)
        choosing.carer_acts(hospital)
    if wall.hour == 10 and wall.minute < 10:
        choosing.people_come_more_than_once(hospital)
    if wall.hour == 11 and wall.minute < 10:
        failing.hospital_cancels(hospital)
        failing.worker_dies()
