from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "almoner.desk"
    label = "desk"

    def ready(self) -> None:
        from almoner.desk import messages, tasks, telling

        messages.register()
        tasks.register()
        telling.register()
