from django.urls import path

from almoner.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("offline/", views.offline, name="offline"),
]
