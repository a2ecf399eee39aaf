from django.apps import AppConfig


class CharterConfig(AppConfig):
    name = "almoner.charter"
    label = "charter"

    def ready(self) -> None:
        from almoner.charter import checks, hearing, messages, tasks
        from almoner.timeline.listener import listen

        listen(hearing.hear)
        messages.register()
        tasks.register()
        checks.register_checks()
