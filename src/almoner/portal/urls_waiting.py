"""Addresses of the waiting list and of offers. None says whose they are."""

from __future__ import annotations

from django.urls import path

from almoner.portal import offers, places

waiting_urls = [
    path("waiting-list/", places.places, name="places"),
    path("waiting-list/<uuid:entry_id>/leave/", places.leave_waiting, name="leave_waiting"),
    path("services/<str:code>/wait/", places.join_waiting, name="join_waiting"),
    path("offers/by-link/<str:token>/", offers.follow_offer_link, name="follow_offer_link"),
    path("offers/by-link/", offers.offer_by_link, name="offer_by_link"),
    path("offers/<uuid:offer_id>/", offers.offer, name="offer"),
]
