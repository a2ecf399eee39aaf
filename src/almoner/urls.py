"""Every address of the program."""

from __future__ import annotations

from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
_ROOMS = [("", "portal"), ("desk/", "console"), ("lobby/", "lobby"), ("gallery/", "ui"), ("rehearsal/", "demo")]
for _prefix, _room in _ROOMS:
    if (Path(__file__).parent / _room / "urls.py").exists():
        urlpatterns.append(path(_prefix, include(f"almoner.{_room}.urls")))
