"""Addresses of letters on paper."""

from __future__ import annotations

from django.urls import path

from almoner.console import letters, letters_returned

post_urls = [
    path("letters/", letters.letters, name="letters"),
    path("letters/take/", letters.take_run, name="take_run"),
    path("letters/runs/<str:run_reference>/", letters.print_run, name="print_run"),
    path("letters/runs/<str:run_reference>/print/", letters.print_pile, name="print_pile"),
    path("letters/came-back/", letters_returned.came_back, name="came_back"),
    path("letters/came-back/<uuid:posting_id>/", letters_returned.letter_came_back, name="letter_came_back"),
]
