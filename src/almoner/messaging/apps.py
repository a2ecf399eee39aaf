from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "almoner.messaging"
    label = "messaging"

    def ready(self) -> None:
        from almoner.messaging import leaves, notice_sending, work

        leaves.register()
        notice_sending.register()
        work.register()
