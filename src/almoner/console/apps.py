from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "almoner.console"
    label = "console"
