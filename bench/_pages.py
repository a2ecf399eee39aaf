"""The pages that are compared: one that says `SELECT 1`, those that find the earliest times, and the whole program.

All but the program have no middleware, so that B is bare; the pages of the program have all of it, as in production.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

django.setup()
settings.ROOT_URLCONF = "bench._pages"

from almoner.catalogue.models import Service  # noqa: E402
from almoner.core.actor import SYSTEM  # noqa: E402
from almoner.scheduling.preferences import Preferences  # noqa: E402
from almoner.scheduling.search import ANYTHING, find_times  # noqa: E402


def bare(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


def earliest(request: HttpRequest) -> HttpResponse:
    return HttpResponse("\n".join(find(request.GET["service"], int(request.GET["limit"]))))


def scanned(request: HttpRequest) -> HttpResponse:
    return HttpResponse("\n".join(find_none(request.GET["service"])))


def peak(_request: HttpRequest) -> HttpResponse:
    """The most memory that this process has ever had, in MB."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return HttpResponse(str(int(told["VmHWM"].split()[0]) // 1024))


def find_none(code: str) -> list[str]:
    """Times at which nobody is free any more: every day is looked at, none has one."""
    return find(code, 1, Preferences(parts_of_day=("evening",)))


def find(code: str, limit: int, wish: Preferences = ANYTHING) -> list[str]:
    service = Service.objects.get(code=code)
    found = find_times(service, limit=limit, preferences=wish, by=SYSTEM)
    return [f"{time.starts_at} {time.clinician.name} {time.where}" for time in found]


BARE = {"bare": bare, "earliest": earliest, "scanned": scanned, "peak": peak}
urlpatterns = [*(path(name, view) for name, view in BARE.items()), path("", include("almoner.urls"))]
_whole = get_asgi_application()
settings.MIDDLEWARE = []
_without = get_asgi_application()


async def application(scope: Any, receive: Any, send: Any) -> None:
    handler = _without if scope.get("path", "").removeprefix("/") in BARE else _whole
    await handler(scope, receive, send)
