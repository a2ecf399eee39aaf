"""Addresses of the measures."""

from __future__ import annotations

from django.urls import path

from almoner.console import measures, third_next

insight_urls = [
    path("measures/", measures.measures, name="measures"),
    path("measures/export/", measures.export_measures, name="export_measures"),
    path("measures/third-next/", third_next.third_next, name="third_next"),
    path("measures/<slug:measure_key>/", measures.measure, name="measure"),
]
