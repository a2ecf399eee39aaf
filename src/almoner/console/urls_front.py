"""Addresses of the front of the house: my work, calls that ring, the waiting list, and what is known of a person."""

from __future__ import annotations

from django.urls import path

from almoner.console import carers, home, interview, offers, person_details, ringing, unwell, waiting_list

front_urls = [
    path("", home.home, name="home"),
    path("ringing/", ringing.ringing, name="ringing"),
    path("ringing/live/", ringing.ringing_live, name="ringing_live"),
    path("ringing/<uuid:ringing_id>/take/", ringing.take_ringing, name="take_ringing"),
    path("waiting-list/", waiting_list.waiting_list, name="waiting_list"),
    path("waiting-list/outcomes/", waiting_list.offer_outcomes, name="offer_outcomes"),
    path("waiting-list/offers/", offers.offers, name="offers"),
    path("waiting-list/offers/stop/", offers.stop_offers, name="stop_offers"),
    path("waiting-list/offers/pause/", offers.pause_offers, name="pause_offers"),
    path("waiting-list/pauses/<uuid:pause_id>/end/", offers.end_pause, name="end_pause"),
    path("waiting-list/<str:code>/next/", offers.offer_next, name="offer_next"),
    path("waiting-list/<uuid:entry_id>/", waiting_list.waiting_entry, name="waiting_entry"),
    path("waiting-list/<uuid:entry_id>/<str:act>/", waiting_list.waiting_act, name="waiting_act"),
    path("contacts/<uuid:contact_id>/unwell/", unwell.contact_unwell, name="contact_unwell"),
    path("contacts/<uuid:contact_id>/go-on/", interview.contact_go_on, name="contact_go_on"),
    path(
        "contacts/<uuid:contact_id>/questions/<uuid:request_id>/", interview.contact_questions, name="contact_questions"
    ),
    path("asked/<uuid:request_id>/questions/", interview.request_questions, name="request_questions"),
    path("people/<uuid:person_id>/details/", person_details.person_details, name="person_details"),
    path("people/<uuid:person_id>/details/<str:deed>/", person_details.person_act, name="person_act"),
    path("people/<uuid:person_id>/carers/", carers.appoint_carer, name="appoint_carer"),
]
