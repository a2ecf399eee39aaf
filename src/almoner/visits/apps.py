from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "almoner.visits"
    label = "visits"
