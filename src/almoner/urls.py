"""Every address of the program."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

ROOMS = (
    ("account/", "people"),
    ("gallery/", "ui"),
    ("desk/", "console"),
    ("lobby/", "lobby"),
    ("rehearsal/", "demo"),
    ("", "portal"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", login_not_required(set_language), name="set_language"),
    *(
        path(prefix, include(f"almoner.{room}.urls"))
        for prefix, room in ROOMS
        if (Path(__file__).parent / room / "urls.py").exists()
    ),
]
