"""A letter that came back in the post: which one it is, and what the envelope says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.letters import letter_row
from almoner.console.letters_forms import ReasonForm, WhichForm
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.messaging import post_queries as queries
from almoner.messaging.enums import PostState, ReturnReason
from almoner.messaging.refusals import NoSuchLetter
from almoner.messaging.returned_letters import tell_returned
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@staff(Permission.POST_LETTERS)
def came_back(request: StaffRequest) -> HttpResponse:
    """Which letter it is. What stands on several letters is asked further; from the page of a person, all to them."""
    person = request.POST.get("person", "")
    form = WhichForm(request.POST if request.method == "POST" and not person else None)
    found = queries.letters_to(person, request.actor) if person else []
    if form.is_valid():
        found = queries.letters_named(form.cleaned_data["code"], request.actor)
        if len(found) == 1:
            return redirect("console:letter_came_back", found[0].id)
        if not found:
            form.add_error("code", NoSuchLetter.text)
    context = {
        "form": form,
        "nothing": bool(person) and not found,
        "rows": [_with_link(letter_row(one, request)) for one in found],
        "crumbs": [(_("Letters"), reverse("console:letters")), (_("A letter came back"), "")],
    }
    return page(request, "console/came_back.html", context, here="letters", status=422 if form.errors else 200)


def _with_link(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "href": reverse("console:letter_came_back", args=[row["letter"].id])}


@require_http_methods(["GET", "POST"])
@staff(Permission.POST_LETTERS)
def letter_came_back(request: StaffRequest, posting_id: UUID) -> HttpResponse:
    """What the envelope says. Told twice, it came back once."""
    posting = queries.posting_for(posting_id, request.actor)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            tell_returned(posting=posting, reason=ReturnReason(form.cleaned_data["reason"]), by=request.actor)
        except NotThere:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Noted: %s came back. Somebody finds another way.") % posting.reference
            return done(request, said, "console:came_back")
    context = {
        "row": letter_row(posting, request),
        "form": form,
        "returned": posting.state == PostState.RETURNED,
        "posted": posting.state == PostState.POSTED,
        "crumbs": [
            (_("Letters"), reverse("console:letters")),
            (_("A letter came back"), reverse("console:came_back")),
            (posting.reference, ""),
        ],
    }
    return page(request, "console/letter_came_back.html", context, here="letters", status=422 if form.errors else 200)
