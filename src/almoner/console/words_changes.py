"""Changing the words of messages: written language by language, looked at, proposed, and signed by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.rules_forms import WhyForm
from almoner.console.words import crumbs, tabs
from almoner.console.words_forms import ProposeForm, WordsForm, form_of
from almoner.console.words_shown import change_row, languages_shown, previews
from almoner.console.words_writing import went_on, writing_page
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.messaging import rewording
from almoner.messaging import rewording_queries as queries
from almoner.messaging.enums import WORDS_BEING_CHANGED
from almoner.messaging.refusals import WordsWrittenMeanwhile
from almoner.messaging.wording import LANGUAGES
from almoner.messaging.wording_models import WordsChange
from almoner.messaging.written_words import faults_of_change, name_of, seal_of, seal_of_language, whole_in
from almoner.ui.answers import done, refused


@require_GET
@staff(Permission.SIGN_MESSAGES)
def words_changes(request: StaffRequest) -> HttpResponse:
    """All that were begun: those under way first."""
    rows = [change_row(change) for change in queries.words_changes(request.actor)]
    context = {
        "tabs": tabs("words_changes"),
        "waiting": [row for row in rows if row["change"].state in WORDS_BEING_CHANGED],
        "ended": [row for row in rows if row["change"].state not in WORDS_BEING_CHANGED],
    }
    return page(request, "console/words_changes.html", context, here="words")


@require_http_methods(["GET", "POST"])
@staff(Permission.WRITE_MESSAGES)
def write_words(request: StaffRequest, change_id: UUID, language: str) -> HttpResponse:
    """One language of a draft. What is typed is kept, faulty or not; what is wrong is told beside its place."""
    change = queries.words_change_for(change_id, request.actor)
    if language not in LANGUAGES:
        raise NotThere
    if not change.is_draft:
        return done(request, _("This change is written to its end."), "console:words_change", change.id)
    typed = request.POST.dict() if request.method == "POST" else None
    form = form_of(change, language, typed)
    if typed is not None and form.is_valid():
        try:
            change = _kept(request, change, language, form)
        except WordsWrittenMeanwhile as refusal:
            change = queries.words_change_for(change_id, request.actor)
            typed["seen"] = seal_of_language(change, language)
            form = form_of(change, language, typed)
            form.add_error(None, str(refusal))
            return _writing_page(request, change, language, form, theirs=change.words[language])
        except Refused as refusal:
            return refused(request, refusal, "console:words_change", change.id)
        return _went_on(request, change, language)
    form.tell(faults_of_change(change).get(language, ()))
    return _writing_page(request, change, language, form)


def _kept(request: StaffRequest, change: WordsChange, language: str, form: WordsForm) -> WordsChange:
    return rewording.write_words(
        change=change,
        language=language,
        words=form.words,
        still_right=form.cleaned_data.get("still_right", False),
        seen=form.cleaned_data["seen"],
        by=request.actor,
    )


def _went_on(request: StaffRequest, change: WordsChange, language: str) -> HttpResponse:
    faults = len(faults_of_change(change).get(language, ()))
    here = ("console:write_words", change.id, language)
    return went_on(request, faults, here=here, whole=("console:words_change", change.id))


def _writing_page(
    request: StaffRequest, change: WordsChange, language: str, form: WordsForm, theirs: dict[str, str] | None = None
) -> HttpResponse:
    name = change_row(change)["name"]
    return writing_page(
        request,
        form,
        kind=change.kind,
        language=language,
        whole=whole_in(change, language),
        address=_address(change, language),
        name=name,
        theirs=theirs,
        languages=languages_shown(change),
        crumbs=crumbs(
            (name, reverse("console:words_of", args=[change.kind])),
            (change.reference, reverse("console:words_change", args=[change.id])),
            (name_of(language), ""),
        ),
    )


def _address(change: WordsChange, language: str) -> str:
    return reverse("console:change_preview", args=[change.id, language, "email"]).removesuffix("email/")


@require_GET
@staff(Permission.SIGN_MESSAGES)
def words_change(request: StaffRequest, change_id: UUID) -> HttpResponse:
    change = queries.words_change_for(change_id, request.actor)
    return _change_page(request, change, ProposeForm(auto_id="propose_%s"), WhyForm(auto_id="down_%s"))


def _change_page(
    request: StaffRequest, change: WordsChange, propose: ProposeForm, down: WhyForm, status: int = 200
) -> HttpResponse:
    shown = languages_shown(change)
    for one in shown:
        code = one["language"]
        one["preview"] = previews(change.kind, whole_in(change, code), code, _address(change, code))
    wrote = str(request.actor.staff_id) in change.writers
    writes = request.actor.may(Permission.WRITE_MESSAGES)
    context = {
        "row": change_row(change),
        "change": change,
        "languages": shown,
        "writers": list(change.writers.values()),
        "wrote": wrote,
        "writes": writes,
        "signs": change.is_proposed and not wrote,
        "turns_down": change.state in WORDS_BEING_CHANGED and (writes or not change.is_draft),
        "seal": seal_of(change),
        "sound": not any(one["faults"] for one in shown),
        "form": propose,
        "down": down,
        "crumbs": crumbs(
            (change_row(change)["name"], reverse("console:words_of", args=[change.kind])), (change.reference, "")
        ),
    }
    return page(request, "console/words_change.html", context, here="words", status=status)


@require_POST
@staff(Permission.SIGN_MESSAGES)
def words_change_act(request: StaffRequest, change_id: UUID, act: str) -> HttpResponse:
    """Propose it, sign it, or turn it down: one action each."""
    change = queries.words_change_for(change_id, request.actor)
    propose = ProposeForm(request.POST if act == "propose" else None, auto_id="propose_%s")
    down = WhyForm(request.POST if act == "turn-down" else None, auto_id="down_%s")
    acts: dict[str, Callable[[], Any]] = {
        "propose": lambda: rewording.propose_words(change=change, why=propose.cleaned_data["why"], by=request.actor),
        "sign": lambda: rewording.sign_words(change=change, seal=request.POST.get("seal", ""), by=request.actor),
        "turn-down": lambda: rewording.turn_down_words(
            change=change, why=down.cleaned_data.get("why", ""), by=request.actor
        ),
    }
    if act not in acts:
        raise NotThere
    unclear = (act == "propose" and not propose.is_valid()) or (
        act == "turn-down" and not down.is_valid() and change.is_proposed
    )
    if unclear:
        return _change_page(request, change, propose, down, status=422)
    try:
        acts[act]()
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:words_change", change_id)
    return done(request, _said(act), "console:words_change", change_id)


def _said(act: str) -> str:
    if act == "propose":
        return _("Proposed. Nothing is sent so until somebody who wrote none of it has signed.")
    if act == "sign":
        return _("Signed, and in force from now on.")
    return _("It is given up. The words stay as they are.")
