from django.apps import AppConfig


class ChoosingConfig(AppConfig):
    name = "almoner.choosing"
    label = "choosing"
