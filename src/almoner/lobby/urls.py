"""Addresses of the waiting room: the screen, the poster, and the devices at the door."""

from __future__ import annotations

from django.urls import path

from almoner.lobby import kiosk, screen

app_name = "lobby"
urlpatterns = [
    path("kiosk/", kiosk.kiosk, name="kiosk"),
    path("kiosk/set-up/", kiosk.set_up, name="set_up"),
    path("kiosk/done/", kiosk.arrived, name="arrived"),
    path("kiosk/again/", kiosk.again, name="again"),
    path("<slug:code>/", screen.screen, name="screen"),
    path("<slug:code>/live/", screen.screen_live, name="screen_live"),
    path("<slug:code>/poster/", screen.poster, name="poster"),
]
