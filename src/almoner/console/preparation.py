"""What services ask of people, read and approved by a clinician: what waits, and one service with all its texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from almoner.catalogue import actions, rules
from almoner.catalogue.approval import next_review
from almoner.catalogue.enums import PreparationKind, Timing
from almoner.catalogue.models import Service
from almoner.catalogue.to_read import Row, Text, texts_of, texts_to_read
from almoner.charter import queries as charter
from almoner.charter import showing
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.ui.answers import done, refused
from almoner.ui.languages import name_of


class ApproveForm(forms.Form):
    language = forms.CharField(widget=forms.HiddenInput)
    as_read = forms.CharField(widget=forms.HiddenInput)
    review_on = forms.DateField(
        label=gettext_lazy("To be reviewed by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@require_GET
@staff(Permission.READ_PREPARATION)
def preparations(request: StaffRequest) -> HttpResponse:
    waiting, standing = texts_to_read(by=request.actor)
    context = {"waiting": [_row(one) for one in waiting], "standing": [_row(one) for one in standing]}
    return page(request, "console/preparations.html", context, here="preparations")


def _row(row: Row) -> dict[str, Any]:
    return {
        "href": reverse("console:preparation", args=[row.service.code]),
        "name": row.service.name_in(of_reader()),
        "service": row.service,
        "unread": [name_of(code) for code in row.unread],
        "overdue": [name_of(code) for code in row.overdue],
        "review_on": row.review_on,
    }


@require_GET
@staff(Permission.READ_PREPARATION)
def preparation(request: StaffRequest, code: str) -> HttpResponse:
    service, texts = texts_of(code=code, by=request.actor)
    return _preparation(request, service, texts)


def _preparation(
    request: StaffRequest, service: Service, texts: list[Text], bound: ApproveForm | None = None, status: int = 200
) -> HttpResponse:
    clinician = rules.can_approve(request.actor)
    made = charter.promises_about(subject_id=service.id, by=request.actor)
    context = {
        "service": service,
        "name": service.name_in(of_reader()),
        "texts": [_text(text, bound if clinician else None, may_approve=clinician) for text in texts],
        "may_look_after": clinician and service.preparation_owner_id != request.actor.staff_id,
        "promises": showing.cards(made),
        "crumbs": [(_("Preparation texts"), reverse("console:preparations")), (service.name_in(of_reader()), "")],
    }
    return page(request, "console/preparation.html", context, here="preparations", status=status)


def _text(text: Text, bound: ApproveForm | None, *, may_approve: bool) -> dict[str, Any]:
    form: ApproveForm | None = None
    if text.said and may_approve:
        mine = bound is not None and bound.data.get("language") == text.language
        begin = {"language": text.language, "as_read": text.digest, "review_on": next_review(clock.today())}
        form = bound if mine else ApproveForm(initial=begin, auto_id=f"{text.language}_%s")
    return {
        "text": text,
        "name": name_of(text.language),
        "items": _items(text.said),
        "hours": text.said["hours"] if text.said else (),
        "told": _items(text.told),
        "form": form,
    }


def _items(said: dict[str, Any] | None) -> list[dict[str, Any]]:
    items = said["items"] if said else []
    return [
        {**item, "kind_word": PreparationKind(item["kind"]).label, "timing_word": Timing(item["timing"]).label}
        for item in items
    ]


@require_POST
@staff(Permission.READ_PREPARATION)
def approve(request: StaffRequest, code: str) -> HttpResponse:
    """The word of the clinician who read it, for what stood before them."""
    service, texts = texts_of(code=code, by=request.actor)
    tongue = next((text.language for text in texts if text.language == request.POST.get("language")), "")
    form = ApproveForm(request.POST, auto_id=f"{tongue}_%s")
    if form.is_valid():
        try:
            actions.approve_preparation(service=service, **form.cleaned_data, by=request.actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Approved. People are told this from now on."), "console:preparation", code)
    if not rules.can_approve(request.actor):
        return refused(request, Refused(_("A clinician approves what people are told.")), "console:preparation", code)
    return _preparation(request, service, texts, form, status=422)


@require_POST
@staff(Permission.READ_PREPARATION)
def look_after(request: StaffRequest, code: str) -> HttpResponse:
    service, _texts = texts_of(code=code, by=request.actor)
    try:
        actions.look_after_preparation(service=service, by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "console:preparation", code)
    return done(
        request, _("You look after these texts. What is to be read of them comes to you."), "console:preparation", code
    )
