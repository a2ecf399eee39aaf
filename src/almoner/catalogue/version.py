"""Which state of the catalogue this is: the finder's index is made anew in every process when it moves on."""

from __future__ import annotations

from almoner.core.identifiers import new_id
from almoner.core.models import Setting

NAME = "catalogue.version"


def current() -> str:
    """The version, or an empty text before anything was loaded."""
    return str(Setting.objects.filter(name=NAME).values_list("value", flat=True).first() or "")


def advance() -> None:
    """Move on, in the transaction of the change. A version is random, so that two databases never share one."""
    Setting.objects.update_or_create(name=NAME, defaults={"value": str(new_id())})
