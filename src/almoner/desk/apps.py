from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "almoner.desk"
    label = "desk"

    def ready(self) -> None:
        from almoner.desk import tasks, telling

        tasks.register()
        telling.register()
