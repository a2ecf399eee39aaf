from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "almoner.ui"
    label = "ui"
