"""Addresses of the portal."""

from __future__ import annotations

from django.urls import path

from almoner.portal import (
    asking,
    booking,
    carers,
    clinicians,
    finding,
    front,
    here,
    journey,
    kept,
    papers,
    visits,
    waiting,
)
from almoner.portal.urls_aftercare import aftercare_urls
from almoner.portal.urls_intake import intake_urls
from almoner.portal.urls_stay import stay_urls
from almoner.portal.urls_waiting import waiting_urls

app_name = "portal"
urlpatterns = [
    path("", front.front, name="front"),
    path(".well-known/security.txt", front.security_txt, name="security_txt"),
    path("other-ways/", front.other_ways, name="other_ways"),
    path("how-we-keep-our-promises/", kept.kept, name="kept"),
    path("home/", front.home, name="home"),
    path("act-for/", front.act_for, name="act_for"),
    path("find/", finding.find, name="find"),
    path("find/order/", finding.order, name="order"),
    path("clinicians/", clinicians.clinicians, name="clinicians"),
    path("clinicians/<uuid:staff_id>/", clinicians.clinician, name="clinician"),
    path("services/<str:code>/", finding.service, name="service"),
    path("services/<str:code>/times/", booking.choose_time, name="choose_time"),
    path("services/<str:code>/ring-me/", asking.ring_me, name="ring_me"),
    path("holds/<uuid:hold_id>/", booking.confirm_time, name="confirm_time"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<uuid:visit_id>/", visits.visit, name="visit"),
    path("visits/<uuid:visit_id>/confirm/", visits.confirm_visit, name="confirm_visit"),
    path("visits/<uuid:visit_id>/cancel/", visits.cancel_visit, name="cancel_visit"),
    path("visits/<uuid:visit_id>/later/", here.come_later, name="come_later"),
    path("visits/<uuid:visit_id>/here/", here.say_here, name="say_here"),
    path("here/", here.here, name="here"),
    path("here/at/<slug:code>/", here.here_at, name="here_at"),
    path("here/link/<str:token>/", here.here_link, name="here_link"),
    path("here/visit/", here.here_by_link, name="here_by_link"),
    path("here/waiting/", waiting.waiting, name="waiting"),
    path("here/waiting/live/", waiting.waiting_live, name="waiting_live"),
    path("here/waiting/<str:act>/", waiting.waiting_act, name="waiting_act"),
    path("promises/", journey.promises, name="promises"),
    path("promises/<str:reference>/", journey.promise, name="promise"),
    path("carers/", carers.carers, name="carers"),
    path("carers/<uuid:leave_id>/end/", carers.end_leave, name="end_leave"),
    path("journey/", journey.journey, name="journey"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<uuid:document_id>/content/", papers.paper_content, name="paper_content"),
    *waiting_urls,
    *intake_urls,
    *stay_urls,
    *aftercare_urls,
]
