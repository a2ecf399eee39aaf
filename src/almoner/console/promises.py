"""The promise board, one promise, and what can be done with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.charter import actions, queries, showing
from almoner.charter.book import charter
from almoner.charter.enums import State
from almoner.console.answers import page
from almoner.console.forms import KeepForm, RenewForm, TakeForm, WithdrawForm
from almoner.console.gates import StaffRequest, staff
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.timeline.queries import events_about
from almoner.ui.answers import done

SOON = timedelta(hours=2)
LIVE_SECONDS = 10


@require_GET
@staff(Permission.SEE_PROMISES)
def promises(request: StaffRequest) -> HttpResponse:
    team = request.GET.get("team", "")
    board = [_on_board(promise) for promise in queries.promise_board(by=request.actor, team=team)]
    context = {
        "columns": _columns(board),
        "nothing": not board,
        "team": team,
        "teams": _team_tabs(request, team),
        "now": clock.now(),
    }
    return page(request, "console/promises.html", context, here="promises", part="board")


def _on_board(promise: Any) -> dict[str, Any]:
    card = showing.card(promise)
    card["who"] = showing.whom(promise)
    card["href"] = reverse("console:promise", args=[promise.reference])
    return card


def _columns(board: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Late, due soon, later. The board comes next to break first, and so do the columns."""
    soon = clock.now() + SOON
    late = [card for card in board if card["state"] == "broken"]
    near = [card for card in board if card["state"] != "broken" and (card["due"] <= soon or card["state"] == "risk")]
    rest = [card for card in board if card not in late and card not in near]
    shape = [
        (_("Late"), "red", late, _("Nothing is late.")),
        (_("Due soon"), "saffron", near, _("Nothing is due in the next two hours.")),
        (_("Later"), "teal", rest, _("Nothing later.")),
    ]
    return [
        {
            "title": title,
            "kind": kind,
            "items": cards,
            "count": len(cards),
            "empty": empty,
            "template": "console/promises_item.html",
        }
        for title, kind, cards, empty in shape
    ]


def _team_tabs(request: StaffRequest, team: str) -> list[dict[str, Any]]:
    own = queries.teams_of(request.actor)
    teams = [*own, *(key for key in charter().teams if key not in own)]
    tabs = [{"label": _("Everyone"), "href": reverse("console:promises"), "current": not team}]
    for key in teams:
        href = f"{reverse('console:promises')}?team={key}"
        tabs.append({"label": showing.team_name(key), "href": href, "current": key == team})
    return tabs


@staff(Permission.SEE_PROMISES)
def promises_live(request: StaffRequest) -> StreamingHttpResponse:
    """Says “changed” whenever the board of the team has changed; the page then fetches it anew."""
    return StreamingHttpResponse(
        _changes(request), content_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _changes(request: StaffRequest) -> AsyncIterator[bytes]:
    pulse = sync_to_async(queries.board_pulse)
    team = request.GET.get("team", "")
    seen = await pulse(by=request.actor, team=team)
    yield b"retry: 5000\n\n"
    while True:
        await asyncio.sleep(LIVE_SECONDS)
        now = await pulse(by=request.actor, team=team)
        yield b"event: changed\ndata: board\n\n" if now != seen else b": still here\n\n"
        seen = now


@require_GET
@staff(Permission.SEE_PROMISES)
def promise(request: StaffRequest, reference: str) -> HttpResponse:
    return _promise_page(request, reference, {})


def _promise_page(request: StaffRequest, reference: str, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    found = queries.promise_for(by=request.actor, reference=reference)
    standard = charter().standards.get(found.standard)
    context = {
        "card": showing.card(found),
        "person": found.person,
        "whom": showing.whom(found),
        "person_url": _person_url(found.person_id),
        "standard": standard,
        "deed": standard.deed if standard else "",
        "done_at": _done_at(found),
        "live": found.state in {State.OPEN, State.BROKEN},
        "only_by_deed": bool(standard and standard.only_by_deed),
        "forms": _forms(request, bound, by_hand=not (standard and standard.only_by_deed)),
        "events": events_about(subject_id=found.id, by=request.actor),
        "crumbs": [(_("Promises"), reverse("console:promises")), (found.reference, "")],
    }
    return page(request, "console/promise.html", context, here="promises", status=status)


DONE_ON = {
    "rule_change_read": "rule_change",
    "words_read": "words_change",
    "notice_read": "notice",
    "notice_missed": "notice",
}
"""By standard, the page of what its promises are about."""
PAGES = {"rules_reviewed": "sign_off", "messages_accounted": "arriving", "letters_posted": "letters"}
"""By standard, the page of all that its promises are about."""


def _done_at(found: Any) -> str:
    """The page on which the deed is done, where it is the only one."""
    if found.standard in DONE_ON:
        return reverse(f"console:{DONE_ON[found.standard]}", args=[found.subject_id])
    if found.standard == "words_mended":
        return reverse("console:words_of", args=[found.facts["message"]])
    if found.standard == "run_closed":
        return reverse("console:print_run", args=[found.facts["reference"]])
    return reverse(f"console:{PAGES[found.standard]}") if found.standard in PAGES else ""


def _person_url(person_id: Any) -> str:
    try:
        return reverse("console:person", args=[person_id]) if person_id else ""
    except NoReverseMatch:
        return ""


def _forms(request: StaffRequest, bound: dict[str, Any], *, by_hand: bool) -> list[dict[str, Any]]:
    shapes = [
        ("keep", _("Done"), KeepForm, _("It is done"), "primary", "d"),
        ("take", _("I do this one"), TakeForm, _("I do this one"), "secondary", "i"),
        ("renew", _("Give a new time"), RenewForm, _("Promise the new time"), "secondary", ""),
        ("withdraw", _("Take the promise back"), WithdrawForm, _("Take the promise back"), "danger", ""),
    ]
    return [
        {
            "act": act,
            "title": title,
            "form": bound.get(act) or form(auto_id=f"{act}_%s"),
            "button": button,
            "kind": kind,
            "key": key,
        }
        for act, title, form, button, kind, key in shapes
        if (by_hand or act not in {"keep", "withdraw"})
        and (act != "withdraw" or request.actor.may(Permission.WITHDRAW_PROMISES))
    ]


ACTS: dict[str, tuple[Any, Any]] = {
    "keep": (KeepForm, actions.keep),
    "take": (TakeForm, actions.take),
    "renew": (RenewForm, actions.renew),
    "withdraw": (WithdrawForm, actions.withdraw),
}


@require_POST
@staff(Permission.KEEP_PROMISES)
def promise_act(request: StaffRequest, reference: str, act: str) -> HttpResponse:
    """Keep it, take it, give a new time, or take it back: one action each."""
    if act not in ACTS:
        raise NotThere
    form_class, action = ACTS[act]
    form = form_class(request.POST, auto_id=f"{act}_%s")
    if form.is_valid():
        found = queries.promise_for(by=request.actor, reference=reference)
        try:
            action(promise=found, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Noted for %(reference)s.") % {"reference": reference}, "console:promises")
    return _promise_page(request, reference, {act: form}, status=422)
