"""Addresses of the portal."""

from __future__ import annotations

from django.urls import path

from almoner.portal import booking, finding, front, journey, papers, visits
from almoner.portal.urls_intake import intake_urls

app_name = "portal"
urlpatterns = [
    path("", front.front, name="front"),
    path("other-ways/", front.other_ways, name="other_ways"),
    path("home/", front.home, name="home"),
    path("act-for/", front.act_for, name="act_for"),
    path("find/", finding.find, name="find"),
    path("services/<str:code>/", finding.service, name="service"),
    path("services/<str:code>/times/", booking.choose_time, name="choose_time"),
    path("holds/<uuid:hold_id>/", booking.confirm_time, name="confirm_time"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<uuid:visit_id>/", visits.visit, name="visit"),
    path("visits/<uuid:visit_id>/confirm/", visits.confirm_visit, name="confirm_visit"),
    path("visits/<uuid:visit_id>/cancel/", visits.cancel_visit, name="cancel_visit"),
    path("promises/", journey.promises, name="promises"),
    path("promises/<str:reference>/", journey.promise, name="promise"),
    path("journey/", journey.journey, name="journey"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<uuid:document_id>/content/", papers.paper_content, name="paper_content"),
    *intake_urls,
]
