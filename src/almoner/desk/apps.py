from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "almoner.desk"
    label = "desk"
