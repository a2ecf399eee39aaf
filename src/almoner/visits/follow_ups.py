"""Which planned follow-ups nobody owes: the one test behind the discharge, the to-do list and the law (FUP-1)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from almoner.charter.models import Promise
from almoner.scheduling.enums import HOLDING_TIME
from almoner.visits.enums import FollowUpState
from almoner.visits.models import FollowUpPlan


def unowned(plans: QuerySet[FollowUpPlan]) -> list[FollowUpPlan]:
    """Those of `plans` that are open, or whose appointment fell away, and for which no live promise stands.

    Only the plan's own promise counts: one to confirm a cancellation in writing books nothing.
    """
    standing = Q(state=FollowUpState.BOOKED, appointment__state__in=HOLDING_TIME)
    loose = list(plans.exclude(state=FollowUpState.DROPPED).exclude(standing))
    owed = set(
        Promise.objects.live().filter(subject_id__in=[plan.id for plan in loose]).values_list("subject_id", flat=True)
    )
    return [plan for plan in loose if plan.id not in owed]
