"""Addresses of the rehearsal."""

from __future__ import annotations

from django.urls import path

from almoner.demo import telephone, views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("step-in/", views.step_in, name="step_in"),
    path("ring/", telephone.ring, name="ring"),
    path("ring/<uuid:ringing_id>/", telephone.ringing, name="ringing"),
    path("ring/<uuid:ringing_id>/hang-up/", telephone.hang_up, name="hang_up"),
    path("step-out/", views.step_out, name="step_out"),
]
