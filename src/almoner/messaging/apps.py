from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "almoner.messaging"
    label = "messaging"

    def ready(self) -> None:
        from almoner.messaging import leaves, work

        leaves.register()
        work.register()
