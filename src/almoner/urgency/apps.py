from django.apps import AppConfig


class UrgencyConfig(AppConfig):
    name = "almoner.urgency"
    label = "urgency"

    def ready(self) -> None:
        from almoner.urgency import messages, tasks

        messages.register()
        tasks.register()
