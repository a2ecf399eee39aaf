"""Addresses of the rehearsal."""

from __future__ import annotations

from django.urls import path

from almoner.demo import talking, telephone, views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("step-in/", views.step_in, name="step_in"),
    path("ring/", telephone.ring, name="ring"),
    path("ring/<uuid:ringing_id>/", telephone.ringing, name="ringing"),
    path("ring/<uuid:ringing_id>/hang-up/", telephone.hang_up, name="hang_up"),
    path("talk/", talking.talk_begin, name="talk_begin"),
    path("talk/<uuid:talk_id>/", talking.talk, name="talk"),
    path("talk/<uuid:talk_id>/key/", talking.talk_key, name="talk_key"),
    path("talk/<uuid:talk_id>/hang-up/", talking.talk_end, name="talk_end"),
    path("talk/<uuid:talk_id>/sound/", talking.talk_sound, name="talk_sound"),
    path("step-out/", views.step_out, name="step_out"),
]
