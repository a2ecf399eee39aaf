"""Addresses of wards, stays, beds and going home."""

from __future__ import annotations

from django.urls import path

from almoner.console import bed_requests, beds, bedside, going_home, menu, stays, wards

ward_urls = [
    path("wards/", wards.wards, name="wards"),
    path("wards/live/", wards.wards_live, name="wards_live"),
    path("wards/asked/", bedside.asked, name="asked"),
    path("wards/asked/<uuid:asked_id>/<str:act>/", bedside.asked_act, name="asked_act"),
    path("wards/worries/<uuid:worry_id>/", bedside.worry, name="worry"),
    path("wards/results/", bedside.results, name="results"),
    path("wards/tests/<uuid:test_id>/", bedside.ward_test, name="ward_test"),
    path("wards/tests/<uuid:test_id>/<str:act>/", bedside.test_act, name="test_act"),
    path("wards/<uuid:ward_id>/", wards.ward, name="ward"),
    path("wards/<uuid:ward_id>/diets/", wards.diets, name="diets"),
    path("stays/<uuid:stay_id>/", stays.stay, name="stay"),
    path("stays/<uuid:stay_id>/bedside-sheet/", stays.bedside_sheet, name="bedside_sheet"),
    path("stays/<uuid:stay_id>/home/", going_home.going_home, name="going_home"),
    path("stays/<uuid:stay_id>/home/sheet/", going_home.home_sheet, name="home_sheet"),
    path("stays/<uuid:stay_id>/home/sheet.pdf", going_home.home_sheet_pdf, name="home_sheet_pdf"),
    path("stays/<uuid:stay_id>/home/<str:act>/", going_home.going_home_act, name="going_home_act"),
    path("stays/<uuid:stay_id>/menu/", menu.stay_menu, name="stay_menu"),
    path("stays/<uuid:stay_id>/<str:act>/", stays.stay_act, name="stay_act"),
    path("beds/", beds.beds, name="beds"),
    path("beds/live/", beds.beds_live, name="beds_live"),
    path("beds/for/<uuid:person_id>/", bed_requests.ask_for_bed, name="ask_for_bed"),
    path("beds/requests/<uuid:stay_id>/", bed_requests.bed_request, name="bed_request"),
    path("beds/requests/<uuid:stay_id>/<str:act>/", bed_requests.bed_request_act, name="bed_request_act"),
    path("beds/<uuid:bed_id>/", beds.bed, name="bed"),
    path("beds/<uuid:bed_id>/<str:act>/", beds.bed_act, name="bed_act"),
]
