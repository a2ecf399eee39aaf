from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "almoner.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        from almoner.scheduling import messages, tasks

        messages.register()
        tasks.register()
