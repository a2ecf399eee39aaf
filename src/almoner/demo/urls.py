"""Addresses of the rehearsal."""

from __future__ import annotations

from django.urls import path

from almoner.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("step-in/", views.step_in, name="step_in"),
    path("step-out/", views.step_out, name="step_out"),
]
