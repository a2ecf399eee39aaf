from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "almoner.aftercare"
    label = "aftercare"

    def ready(self) -> None:
        from almoner.aftercare import messages, tasks, telling

        messages.register()
        tasks.register()
        telling.register()
