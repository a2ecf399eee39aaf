"""Two records of one person: the list of those that may be, side by side, joined by two people, parted again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.doubles_forms import CompareForm, JoinForm, PartForm, ReasonForm, grows_in_words
from almoner.console.doubles_shown import differing, group_in_words, reasons, risks, sides, table_rows
from almoner.console.gates import StaffRequest, staff
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people import actions
from almoner.people.doubles import added_since, likely_doubles, merge_for, merges_done, merges_waiting, pair_for
from almoner.people.enums import MergeState
from almoner.people.gains import gains_of
from almoner.people.matching import people_matching
from almoner.people.models import Merge
from almoner.people.queries import person_for
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@staff(Permission.EDIT_PEOPLE)
def doubles(request: StaffRequest) -> HttpResponse:
    """Likely pairs, joins that wait for a second person, and those that were done. Two numbers are compared by hand."""
    form = CompareForm(request.POST or None)
    if form.is_valid():
        found = [_by_number(request, form.cleaned_data[name]) for name in ("one", "other")]
        if None not in found and found[0] != found[1]:
            return redirect("console:compare_records", *found)
        form.add_error(None, _("We need the numbers of two different records."))
    waiting = merges_waiting(by=request.actor)
    context = {
        "form": form,
        "likely": [
            {"sides": sides(double.first, double.second), "reasons": reasons(double.marks), "double": double}
            for double in likely_doubles(by=request.actor)
        ],
        "waiting": [
            {"merge": merge, "sides": sides(merge.kept, merge.absorbed), "mine": _mine(request, merge)}
            for merge in waiting
        ],
        "done": merges_done(by=request.actor),
        "crumbs": [(_("People"), reverse("console:people")), (_("Possible doubles"), "")],
    }
    return page(request, "console/doubles.html", context, here="people", status=422 if form.errors else 200)


def _by_number(request: StaffRequest, said: str) -> UUID | None:
    found = people_matching(said, request.actor, limit=1) if request.actor.may(Permission.FIND_PEOPLE) else []
    return found[0].person.id if found else None


def _mine(request: StaffRequest, merge: Merge) -> bool:
    return merge.proposed_by_id == request.actor.staff_id


@require_http_methods(["GET", "POST"])
@staff(Permission.EDIT_PEOPLE)
def compare_records(request: StaffRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Side by side; the first is the one that is kept. Sent, it joins them or asks a second person."""
    pair = pair_for(by=request.actor, one=person_id, other=other_id)
    if pair.open_merge:
        return redirect("console:merge", pair.open_merge.id)
    form = JoinForm(request.POST or None, gains=pair.gains, differing=differing(pair.one, pair.other))
    if form.is_valid():
        try:
            merge = actions.propose_merge(
                kept=pair.one, absorbed=pair.other, by=request.actor, key=_key(request), **form.cleaned_data
            )  # type: ignore[call-arg]
        except NotThere:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _proposed(request, merge)
    context = {
        "pair": pair,
        "sides": sides(pair.one, pair.other),
        "rows": table_rows(pair.one, pair.other),
        "reasons": reasons(pair.marks),
        "risks": risks(pair.risk.reasons),
        "form": form,
        "apart": ReasonForm(auto_id="apart_%s"),
        "crumbs": [(_("Possible doubles"), reverse("console:doubles")), (_("Side by side"), "")],
    }
    return page(request, "console/compare_records.html", context, here="people", status=422 if form.errors else 200)


def _key(request: StaffRequest) -> str:
    return request.POST.get("key", "")[:80]


def _proposed(request: StaffRequest, merge: Merge) -> HttpResponse:
    if merge.state == MergeState.PROPOSED:
        said = _("Proposed. A second person looks at it; until then nothing is joined.")
        return done(request, said, "console:merge", merge.id)
    return done(request, _("Joined. You can part them again at any time."), "console:person", merge.kept_id)


@require_POST
@staff(Permission.EDIT_PEOPLE)
def keep_apart(request: StaffRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """They are two people. They are not shown again."""
    one, other = (person_for(by=request.actor, id=each) for each in (person_id, other_id))
    try:
        actions.keep_apart(one=one, other=other, reason=request.POST.get("reason", "")[:300], by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        form = ReasonForm(request.POST, auto_id="apart_%s")
        form.add_error(None, str(refusal))
        return page(request, "console/keep_apart.html", {"form": form, "pair": (one, other)}, here="people", status=422)
    return done(request, _("Noted: two people. They are not shown again."), "console:doubles")


@require_GET
@staff(Permission.EDIT_PEOPLE)
def merge(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    return _merge_page(request, merge_for(by=request.actor, id=merge_id))


def _merge_page(request: StaffRequest, found: Merge, bound: dict[str, Any] | None = None) -> HttpResponse:
    proposed = found.state == MergeState.PROPOSED
    gains = gains_of(found.kept, found.absorbed) if proposed else []
    bound = bound or {}
    context = {
        "merge": found,
        "sides": sides(found.kept, found.absorbed),
        "rows": table_rows(found.kept, found.absorbed) if proposed else [],
        "risks": risks(found.risks),
        "goes_on": [grows_in_words(one) for one in gains if one.key in found.confirmed],
        "ends": [grows_in_words(one) for one in gains if one.key not in found.confirmed],
        "proposed": proposed,
        "joined": found.state == MergeState.JOINED,
        "mine": _mine(request, found),
        "decline": bound.get("decline") or ReasonForm(auto_id="decline_%s"),
        "part": bound.get("part") or (_part_form(request, found) if found.state == MergeState.JOINED else None),
        "trouble": bound.get("trouble", ""),
        "crumbs": [(_("Possible doubles"), reverse("console:doubles")), (_("Joining two records"), "")],
    }
    return page(request, "console/merge.html", context, here="people", status=422 if bound else 200)


def _part_form(request: StaffRequest, found: Merge, data: Any = None) -> PartForm:
    groups = [(group.key, group_in_words(group)) for group in added_since(found, by=request.actor)]
    return PartForm(
        data,
        groups=groups,
        kept=found.kept.record_number,
        absorbed=f"{found.absorbed.name} {found.absorbed.record_number}",
        auto_id="part_%s",
    )


@require_POST
@staff(Permission.EDIT_PEOPLE)
def merge_act(request: StaffRequest, merge_id: UUID, act: str) -> HttpResponse:
    """Agree, decline or part: one action each."""
    found = merge_for(by=request.actor, id=merge_id)
    if act not in _ACTS:
        raise NotThere
    return _ACTS[act](request, found)


def _agree(request: StaffRequest, found: Merge) -> HttpResponse:
    try:
        actions.agree_to_merge(merge=found, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return _merge_page(request, found, {"trouble": str(refusal)})
    return done(request, _("Joined. You can part them again at any time."), "console:person", found.kept_id)


def _decline(request: StaffRequest, found: Merge) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="decline_%s")
    if form.is_valid():
        try:
            actions.decline_merge(merge=found, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Declined. Nothing was joined."), "console:doubles")
    return _merge_page(request, found, {"decline": form})


def _part(request: StaffRequest, found: Merge) -> HttpResponse:
    form = _part_form(request, found, request.POST)
    if form.is_valid():
        try:
            actions.part_records(
                merge=found, reason=form.cleaned_data["reason"], belongs=form.belongs, by=request.actor
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Parted. Each record is as it was."), "console:person", found.kept_id)
    return _merge_page(request, found, {"part": form})


_ACTS = {"agree": _agree, "decline": _decline, "part": _part}
