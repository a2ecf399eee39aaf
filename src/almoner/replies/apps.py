from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "almoner.replies"
    label = "replies"

    def ready(self) -> None:
        from almoner.replies import messages, tasks, telling

        messages.register()
        tasks.register()
        telling.register()
