from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "almoner.catalogue"
    label = "catalogue"
