from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "almoner.people"
    label = "people"
