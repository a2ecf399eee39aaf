"""Addresses of somebody's stay in a bed."""

from __future__ import annotations

from django.urls import path

from almoner.portal import menu, stay

stay_urls = [
    path("stay/", stay.stay, name="stay"),
    path("stay/ask/", stay.stay_ask, name="stay_ask"),
    path("stay/ask/<uuid:asked_id>/withdraw/", stay.stay_withdraw, name="stay_withdraw"),
    path("stay/dish/", menu.choose_dish, name="choose_dish"),
    path("stay/worry/", stay.stay_worry, name="stay_worry"),
    path("stay/sheet/", stay.stay_sheet, name="stay_sheet"),
    path("stay/home/", stay.stay_home, name="stay_home"),
    path("stay/home/sheet.pdf", stay.stay_home_pdf, name="stay_home_pdf"),
]
