"""What must always hold of the audit chain and of keys."""

from __future__ import annotations

from django.apps import apps

from almoner.core import audit
from almoner.core.law import Law
from almoner.core.models import CommandKey


def faults_of_the_chain() -> list[str]:
    """Anything changed, put in, taken out, swapped or cut off."""
    return audit.verify().faults


def keys_without_an_answer() -> list[str]:
    """Every key of a command leads to what the command brought about."""
    faults = []
    for label in CommandKey.objects.order_by().values_list("result_label", flat=True).distinct():
        kept = CommandKey.objects.filter(result_label=label).values_list("result_id", flat=True)
        stored = apps.get_model(label)._meta.default_manager
        there = {str(key) for key in stored.values_list("pk", flat=True)} if stored else set()
        faults += [f"the answer {label} {key} is gone" for key in kept if key not in there]
    return faults


LAWS = [
    Law("I-31", "the audit chain is whole, to its end", faults_of_the_chain),
    Law("I-40", "a command's key leads to its answer", keys_without_an_answer),
]
