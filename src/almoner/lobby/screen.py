"""The screen of a waiting room, and the poster with the code to scan. They tell of nobody, so anybody may see them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from almoner.core import clock
from almoner.lobby.languages import everywhere
from almoner.people.models import Site
from almoner.people.sites import site_with
from almoner.ui.answers import page
from almoner.visits import queries

LIVE_SECONDS, LIVE_FOR = 5, 120
"""How often it looks, and how many times before the screen comes back anew."""
LATEST = 6
"""So many of those called stand on the screen, the last one first."""
HERE_PATH = "/here/at/{code}/"


@require_GET
@login_not_required
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Tickets and rooms: no name, no service, no reason (ARR-6). All languages stand together."""
    site = site_with(code)
    shown = queries.waiting_room(site=site)
    context = {
        "site": site,
        "called": shown.called[:LATEST],
        "next": shown.next,
        "delays": shown.delays,
        "now": clock.there(clock.now(), site.zone),
        "say": {
            "called": everywhere(_("Please come in")),
            "next": everywhere(_("Next")),
            "late": everywhere(_("Runs late: about so many minutes still")),
            "nobody": everywhere(_("Nobody is called at the moment")),
            "ask": everywhere(_("You cannot see or hear this? Tell us at the desk: we come to you.")),
            "urgent": everywhere(_("Some go first because it is more urgent.")),
        },
    }
    with clock.read_in(site.zone):
        return page(request, "lobby/screen.html", context, part="board")


@login_not_required
def screen_live(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Says “changed” whenever the screen may have; the page then fetches it anew."""
    del request
    site = site_with(code)
    return StreamingHttpResponse(
        _changes(site), content_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _changes(site: Site) -> AsyncIterator[bytes]:
    pulse = sync_to_async(queries.screen_pulse)
    seen = await pulse(site=site)
    yield b"retry: 3000\n\n"
    for _turn in range(LIVE_FOR):
        await asyncio.sleep(LIVE_SECONDS)
        now = await pulse(site=site)
        yield b"event: changed\ndata: screen\n\n" if now != seen else b": still here\n\n"
        seen = now


@require_GET
@login_not_required
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """To be printed and hung at the door."""
    site = site_with(code)
    context = {
        "site": site,
        "address": settings.ALMONER_PUBLIC_URL + HERE_PATH.format(code=site.code),
        "say": {
            "here": everywhere(_("You are here? Scan this and tell us.")),
            "need": everywhere(
                _("You need your name and your date of birth. You get a number and see how long it takes.")
            ),
            "desk": everywhere(_("Or say your name at the desk.")),
        },
    }
    return page(request, "lobby/poster.html", context)
