"""The pages that are compared: one that says `SELECT 1`, one that finds the earliest times, and the whole program.

The first two have no middleware, so that B is bare; the pages of the program have all of it, as in production.
"""

from __future__ import annotations

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
from almoner.scheduling.search import find_times  # noqa: E402


def bare(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


def earliest(request: HttpRequest) -> HttpResponse:
    return HttpResponse("\n".join(find(request.GET["service"], int(request.GET["limit"]))))


def find(code: str, limit: int) -> list[str]:
    service = Service.objects.get(code=code)
    found = find_times(service, limit=limit, by=SYSTEM)
    return [f"{time.starts_at} {time.clinician.name} {time.where}" for time in found]


urlpatterns = [path("bare", bare), path("earliest", earliest), path("", include("almoner.urls"))]
_whole = get_asgi_application()
settings.MIDDLEWARE = []
_without = get_asgi_application()


async def application(scope: Any, receive: Any, send: Any) -> None:
    handler = _without if scope.get("path") in {"/bare", "/earliest"} else _whole
    await handler(scope, receive, send)
