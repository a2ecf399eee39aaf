from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "almoner.timeline"
    label = "timeline"
