"""Addresses of the measures."""

from __future__ import annotations

from django.urls import path

from almoner.console import measures, third_next, what_if

insight_urls = [
    path("measures/", measures.measures, name="measures"),
    path("measures/export/", measures.export_measures, name="export_measures"),
    path("measures/third-next/", third_next.third_next, name="third_next"),
    path("measures/what-if/", what_if.what_if, name="what_if"),
    path("measures/what-if/<uuid:what_if_id>/", what_if.what_if_result, name="what_if_result"),
    path("measures/what-if/<uuid:what_if_id>/live/", what_if.what_if_live, name="what_if_live"),
    path("measures/<slug:measure_key>/", measures.measure, name="measure"),
]
