"""Every address of the program."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    ("account/", "people"),
    ("gallery/", "ui"),
    ("desk/", "console"),
    ("lobby/", "lobby"),
    ("gateway/", "gateway"),
    ("rehearsal/", "demo"),
    ("", "portal"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(prefix, include(f"almoner.{room}.urls")) for prefix, room in ROOMS),
]
