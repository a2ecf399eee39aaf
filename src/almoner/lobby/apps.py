from django.apps import AppConfig


class LobbyConfig(AppConfig):
    name = "almoner.lobby"
    label = "lobby"
