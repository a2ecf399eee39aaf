"""Addresses of several visits in one act."""

from __future__ import annotations

from django.urls import path

from almoner.console import together

together_urls = [
    path("people/<uuid:person_id>/book-one-day/", together.book_day, name="book_day"),
    path("people/<uuid:person_id>/book/<str:code>/series/", together.book_series, name="book_series"),
    path("series/<uuid:series_id>/", together.series, name="series"),
    path("series/<uuid:series_id>/cancel/", together.cancel_rest, name="cancel_rest"),
]
