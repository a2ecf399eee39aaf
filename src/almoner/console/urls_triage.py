"""Addresses of triage."""

from __future__ import annotations

from django.urls import path

from almoner.console import triage

triage_urls = [
    path("triage/", triage.triage, name="triage"),
    path("triage/live/", triage.triage_live, name="triage_live"),
    path("triage/watch/", triage.watch_triage, name="watch_triage"),
    path("triage/leave/", triage.leave_triage, name="leave_triage"),
    path("triage/<uuid:request_id>/", triage.request, name="request"),
    path("triage/<uuid:request_id>/look/", triage.look_at_request, name="look_at_request"),
    path("triage/<uuid:request_id>/<str:act>/", triage.request_act, name="request_act"),
]
