from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "almoner.timeline"
    label = "timeline"

    def ready(self) -> None:
        from almoner.people import telling
        from almoner.timeline.actions import record

        telling.through(record)
