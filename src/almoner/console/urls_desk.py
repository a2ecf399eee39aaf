"""Addresses of promises, the desk, people, booking and triage."""

from __future__ import annotations

from django.urls import path

from almoner.console import promises

desk_urls = [
    path("promises/", promises.promises, name="promises"),
    path("promises/live/", promises.promises_live, name="promises_live"),
    path("promises/<str:reference>/", promises.promise, name="promise"),
    path("promises/<str:reference>/<str:act>/", promises.promise_act, name="promise_act"),
]
