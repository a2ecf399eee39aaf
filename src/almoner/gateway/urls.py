"""Addresses at which other machines tell us something. Each is signed by who may."""

from __future__ import annotations

from django.urls import path

from almoner.gateway import mails, texts

app_name = "gateway"
urlpatterns = [
    path("email/", mails.email, name="email"),
    path("text/", texts.text, name="text"),
    path("text/status/", texts.text_status, name="text_status"),
]
