from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "almoner.aftercare"
    label = "aftercare"

    def ready(self) -> None:
        from almoner.aftercare import messages, returns_work, tasks, telling

        messages.register()
        tasks.register()
        returns_work.register()
        telling.register()
