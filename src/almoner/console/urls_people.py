"""Addresses of records that may be of one person."""

from __future__ import annotations

from django.urls import path

from almoner.console import doubles

people_urls = [
    path("people/doubles/", doubles.doubles, name="doubles"),
    path("people/<uuid:person_id>/same-as/<uuid:other_id>/", doubles.compare_records, name="compare_records"),
    path("people/<uuid:person_id>/another-than/<uuid:other_id>/", doubles.keep_apart, name="keep_apart"),
    path("people/joined/<uuid:merge_id>/", doubles.merge, name="merge"),
    path("people/joined/<uuid:merge_id>/<str:act>/", doubles.merge_act, name="merge_act"),
]
