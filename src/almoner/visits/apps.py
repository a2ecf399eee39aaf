from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "almoner.visits"
    label = "visits"

    def ready(self) -> None:
        from almoner.visits import messages, selections, tasks, telling

        messages.register()
        selections.register()
        tasks.register()
        telling.register()
