"""Messages to many: written, counted and looked at, approved by somebody else, and stopped at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.changes import stream
from almoner.console.gates import StaffRequest, staff
from almoner.console.notices_forms import WHO, NoticeForm
from almoner.console.notices_shown import (
    count_shown,
    facts_of,
    languages_of,
    notice_row,
    progress_shown,
)
from almoner.console.rules_forms import WhyForm
from almoner.console.words import crumbs, tabs
from almoner.console.words_forms import WordsForm
from almoner.console.words_previews import PARTS, part_shown
from almoner.console.words_shown import previews
from almoner.console.words_writing import went_on, writing_page
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.messaging import notice_queries as queries
from almoner.messaging import noticing
from almoner.messaging.enums import NoticeState
from almoner.messaging.notice_models import Notice
from almoner.messaging.notice_words import KIND, faults_of_notice, seal_of_words, to_begin_with, whole_in
from almoner.messaging.previewing import preview
from almoner.messaging.refusals import WordsWrittenMeanwhile
from almoner.messaging.selections import selections
from almoner.messaging.wording import LANGUAGES
from almoner.messaging.written_words import name_of
from almoner.ui.answers import done, refused


@require_GET
@staff(Permission.SIGN_MESSAGES)
def notices(request: StaffRequest) -> HttpResponse:
    """All of them: what is under way first."""
    rows, known = [notice_row(notice) for notice in queries.notices(request.actor)], selections()
    context = {
        "tabs": tabs("notices"),
        "under_way": [row for row in rows if row["notice"].ended_at is None],
        "ended": [row for row in rows if row["notice"].ended_at is not None],
        "kinds": [(one.label, reverse("console:begin_notice", args=[one.name])) for one in known if one.name in WHO],
        "writes": request.actor.may(Permission.WRITE_MESSAGES),
    }
    return page(request, "console/notices.html", context, here="words")


@require_http_methods(["GET", "POST"])
@staff(Permission.WRITE_MESSAGES)
def begin_notice(request: StaffRequest, selection: str) -> HttpResponse:
    """For whom it is, of the closed list."""
    if selection not in WHO:
        raise NotThere
    form = NoticeForm(request.POST or None, selection=selection, by=request.actor)
    if form.is_valid():
        key = request.POST.get("key", "")[:80]
        told: dict[str, Any] = {**form.told, "key": key}
        notice = noticing.begin_notice(selection=selection, by=request.actor, **told)
        said = _("Now write what you want to say, in every language.")
        return done(request, said, "console:write_notice", notice.id, LANGUAGES[0])
    return _aim_page(request, form, _("A message to many"))


@require_http_methods(["GET", "POST"])
@staff(Permission.WRITE_MESSAGES)
def aim_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """For whom a draft is, said anew."""
    notice = queries.notice_for(notice_id, request.actor)
    form = NoticeForm(request.POST or None, selection=notice.selection, by=request.actor, notice=notice)
    if form.is_valid():
        try:
            noticing.aim_notice(notice=notice, by=request.actor, **form.told)
        except Refused as refusal:
            return refused(request, refusal, "console:notice", notice.id)
        return done(request, _("Noted."), "console:notice", notice.id)
    return _aim_page(request, form, notice.title)


def _aim_page(request: StaffRequest, form: NoticeForm, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "whom": next(one.label for one in selections() if one.name == form.selection),
        "crumbs": _crumbs((title, "")),
    }
    return page(request, "console/aim_notice.html", context, here="words", status=422 if form.errors else 200)


def _crumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((_("To many"), reverse("console:notices")), *further)


@require_http_methods(["GET", "POST"])
@staff(Permission.WRITE_MESSAGES)
def write_notice(request: StaffRequest, notice_id: UUID, language: str) -> HttpResponse:
    """One language of a draft. What is typed is kept, faulty or not; what is wrong is told beside its place."""
    notice = queries.notice_for(notice_id, request.actor)
    if language not in LANGUAGES:
        raise NotThere
    typed = request.POST.dict() if request.method == "POST" else None
    form = _form(notice, language, typed)
    if typed is not None and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            notice = noticing.write_notice(
                notice=notice, language=language, words=form.words, seen=seen, by=request.actor
            )
        except WordsWrittenMeanwhile as refusal:
            notice = queries.notice_for(notice_id, request.actor)
            form = _form(notice, language, {**typed, "seen": seal_of_words(notice, language)})
            form.add_error(None, str(refusal))
            return _writing_page(request, notice, language, form, theirs=notice.words[language])
        except Refused as refusal:
            return refused(request, refusal, "console:notice", notice.id)
        return _went_on(request, notice, language)
    form.tell(faults_of_notice(notice).get(language, ()) if _is_written(notice, language) else ())
    return _writing_page(request, notice, language, form)


def _is_written(notice: Notice, language: str) -> bool:
    return bool(notice.words[language] != to_begin_with()[language])


def _form(notice: Notice, language: str, typed: dict[str, Any] | None) -> WordsForm:
    stored = {**notice.words[language], "seen": seal_of_words(notice, language)}
    return WordsForm(typed, kind=KIND, stored=stored, language=language, asks=False)


def _went_on(request: StaffRequest, notice: Notice, language: str) -> HttpResponse:
    faults = len(faults_of_notice(notice).get(language, ()))
    here = ("console:write_notice", notice.id, language)
    return went_on(request, faults, here=here, whole=("console:notice", notice.id))


def _writing_page(
    request: StaffRequest, notice: Notice, language: str, form: WordsForm, theirs: dict[str, str] | None = None
) -> HttpResponse:
    return writing_page(
        request,
        form,
        kind=KIND,
        language=language,
        whole=whole_in(notice, language),
        address=_address(notice, language),
        name=notice.title,
        theirs=theirs,
        languages=languages_of(notice),
        crumbs=_crumbs((notice.title, reverse("console:notice", args=[notice.id])), (name_of(language), "")),
    )


def _address(notice: Notice, language: str) -> str:
    return reverse("console:notice_preview", args=[notice.id, language, "email"]).removesuffix("email/")


@require_GET
@staff(Permission.SIGN_MESSAGES)
def notice_preview(request: StaffRequest, notice_id: UUID, language: str, part: str) -> HttpResponse:
    """Its e-mail for the frame, its call spoken, its letter."""
    notice = queries.notice_for(notice_id, request.actor)
    if language not in LANGUAGES or part not in PARTS:
        raise NotThere
    try:
        rendered = preview(KIND, whole_in(notice, language), language, PARTS[part])
    except ValueError as cannot_be_filled:
        raise NotThere from cannot_be_filled
    return part_shown(rendered, part)


@require_GET
@staff(Permission.SIGN_MESSAGES)
def notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    return _notice_page(request, queries.notice_for(notice_id, request.actor), WhyForm(auto_id="stop_%s"))


def _notice_page(request: StaffRequest, found: Notice, form: WhyForm, status: int = 200) -> HttpResponse:
    counted, seal = queries.counted_for(found, request.actor)
    languages = languages_of(found)
    for one in languages:
        code = one["language"]
        one["preview"] = previews(KIND, whole_in(found, code), code, _address(found, code))
    wrote = str(request.actor.staff_id) in found.writers
    alone = len(counted.going) <= settings.NOTICE_ALONE_UP_TO
    gone = found.approved_at is not None
    context = {
        "row": notice_row(found),
        "notice": found,
        "facts": facts_of(found),
        "languages": languages,
        "count": count_shown(counted, request.actor),
        "come_since": queries.come_since(found, counted, request.actor),
        "progress": progress_shown(queries.progress_of(found, request.actor)) if gone else None,
        "not_reached": queries.people_not_reached(found, request.actor) if gone else [],
        "seal": seal,
        "writers": list(found.writers.values()),
        "wrote": wrote,
        "writes": request.actor.may(Permission.WRITE_MESSAGES),
        "sound": all(one["state"] == "changed" and not one["faults"] for one in languages),
        "approves": found.state == NoticeState.PROPOSED and (alone or not wrote),
        "alone_up_to": settings.NOTICE_ALONE_UP_TO,
        "hold_minutes": settings.NOTICE_HOLD_MINUTES,
        "gives_up": found.state in {NoticeState.DRAFT, NoticeState.PROPOSED},
        "form": form,
        "now": clock.now(),
        "crumbs": _crumbs((found.title, "")),
    }
    return page(request, "console/notice.html", context, here="words", part="far", status=status)


@staff(Permission.SIGN_MESSAGES)
def notice_live(request: StaffRequest, notice_id: UUID) -> StreamingHttpResponse:
    """Says when it has come further."""
    queries.notice_for(notice_id, request.actor)
    return stream(lambda: queries.pulse_of(notice_id, request.actor))


@require_POST
@staff(Permission.SIGN_MESSAGES)
def notice_act(request: StaffRequest, notice_id: UUID, act: str) -> HttpResponse:
    """Propose it, count again, approve it, stop it or give it up: one action each."""
    found = queries.notice_for(notice_id, request.actor)
    form = WhyForm(request.POST if act in {"stop", "give-up"} else None, auto_id="stop_%s")
    told: dict[str, Any] = {"notice": found, "by": request.actor}
    seal, why = request.POST.get("seal", ""), request.POST.get("why", "")
    acts: dict[str, Callable[[], Any]] = {
        "propose": lambda: noticing.propose_notice(seal=seal, **told),
        "recount": lambda: noticing.recount_notice(**told),
        "approve": lambda: noticing.approve_notice(seal=seal, **told),
        "stop": lambda: noticing.stop_notice(why=why, **told),
        "give-up": lambda: noticing.give_up_notice(why=why, **told),
    }
    if act not in acts:
        raise NotThere
    if act in {"stop", "give-up"} and not found.is_draft and not form.is_valid():
        return _notice_page(request, found, form, status=422)
    try:
        acts[act]()
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:notice", notice_id)
    return done(request, _said(act), "console:notice", notice_id)


def _said(act: str) -> str:
    return {
        "propose": _("Proposed. Nothing leaves before it is approved."),
        "recount": _("Counted again. Look at whom it reaches now."),
        "approve": _("Approved. It can be stopped before anything leaves, and at any time after."),
        "stop": _("Stopped. Nothing more of it leaves."),
        "give-up": _("It is given up. Nobody is told."),
    }[act]
