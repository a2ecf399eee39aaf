"""Who may do what, as a table."""

from __future__ import annotations

import pytest

from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import CLINICIAN_ROLES, MAY, STAFF_ROLES, Permission, Role
from almoner.core.refusal import NotAllowed


def actor(*roles: Role) -> Actor:
    return Actor(name="Somebody", roles=frozenset(roles))


def test_every_role_has_its_line() -> None:
    assert set(MAY) == set(Role)


def test_every_permission_is_somebodys() -> None:
    held = set().union(*(MAY[role] for role in Role if role is not Role.SYSTEM))
    assert set(Permission) - held == {Permission.RUN_SYSTEM}


def test_several_roles_may_what_each_may() -> None:
    both = actor(Role.BED_MANAGER, Role.RECEPTIONIST)
    assert both.may(Permission.MANAGE_BEDS) and both.may(Permission.BOOK)
    assert not both.may(Permission.MANAGE_STAFF)


def test_nobody_without_a_role_may_anything() -> None:
    assert not any(actor().may(permission) for permission in Permission)


def test_need_refuses() -> None:
    actor(Role.DOCTOR).need(Permission.SEE_CLINICAL)
    with pytest.raises(NotAllowed):
        actor(Role.RECEPTIONIST).need(Permission.SEE_CLINICAL)


@pytest.mark.parametrize("role", [Role.PATIENT, Role.CARER])
def test_people_have_no_permission_of_staff(role: Role) -> None:
    assert MAY[role] == {Permission.SEE_OWN, Permission.ACT_FOR_OWN}


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_only_clinicians_and_those_who_share_their_work_see_clinical_matters(role: Role) -> None:
    assert (Permission.SEE_CLINICAL in MAY[role]) is (role in CLINICIAN_ROLES | {Role.BED_MANAGER})


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_I_29_who_meets_people_may_break_the_glass(role: Role) -> None:
    meets = CLINICIAN_ROLES | {Role.AGENT, Role.RECEPTIONIST}
    assert (Permission.BREAK_GLASS in MAY[role]) is (role in meets)


def test_I_33_only_managers_see_the_audit() -> None:
    assert {role for role in STAFF_ROLES if Permission.SEE_AUDIT in MAY[role]} == {Role.MANAGER}


def test_kinds_of_actors() -> None:
    assert SYSTEM.kind == "system"
    assert actor(Role.PATIENT).kind == "person"
    assert SYSTEM.through("web").via == "web"
