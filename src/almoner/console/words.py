"""The words of messages: which are as shipped and which are the hospital's own, by kind, with all that was before."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.outbox_words import kind_name
from almoner.console.rules_forms import WhyForm
from almoner.console.words_shown import change_row, compared, direction, kind_row, previews
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.messaging import rewording
from almoner.messaging import rewording_queries as queries
from almoner.messaging.live_words import of_version
from almoner.messaging.rewording_queries import KindSeen
from almoner.messaging.wording import LANGUAGES, SAME_IN_ALL, Said, shipped
from almoner.messaging.written_words import name_of, words_in_force
from almoner.ui.answers import done, refused

SHIPPED, NOW = "shipped", "now"


def tabs(here: str) -> list[dict[str, Any]]:
    """The views of messages that are written here."""
    views = [("words", _("Words")), ("words_changes", _("Changes")), ("notices", _("To many"))]
    return [{"href": reverse(f"console:{name}"), "label": label, "current": name == here} for name, label in views]


def crumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Messages"), reverse("console:words")), *further]


@require_GET
@staff(Permission.SIGN_MESSAGES)
def words(request: StaffRequest) -> HttpResponse:
    """Every kind of message, with whose words it has."""
    seen = queries.words_seen(request.actor)
    asked = request.GET.get("q", "").strip()
    rows = [row for row in map(kind_row, seen) if asked.casefold() in f"{row['name']} {row['code']}".casefold()]
    context = {
        "tabs": tabs("words"),
        "rows": rows,
        "asked": asked,
        "set_aside": [row for row in rows if row["which_kind"] == "red"],
    }
    return page(request, "console/words.html", context, here="words")


@require_GET
@staff(Permission.SIGN_MESSAGES)
def words_of(request: StaffRequest, kind: str) -> HttpResponse:
    """The words of one kind as they are sent now, in one language, and its history."""
    return _kind_page(request, queries.kind_seen(kind, request.actor), WhyForm(auto_id="back_%s"))


def _kind_page(request: StaffRequest, seen: KindSeen, form: WhyForm, status: int = 200) -> HttpResponse:
    kind = seen.kind
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else LANGUAGES[0]
    context = {
        "row": kind_row(seen),
        "seen": seen,
        "shared": kind == SAME_IN_ALL,
        "faults": _faults(seen),
        "tabs": [
            {"href": f"?language={code}", "label": name_of(code), "current": code == language} for code in LANGUAGES
        ],
        "preview": previews(kind, in_force(seen)[language], language, _address(kind, language)),
        "in_language": language,
        "runs": direction(language),
        "versions": queries.versions_of(kind, request.actor),
        "changes": [change_row(one) for one in queries.words_changes(request.actor) if one.kind == kind],
        "writes": request.actor.may(Permission.WRITE_MESSAGES),
        "form": form,
        "crumbs": crumbs((kind_name(kind), "")),
    }
    return page(request, "console/words_of.html", context, here="words", status=status)


def in_force(seen: KindSeen) -> dict[str, Said]:
    """The words by which messages of a kind go out now, by language."""
    if seen.version and seen.passes:
        return dict(of_version(seen.version).by_language)
    return {language: shipped(language, seen.kind) for language in LANGUAGES}


def _faults(seen: KindSeen) -> list[tuple[str, str]]:
    if seen.version is None or seen.passes:
        return []
    return [
        (name_of(language), str(fault))
        for language, found in of_version(seen.version).faults.items()
        for fault in found
    ]


def _address(kind: str, language: str) -> str:
    return reverse("console:words_preview", args=[kind, language, "email"]).removesuffix("email/")


@require_POST
@staff(Permission.WRITE_MESSAGES)
def begin_words(request: StaffRequest, kind: str) -> HttpResponse:
    """Begin a change: from the words in force, from the shipped ones, or from an earlier version."""
    start = request.POST.get("from", NOW)
    like = None
    if start not in {SHIPPED, NOW}:
        like = queries.words_version_for(kind, int(start) if start.isdecimal() and len(start) < 7 else 0, request.actor)
    try:
        change = rewording.begin_words(kind=kind, like=like, shipped=start == SHIPPED, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:words_of", kind)
    return done(
        request,
        _("Write. Nothing is sent until somebody else has signed."),
        "console:write_words",
        change.id,
        LANGUAGES[0],
    )


@require_POST
@staff(Permission.WRITE_MESSAGES)
def restore_words(request: StaffRequest, kind: str) -> HttpResponse:
    """Back to the shipped words, at once."""
    seen = queries.kind_seen(kind, request.actor)
    form = WhyForm(request.POST, auto_id="back_%s")
    if not form.is_valid():
        return _kind_page(request, seen, form, status=422)
    try:
        rewording.restore_shipped_words(kind=kind, why=form.cleaned_data["why"], by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "console:words_of", kind)
    return done(request, _("The shipped words are sent from now on, in every language."), "console:words_of", kind)


@require_GET
@staff(Permission.SIGN_MESSAGES)
def compare_words(request: StaffRequest, kind: str) -> HttpResponse:
    """Two versions beside each other; 0 are the shipped words of today."""
    was, now = (_number(request.GET.get(name, "")) for name in ("was", "now"))
    both = [words_in_force(kind, queries.words_version_for(kind, number, request.actor)) for number in (was, now)]
    title = _("Compare two versions")
    context = {
        "kind": kind,
        "name": kind_name(kind),
        "was": _version_name(was),
        "now": _version_name(now),
        "languages": compared(*both),
        "crumbs": crumbs((kind_name(kind), reverse("console:words_of", args=[kind])), (title, "")),
    }
    return page(request, "console/compare_words.html", context, here="words")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _version_name(number: int) -> str:
    return _("Version %s") % number if number else _("As shipped")
