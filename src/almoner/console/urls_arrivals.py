"""Addresses of arriving, waiting and being seen."""

from __future__ import annotations

from django.urls import path

from almoner.console import arrivals, delays, kiosks, seeing, visit, walk_in

arrival_urls = [
    path("arrivals/", arrivals.arrivals, name="arrivals"),
    path("arrivals/live/", arrivals.arrivals_live, name="arrivals_live"),
    path("arrivals/appointments/<uuid:appointment_id>/check-in/", arrivals.check_in, name="check_in"),
    path("arrivals/walk-in/", walk_in.walk_in, name="walk_in"),
    path("arrivals/walk-in/<uuid:person_id>/", walk_in.walk_in_of, name="walk_in_of"),
    path("arrivals/delays/", delays.delays, name="delays"),
    path("arrivals/kiosks/", kiosks.kiosks, name="kiosks"),
    path("arrivals/kiosks/<uuid:kiosk_id>/revoke/", kiosks.revoke_kiosk, name="revoke_kiosk"),
    path("arrivals/<uuid:visit_id>/", visit.visit, name="visit"),
    path("arrivals/<uuid:visit_id>/allot/", visit.allot_visit, name="allot_visit"),
    path("arrivals/<uuid:visit_id>/call-in/", seeing.call_in_visit, name="call_in_visit"),
    path("arrivals/<uuid:visit_id>/start/", seeing.start_visit, name="start_visit"),
    path("arrivals/<uuid:visit_id>/finish/", seeing.finish_visit, name="finish_visit"),
    path("arrivals/<uuid:visit_id>/<str:act>/", visit.visit_act, name="visit_act"),
]
