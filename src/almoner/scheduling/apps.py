from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "almoner.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        from almoner.catalogue import soonest
        from almoner.scheduling import messages, selections, tasks, together_messages
        from almoner.scheduling.soonest import soonest_by_service

        soonest.register(soonest_by_service)
        messages.register()
        together_messages.register()
        selections.register()
        tasks.register()
