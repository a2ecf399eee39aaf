"""Addresses of several visits in one act."""

from __future__ import annotations

from django.urls import path

from almoner.portal import together

together_urls = [
    path("services/<str:code>/series/", together.book_series, name="book_series"),
    path("find/one-day/", together.book_day, name="book_day"),
    path("visits/together/<uuid:series_id>/", together.series, name="series"),
    path("visits/together/<uuid:series_id>/cancel/", together.cancel_rest, name="cancel_rest"),
]
