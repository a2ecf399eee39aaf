from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "almoner.gateway"
    label = "gateway"
