from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "almoner.people"
    label = "people"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from almoner.people import tasks
        from almoner.people.adapter import second_factor_set_up

        authenticator_added.connect(second_factor_set_up, dispatch_uid="almoner.people")
        tasks.register()
