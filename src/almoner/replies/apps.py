from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "almoner.replies"
    label = "replies"

    def ready(self) -> None:
        from almoner.replies import messages, switching, tasks, telling

        messages.register()
        switching.register()
        tasks.register()
        telling.register()
