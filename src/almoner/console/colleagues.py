"""Those who work here: the list, hiring, roles, the way in, and the end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest
from almoner.console.gates import staff as gate
from almoner.console.staff_forms import (
    ROLE_CHOICES,
    BecauseForm,
    HireForm,
    InviteForm,
    RoleForm,
    language_names,
    role_name,
)
from almoner.core import clock, languages
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.desk.actions import part_with
from almoner.people import actions
from almoner.people.colleagues import Colleague, colleague, colleagues, roles_before
from almoner.people.models import StaffRole
from almoner.ui.answers import done

DOORS: dict[str, tuple[str, str]] = {
    "none": ("", ""),
    "invited": ("saffron", ""),
    "open": ("green", "check"),
    "closed": ("red", "lock"),
}
LINK = "staff_invitation_link"
"""In the session until it was shown once: the invitation stands in no table and no address of ours."""


@require_GET
@gate(Permission.MANAGE_STAFF)
def staff(request: StaffRequest) -> HttpResponse:
    left, role = request.GET.get("left") == "yes", request.GET.get("role", "")
    found = colleagues(by=request.actor, left=left)
    context = {
        "rows": [_row(one) for one in found if role in {"", *one.role_names} or (role == "none" and not one.roles)],
        "left": left,
        "role": role,
        "roles": [("", _("All")), *ROLE_CHOICES, ("none", _("No role"))],
        "tabs": [
            {"href": reverse("console:staff"), "label": _("Work here"), "current": not left},
            {"href": reverse("console:staff") + "?left=yes", "label": pgettext("staff", "Left"), "current": left},
        ],
    }
    return page(request, "console/staff.html", context, here="staff")


def _row(one: Colleague) -> dict[str, Any]:
    kind, icon = DOORS[one.door]
    return {
        "one": one,
        "href": reverse("console:colleague", args=[one.staff.id]),
        "roles": languages.listed(role_name(role) for role in one.role_names),
        "languages": language_names(one.staff.languages),
        "door": _door(one.door),
        "door_kind": kind,
        "door_icon": icon,
    }


def _door(door: str) -> str:
    return {
        "none": _("No account"),
        "invited": _("Invited"),
        "open": pgettext("an account", "Open"),
        "closed": _("Closed"),
    }[door]


@require_http_methods(["GET", "POST"])
@gate(Permission.MANAGE_STAFF)
def hire(request: StaffRequest) -> HttpResponse:
    form = HireForm(request.POST or None)
    if form.is_valid():
        key = request.POST.get("key", "")[:80]
        try:
            new = actions.hire_staff(**form.cleaned_data, by=request.actor, key=key)  # type: ignore[call-arg]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("%s works here now. Invite them next.") % new.name, "console:colleague", new.id)
    context = {"form": form, "crumbs": [(_("Staff"), reverse("console:staff")), (_("Somebody new"), "")]}
    return page(request, "console/hire.html", context, here="staff", status=422 if form.errors else 200)


@require_GET
@never_cache
@gate(Permission.MANAGE_STAFF)
def colleague_page(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    return _page(request, colleague(by=request.actor, id=staff_id), {})


def _page(request: StaffRequest, found: Colleague, bound: dict[str, Any]) -> HttpResponse:
    shown = request.session.get(LINK, {})
    link = request.session.pop(LINK)["link"] if shown.get("staff") == str(found.staff.id) else ""
    roles = [
        {"held": held, "name": role_name(held.role), "later": held.starts_on > clock.today(), "last_on": _last(held)}
        for held in found.roles
    ]
    context = {
        **_row(found),
        "roles_held": roles,
        "before": [(role_name(held.role), held) for held in roles_before(staff=found.staff, by=request.actor)],
        "link": link,
        "give": bound.get("give") or RoleForm(auto_id="give_%s"),
        "invite": bound.get("invite") or InviteForm(auto_id="invite_%s", initial={"email": _email(found)}),
        "close": bound.get("close") or BecauseForm(auto_id="close_%s"),
        "factor": bound.get("factor") or BecauseForm(auto_id="factor_%s"),
        "myself": found.staff.id == request.actor.staff_id,
        "crumbs": [(_("Staff"), reverse("console:staff")), (found.staff.name, "")],
    }
    return page(request, "console/colleague.html", context, here="staff", status=422 if bound else 200)


def _last(held: StaffRole) -> date | None:
    return held.ends_on


def _email(found: Colleague) -> str:
    return found.account.email if found.account else ""


@require_POST
@gate(Permission.MANAGE_STAFF)
def colleague_act(request: StaffRequest, staff_id: UUID, act: str) -> HttpResponse:
    """Give or end a role, invite, close the account, reset the second factor, end: one action each."""
    found = colleague(by=request.actor, id=staff_id)
    if act not in _ACTS:
        raise NotThere
    shape, run = _ACTS[act]
    form = shape(request.POST, auto_id=f"{act}_%s") if shape else None
    if form is not None and not form.is_valid():
        return _page(request, found, {act: form})
    try:
        said = run(request, found, form.cleaned_data if form else {})
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return redirect("console:colleague", staff_id)
        form.add_error(None, str(refusal))
        return _page(request, found, {act: form})
    return done(request, said, "console:colleague", staff_id)


def _give(request: StaffRequest, found: Colleague, said: dict[str, Any]) -> str:
    held = actions.give_role(staff=found.staff, by=request.actor, **said)
    return _("Given: %s.") % role_name(held.role)


def _end(request: StaffRequest, found: Colleague, _said: dict[str, Any]) -> str:
    held = actions.end_role(staff=found.staff, role=request.POST.get("role", ""), by=request.actor)
    return _("Ended: %s. It holds no longer from the next page they open.") % role_name(held.role)


def _invite(request: StaffRequest, found: Colleague, said: dict[str, Any]) -> str:
    invitation = actions.open_account_for_staff(staff=found.staff, by=request.actor, **said)
    link = settings.ALMONER_PUBLIC_URL + reverse("follow_link", args=[invitation.token])
    request.session[LINK] = {"staff": str(found.staff.id), "link": link}
    return _("The invitation is below. It is shown this once.")


def _close(request: StaffRequest, found: Colleague, said: dict[str, Any]) -> str:
    if found.account is None:
        raise NotThere
    actions.close_account(account=found.account, by=request.actor, **said)
    return _("The account is closed.")


def _factor(request: StaffRequest, found: Colleague, said: dict[str, Any]) -> str:
    actions.reset_second_factor(staff=found.staff, by=request.actor, **said)
    return _("They set up a new second factor when they next sign in.")


def _left(request: StaffRequest, found: Colleague, _said: dict[str, Any]) -> str:
    part_with(staff=found.staff, by=request.actor)
    return _("%s works here no longer. Their account is closed.") % found.staff.name


_ACTS: dict[str, tuple[Any, Any]] = {
    "give": (RoleForm, _give),
    "end": (None, _end),
    "invite": (InviteForm, _invite),
    "close": (BecauseForm, _close),
    "factor": (BecauseForm, _factor),
    "left": (None, _left),
}
