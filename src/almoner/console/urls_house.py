"""Addresses of the house itself: who works here, in which hours, and what the hospital is and offers."""

from __future__ import annotations

from django.urls import path

from almoner.console import (
    colleagues,
    groups,
    holidays,
    hospital,
    in_addition,
    kept_times,
    menu,
    offers,
    roster,
    travel,
    week,
)

house_urls = [
    path("staff/", colleagues.staff, name="staff"),
    path("staff/new/", colleagues.hire, name="hire"),
    path("staff/<uuid:staff_id>/", colleagues.colleague_page, name="colleague"),
    path("staff/<uuid:staff_id>/<str:act>/", colleagues.colleague_act, name="colleague_act"),
    path("roster/", roster.roster, name="roster"),
    path("roster/new/", roster.make_bookable, name="make_bookable"),
    path("roster/professions/", roster.by_profession, name="by_profession"),
    path("roster/holidays/", holidays.holidays, name="holidays"),
    path("roster/holidays/who/", holidays.every_day, name="every_day"),
    path("roster/holidays/<str:day>/", holidays.end_holiday, name="end_holiday"),
    path("roster/travel/", travel.travel, name="travel"),
    path("roster/kept/", kept_times.kept_times, name="kept_times"),
    path("roster/kept/<str:code>/", kept_times.kept_times_of, name="kept_times_of"),
    path("roster/groups/", groups.group_times, name="group_times"),
    path("roster/groups/<str:code>/", groups.group_times_of, name="group_times_of"),
    path("roster/groups/<str:code>/hour/", groups.group_hour, name="group_hour"),
    path("roster/in-addition/", in_addition.in_addition, name="in_addition"),
    path("roster/in-addition/<str:code>/", in_addition.in_addition_of, name="in_addition_of"),
    path("roster/away/<uuid:block_id>/", week.back_again, name="back_again"),
    path("roster/<uuid:resource_id>/", week.week, name="week"),
    path("roster/<uuid:resource_id>/room/", week.room_size, name="room_size"),
    path("roster/<uuid:resource_id>/week/", week.change_week, name="change_week"),
    path("roster/<uuid:resource_id>/day/", week.change_day, name="change_day"),
    path("roster/<uuid:resource_id>/day/<str:day>/", week.day_as_usual, name="day_as_usual"),
    path("roster/<uuid:resource_id>/away/", week.away, name="away"),
    path("hospital/", hospital.hospital, name="hospital"),
    path("hospital/mail/", hospital.trial_mail, name="trial_mail"),
    path("hospital/offers/", offers.offer_rules, name="offer_rules"),
    path("hospital/menu/", menu.menu, name="menu"),
    path("hospital/catalogue/", hospital.catalogue, name="catalogue"),
    path("hospital/catalogue/<str:code>/", hospital.publish, name="publish"),
]
