"""Addresses at which other machines tell us something. Each is signed by who may."""

from __future__ import annotations

from django.urls import path

from almoner.gateway import calls, mails, texts

app_name = "gateway"
urlpatterns = [
    path("call/in/", calls.incoming, name="call_in"),
    path("call/in/dialled/", calls.dialled, name="call_dialled"),
    path("call/in/ended/", calls.incoming_ended, name="call_in_ended"),
    path("call/<uuid:call_id>/", calls.call, name="call"),
    path("call/<uuid:call_id>/ended/", calls.call_ended, name="call_ended"),
    path("email/", mails.email, name="email"),
    path("text/", texts.text, name="text"),
    path("text/status/", texts.text_status, name="text_status"),
]
