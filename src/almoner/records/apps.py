from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "almoner.records"
    label = "records"

    def ready(self) -> None:
        from almoner.records import messages, telling

        messages.register()
        telling.register()
