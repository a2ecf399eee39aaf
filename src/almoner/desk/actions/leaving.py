"""A member of staff leaves: what they had in hand goes back to their teams, and whoever comes to them is told."""

from __future__ import annotations

from django.db.models import Q

from almoner.aftercare.actions import give_back_work_of
from almoner.catalogue.actions import let_go_of_texts
from almoner.charter.actions import assign
from almoner.charter.book import charter
from almoner.charter.models import Promise
from almoner.charter.showing import team_name
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.desk.models import Cover
from almoner.desk.refusals import TeamWithoutStaff
from almoner.people.actions import staff_left
from almoner.people.models import Staff, StaffRole
from almoner.scheduling.actions import displace_visits_of


@action
def part_with(*, staff: Staff, by: Actor) -> Staff:
    """They work here no longer: their roles and account end, and so does everything that waits for them alone.

    Their coming visits are displaced as when leave is entered; what they had taken on is their team's again. Raises
    TeamWithoutStaff where a team that owes something would be left with nobody (law I-1).
    """
    left = staff_left(staff=staff, by=by)
    _need_somebody_on_every_team()
    displace_visits_of(staff=left, by=by)
    for promise in Promise.objects.live().filter(taken_by=left).order_by("id"):
        assign(promise=promise, staff=None, by=SYSTEM)
    give_back_work_of(staff=left, by=by)
    let_go_of_texts(staff=left, by=by)
    Cover.objects.standing().filter(staff=left, ends_at__gt=clock.now()).update(ended_at=clock.now())
    return left


def _need_somebody_on_every_team() -> None:
    today = clock.today()
    running = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    roles = set(
        StaffRole.objects.filter(running, starts_on__lte=today, staff__left_on__isnull=True).values_list(
            "role", flat=True
        )
    )
    live = Promise.objects.live()
    for team in charter().teams.values():
        if not roles & set(team.roles) and live.filter(Q(team=team.key) | Q(before_team=team.key)).exists():
            raise TeamWithoutStaff(team=team_name(team.key))
