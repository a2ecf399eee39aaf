"""Leaves to act for another of which the end, or the narrowing, is to be told."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from almoner.core import clock
from almoner.people.ages import ages, years_before
from almoner.people.enums import CarerBasis
from almoner.people.models import Carer
from almoner.people.rules import live_leaves


def leaves_ending() -> QuerySet[Carer]:
    """Live leaves that end within the hospital's notice and whose end nobody was told of, soonest first. A parent's
    also ends with childhood."""
    rules = ages()
    until = clock.today() + rules.notice
    of_age = Q(basis=CarerBasis.PARENT, person__birth_on__lte=years_before(until, rules.of_age))
    ending = live_leaves(clock.today(), rules).filter(Q(ends_on__lte=until) | of_age, ending_told_at__isnull=True)
    return ending.select_related("person", "carer").order_by("ends_on", "id")


def leaves_narrowing() -> QuerySet[Carer]:
    """Live leaves of parents whose child's record has become their own, and who were not told so."""
    rules = ages()
    own = Q(basis=CarerBasis.PARENT, person__birth_on__lte=years_before(clock.today(), rules.own_record))
    narrowed = live_leaves(clock.today(), rules).filter(own, narrowing_told_at__isnull=True)
    return narrowed.select_related("person", "carer").order_by("ends_on", "id")
