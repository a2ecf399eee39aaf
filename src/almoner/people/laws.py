"""What must always hold of people, their carers, their accounts and who works here."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db.models import F, Q

from almoner.core import clock
from almoner.core.law import Law
from almoner.core.permissions import Role
from almoner.people.ages import ages
from almoner.people.enums import CarerBasis, Gain, MergeState
from almoner.people.models import (
    Account,
    Activation,
    Carer,
    EmergencyOpening,
    Merge,
    NameKey,
    Person,
    Site,
    StaffRole,
)
from almoner.people.moving import stray_rows
from almoner.people.risk import SECOND_PERSON_FROM

REVIEWED_WITHIN = timedelta(days=14)
JOINED_WITHIN = timedelta(minutes=20)
"""By then the worker has brought over what was written by who had the record open."""


def rights_that_outlived_their_end() -> list[str]:
    """Accounts that still let somebody in who left, died, or holds no role."""
    active = Account.objects.filter(is_active=True).select_related("person", "staff")
    gone = active.filter(Q(person__died_on__isnull=False) | Q(staff__left_on__lte=clock.today()))
    faults = [f"account {account.pk} is open though its holder is gone" for account in gone]
    ended = StaffRole.objects.filter(ends_on__isnull=True, staff__left_on__lte=clock.today())
    faults += [f"role {held.pk} runs on though its holder left" for held in ended]
    return faults


def leaves_that_outlive_childhood() -> list[str]:
    """Leaves of parents that were given past the last day on which the person is a child."""
    of_age = ages().of_age
    parents = Carer.objects.filter(basis=CarerBasis.PARENT, ended_at__isnull=True).select_related("person")
    return [f"leave {one.pk} outlives childhood" for one in parents if one.person.age_on(one.ends_on) >= of_age]


def leaves_of_the_dead() -> list[str]:
    gone = Q(person__died_on__isnull=False) | Q(carer__died_on__isnull=False)
    return [f"leave {one.pk} runs on after a death" for one in Carer.objects.filter(gone, ended_at__isnull=True)]


def accounts_with_a_borrowed_address() -> list[str]:
    """The address that the sign-in library writes to must be the account's own, whatever became of contact points."""
    strangers = EmailAddress.objects.exclude(email__iexact=F("user__email"))
    return [f"account {one.user_id} is written to at an address that is not its own" for one in strangers]


def accounts_opened_without_proof() -> list[str]:
    """Every account that is open was opened by an invitation that was used: two channels, or proof in person."""
    used = Activation.objects.filter(used_at__isnull=False).values("account_id")
    return [
        f"account {one.pk} was never activated" for one in Account.objects.filter(is_active=True).exclude(id__in=used)
    ]


def openings_nobody_looked_into() -> list[str]:
    late = EmergencyOpening.objects.filter(reviewed_at__isnull=True, created_at__lt=clock.now() - REVIEWED_WITHIN)
    return [f"emergency opening {one.pk} waits for its review for more than a fortnight" for one in late]


def people_who_cannot_be_found() -> list[str]:
    """Every person is found by name: the forms of their name are in the index."""
    unfound = Person.objects.filter(merged_into__isnull=True).exclude(id__in=NameKey.objects.values("person_id"))
    return [f"person {one.pk} cannot be found by name" for one in unfound]


def hospitals_without_a_manager() -> list[str]:
    """A hospital that has staff has somebody who can end and give roles."""
    manages = StaffRole.objects.filter(role=Role.MANAGER, ends_on__isnull=True, staff__left_on__isnull=True)
    if Site.objects.exists() and StaffRole.objects.exists() and not manages.exists():
        return ["nobody manages the staff"]
    return []


def joins_without_proof() -> list[str]:
    """Records joined without evidence, or by one person alone where a second was needed."""
    joined = Merge.objects.filter(state=MergeState.JOINED)
    alone = joined.filter(risk__gte=SECOND_PERSON_FROM, agreed_by__isnull=True)
    bare = joined.filter(seen="")
    return [f"join {one.pk} has no second person" for one in alone] + [f"join {one.pk} has no evidence" for one in bare]


def records_half_joined() -> list[str]:
    """Rows that stand with a record that was joined into another, and joins that say so of one side only."""
    faults = []
    joined = Merge.objects.filter(state=MergeState.JOINED, joined_at__lt=clock.now() - JOINED_WITHIN)
    for merge in joined.select_related("absorbed"):
        if merge.absorbed.merged_into_id != merge.kept_id:
            faults.append(f"join {merge.pk} is not marked on the record")
        faults += [f"{len(keys)} of {model._meta.label} stayed behind" for model, _, keys in stray_rows(merge.absorbed)]
    marked = Person.objects.filter(merged_into__isnull=False)
    whole = Merge.objects.filter(state=MergeState.JOINED).values("absorbed_id")
    return faults + [f"record {one.pk} was joined by nobody" for one in marked.exclude(id__in=whole)]


def sight_that_grew_unasked() -> list[str]:
    """Accesses that nobody said yes to when records were joined, and that the join did not end."""
    faults = []
    for merge in Merge.objects.filter(state=MergeState.JOINED).prefetch_related("steps"):
        ended = {step.row_id for step in merge.steps.all()}
        for key in set(merge.listed) - set(merge.confirmed):
            kind, _, row_id = key.partition(":")
            if kind not in {Gain.INVITATION, Gain.SITE} and row_id not in ended:
                faults.append(f"join {merge.pk}: {kind} {row_id} grew unasked")
    return faults


LAWS = [
    Law("I-26a", "what was ended lets nobody in", rights_that_outlived_their_end),
    Law("I-26b", "a parent's leave ends with childhood", leaves_that_outlive_childhood),
    Law("I-26c", "leave to act for another ends with a death", leaves_of_the_dead),
    Law("I-27", "a contact point is no identity: accounts keep their own address", accounts_with_a_borrowed_address),
    Law("I-28", "accounts are opened by two channels or proof in person", accounts_opened_without_proof),
    Law("I-29", "a record opened in an emergency is looked into within a fortnight", openings_nobody_looked_into),
    Law("I-34", "everybody on record is found by name, so that nobody is registered twice", people_who_cannot_be_found),
    Law("I-34m", "records are joined with evidence, and with two people where it is dangerous", joins_without_proof),
    Law("I-35", "nothing stays behind with a record that was joined", records_half_joined),
    Law("I-36", "joining records widens nobody's sight unasked", sight_that_grew_unasked),
    Law("I-1p", "somebody manages the staff", hospitals_without_a_manager),
]
