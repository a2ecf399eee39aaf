"""Papers: taken in, given to their person, checked by a second look, released; the picture beside the fields (X-3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.clinical_shown import paper_row
from almoner.console.gates import StaffRequest, staff
from almoner.console.papers_forms import AttachForm, OnPaperForm, ReceiveForm, ReleaseForm, SetAsideForm, VerifyForm
from almoner.console.showing import match_row, person_strip
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person
from almoner.people.queries import needs_of, people_matching, person_for
from almoner.records import actions, queries
from almoner.records.enums import DocumentState
from almoner.records.models import Document
from almoner.records.rules import may_read
from almoner.timeline.queries import events_about
from almoner.ui.answers import done
from almoner.ui.papers import paper_response

LIKELY = 5


@require_GET
@staff(Permission.RECEIVE_ARRIVALS)
def papers(request: StaffRequest) -> HttpResponse:
    """What came in and was not checked yet, oldest first; for clinicians also what waits to be released."""
    to_release = queries.papers_to_release(by=request.actor) if request.actor.is_clinician else []
    context = {
        "to_check": [paper_row(one) for one in queries.papers_to_check(by=request.actor)],
        "to_release": [paper_row(one) for one in to_release],
        "may_check": request.actor.may(Permission.SEE_CLINICAL),
    }
    return page(request, "console/papers.html", context, here="papers")


@require_http_methods(["GET", "POST"])
@staff(Permission.RECEIVE_ARRIVALS)
def receive_paper(request: StaffRequest) -> HttpResponse:
    """Nobody's yet: whose it is, is said beside the picture."""
    return _receive(request, None)


@require_http_methods(["GET", "POST"])
@staff(Permission.RECEIVE_ARRIVALS)
def receive_paper_for(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """For one person: two things typed from the paper must be theirs."""
    return _receive(request, person_for(by=request.actor, id=person_id))


def _receive(request: StaffRequest, person: Person | None) -> HttpResponse:
    sent = request.method == "POST"
    form = ReceiveForm(request.POST, request.FILES) if sent else ReceiveForm()
    on_paper = OnPaperForm(request.POST if sent else None, auto_id="paper_%s") if person else None
    if form.is_valid() and (on_paper is None or on_paper.is_valid()):
        given: dict[str, Any] = {"person": person, "paper": on_paper.paper} if person and on_paper else {}
        try:
            paper = actions.receive_document(**form.as_arguments, **given, by=request.actor)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(
                request, _("Taken in: %s. Somebody else checks it.") % paper.reference, "console:paper", paper.id
            )
    context = {
        "form": form,
        "on_paper": on_paper,
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=request.actor)) if person else None,
        "crumbs": [(_("Papers"), reverse("console:papers")), (_("Take one in"), "")],
    }
    return page(request, "console/receive_paper.html", context, here="papers", status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff(Permission.RECEIVE_ARRIVALS)
def paper(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """One paper with what can be done to it. People are searched by POST, so that no name stands in an address."""
    return _paper_page(request, queries.document_known(by=request.actor, id=document_id), {})


def _paper_page(request: StaffRequest, found: Document, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    actor = request.actor
    may_check = actor.may(Permission.SEE_CLINICAL)
    context = {
        **paper_row(found),
        "is_picture": found.media_type.startswith("image/"),
        "may_look": found.person is None or may_read(found.person, actor),
        "strip": person_strip(found.person, needs_of(person=found.person, by=actor)) if found.person else None,
        "step": STEPS[DocumentState(found.state)] if found.person else 1,
        "steps": [_("Taken in"), _("Checked"), _("Released")],
        "verify": _verify_form(found, bound) if may_check and _waits(found) and found.person else None,
        "second_look": found.received_by_staff_id != actor.staff_id,
        "may_release": actor.is_clinician and found.state == DocumentState.VERIFIED,
        "aside": bound.get("aside") or SetAsideForm(auto_id="aside_%s")
        if may_check and found.state != DocumentState.SET_ASIDE
        else None,
        "events": events_about(subject_id=found.id, by=actor),
        "crumbs": [(_("Papers"), reverse("console:papers")), (found.reference, "")],
        **(_who(request, bound) if found.person is None and _waits(found) else {}),
    }
    return page(request, "console/paper.html", context, here="papers", status=status)


STEPS = {
    DocumentState.RECEIVED: 2, DocumentState.VERIFIED: 3, DocumentState.RELEASED: 4, DocumentState.SET_ASIDE: 1,
}  # fmt: skip


def _waits(found: Document) -> bool:
    return found.state == DocumentState.RECEIVED


def _verify_form(found: Document, bound: dict[str, Any]) -> VerifyForm:
    form: VerifyForm = bound.get("verify") or VerifyForm(auto_id="verify_%s", initial={"gist": found.gist})
    return form


def _who(request: StaffRequest, bound: dict[str, Any]) -> dict[str, Any]:
    """Whose it may be: found by what stands on the paper, and confirmed by two things typed from it."""
    text = request.POST.get("text", "").strip()[:200]
    chosen = bound.get("attach")
    found = people_matching(text, request.actor, LIKELY) if text else []
    return {
        "asks_who": True,
        "text": text,
        "matches": [
            match_row(match, "") | {"form": AttachForm(auto_id=f"p{place}_%s", initial={"person_id": match.person.id})}
            for place, match in enumerate(found)
        ],
        "attach": chosen,
    }


@require_GET
@staff(Permission.RECEIVE_ARRIVALS)
def paper_content(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """The paper itself. Reading it is traced."""
    found = queries.document_for(by=request.actor, id=document_id)
    return paper_response(bytes(found.content), found.media_type, found.reference)


@require_POST
@staff(Permission.RECEIVE_ARRIVALS)
def paper_act(request: StaffRequest, document_id: UUID, act: str) -> HttpResponse:
    """Attach, check, release or set aside: one action each."""
    found = queries.document_known(by=request.actor, id=document_id)
    if act not in _ACTS:
        raise NotThere
    form, run = _ACTS[act]
    bound = form(request.POST, auto_id=f"{act}_%s")
    if bound.is_valid():
        try:
            said = run(request, found, bound)
        except NotThere:
            raise
        except Refused as told:
            bound.add_error(None, str(told))
        else:
            return done(request, said, "console:paper", document_id)
    return _paper_page(request, found, {act: bound}, status=422)


def _attach(request: StaffRequest, found: Document, form: AttachForm) -> str:
    person = person_for(by=request.actor, id=form.cleaned_data["person_id"])
    actions.attach_document(document=found, person=person, paper=form.paper, by=request.actor)
    return _("It is in the record of %s now. Somebody else checks it.") % person.name


def _verify(request: StaffRequest, found: Document, form: VerifyForm) -> str:
    actions.verify_document(document=found, paper=form.paper, gist=form.cleaned_data["gist"], by=request.actor)
    return _("Checked. A clinician can release it.")


def _release(request: StaffRequest, found: Document, _form: ReleaseForm) -> str:
    actions.release_document(document=found, by=request.actor)
    return _("The person can read it now.")


def _aside(request: StaffRequest, found: Document, form: SetAsideForm) -> str:
    actions.set_document_aside(document=found, why=form.cleaned_data["why"], by=request.actor)
    return _("Set aside. It stays here, out of the record.")


_ACTS: dict[str, tuple[Any, Callable[..., str]]] = {
    "attach": (AttachForm, _attach),
    "verify": (VerifyForm, _verify),
    "release": (ReleaseForm, _release),
    "aside": (SetAsideForm, _aside),
}
