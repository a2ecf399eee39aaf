from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "almoner.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from almoner.catalogue import tasks

        tasks.register()
