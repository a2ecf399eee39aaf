"""The addresses of signing in. What the library offers and this house does not, is not there."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from almoner.people import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("open/", views.activate, name="activate"),
    path("open/<str:token>/", views.follow_link, name="follow_link"),
    path("signup/", views.not_here),
    path("email/", views.not_here),
    path("confirm-email/", views.not_here),
    path("confirm-email/<str:key>/", views.not_here),
    path("password/set/", views.not_here),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
]
