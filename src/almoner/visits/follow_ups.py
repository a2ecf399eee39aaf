"""Which planned follow-ups nobody owes: the one test behind the discharge, the to-do list and the law (FUP-1)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from almoner.charter.models import Promise
from almoner.scheduling.enums import HOLDING_TIME
from almoner.visits.enums import FollowUpState
from almoner.visits.models import FollowUpPlan


def unowned(plans: QuerySet[FollowUpPlan]) -> list[FollowUpPlan]:
    """Those of `plans` that are open, or whose appointment fell away, and that no live promise stands for."""
    standing = Q(state=FollowUpState.BOOKED, appointment__state__in=HOLDING_TIME)
    loose = list(plans.exclude(state=FollowUpState.DROPPED).exclude(standing))
    subjects = {plan.id for plan in loose} | {plan.appointment_id for plan in loose if plan.appointment_id}
    owed = set(Promise.objects.live().filter(subject_id__in=subjects).values_list("subject_id", flat=True))
    return [plan for plan in loose if plan.id not in owed and plan.appointment_id not in owed]
