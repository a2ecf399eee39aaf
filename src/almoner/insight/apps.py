"""The room that counts: how well what was promised is kept, for whom, and how long people wait."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "almoner.insight"
