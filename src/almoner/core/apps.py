from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "almoner.core"
    label = "core"
