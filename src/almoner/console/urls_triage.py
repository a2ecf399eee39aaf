"""Addresses of triage."""

from __future__ import annotations

from django.urls import path

from almoner.console import accuracy, handover, triage, triage_request

triage_urls = [
    path("triage/", triage.triage, name="triage"),
    path("triage/live/", triage.triage_live, name="triage_live"),
    path("triage/watch/", triage.watch_triage, name="watch_triage"),
    path("triage/leave/", triage.leave_triage, name="leave_triage"),
    path("triage/alarms/", triage.alarms, name="alarms"),
    path("triage/alarms/<uuid:alarm_id>/heard/", triage.hear_alarm, name="hear_alarm"),
    path("triage/accuracy/", accuracy.accuracy, name="accuracy"),
    path("triage/accuracy/overrides/", accuracy.overrides, name="overrides"),
    path("triage/<uuid:request_id>/", triage_request.request, name="request"),
    path("triage/<uuid:request_id>/look/", triage_request.look_at_request, name="look_at_request"),
    path("triage/<uuid:request_id>/ring/", triage_request.ring_them, name="ring_them"),
    path("triage/<uuid:request_id>/handover/", handover.handover, name="handover"),
    path("triage/<uuid:request_id>/handover/<uuid:handover_id>/", handover.handover_sheet, name="handover_sheet"),
    path("triage/<uuid:request_id>/<str:act>/", triage_request.request_act, name="request_act"),
]
