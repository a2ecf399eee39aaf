"""Rows that change hands when two records are joined, each with what it was before, so that parting can go back.

A table that points to a person moves with the record, whichever room it belongs to and without being asked: what a room
adds later moves too. A row that cannot stand beside one that is there already stops the join, and says what it is.
Called by the actions of `people.actions.merging` only, inside their transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from almoner.people.models import Merge, MergeStep, Person
from almoner.people.refusals import StandsInTheWay

STAY = frozenset({"people.Double", "people.Merge", "people.NameKey", "people.Person", "people.Consent"})
"""Tables with rules of their own: what is about the pair itself, and answers, which only ever become stricter."""
LEFT = "left "


def tables() -> list[tuple[type[models.Model], str]]:
    """Every table of which rows belong to a person, with the name of the column."""
    fields = Person._meta.get_fields(include_hidden=True)
    found = [
        (field.related_model, field.field.name)
        for field in fields
        if isinstance(field, models.ManyToOneRel) and field.related_model._meta.label not in STAY
    ]
    return sorted(found, key=lambda one: (one[0]._meta.label, one[1]))


def rows_of(model: type[models.Model]) -> models.Manager[Any]:
    manager = model._meta.default_manager
    assert manager is not None  # noqa: S101 - a table has rows
    return manager


class Steps:
    """Changes rows for one merge and keeps what they were."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        self.kept: list[MergeStep] = []

    def change(self, row: models.Model, **after: Any) -> None:
        """Write these fields of one row."""
        before = {name: _plain(getattr(row, name)) for name in after}
        rows_of(type(row)).filter(pk=row.pk).update(**after)
        self._note(row._meta.label, row.pk, before, {name: _plain(value) for name, value in after.items()})

    def made(self, row: models.Model) -> None:
        """Note that a row came to be by this merge."""
        self._note(row._meta.label, row.pk, {}, {})

    def move(self, model: type[models.Model], column: str, old: Person, new: Person, leave: Iterable[Any] = ()) -> None:
        """Give all rows of one table from `old` to `new`, but those of `leave`. Raises StandsInTheWay."""
        rows = rows_of(model).filter(**{column: old}).exclude(pk__in=list(leave))
        keys = list(rows.values_list("pk", flat=True))
        give(model, column, keys, new)
        before, after = {f"{column}_id": str(old.id)}, {f"{column}_id": str(new.id)}
        for key in keys:
            self._note(model._meta.label, key, before, after)

    def left(self, model: type[models.Model], key: Any) -> None:
        """Note that a row stays with the absorbed record on purpose."""
        self._note(f"{LEFT}{model._meta.label}", key, {}, {})

    def write(self) -> None:
        first = MergeStep.objects.filter(merge=self.merge).count()
        for place, step in enumerate(self.kept, start=first):
            step.place = place
        MergeStep.objects.bulk_create(self.kept, batch_size=500)

    def _note(self, label: str, key: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.kept.append(MergeStep(merge=self.merge, label=label, row_id=str(key), before=before, after=after, place=0))


def give(model: type[models.Model], column: str, keys: Iterable[Any], person: Person) -> None:
    """Make these rows `person`'s. Raises StandsInTheWay where one cannot stand beside another."""
    wanted = list(keys)
    try:
        with transaction.atomic():
            for start in range(0, len(wanted), 500):
                rows_of(model).filter(pk__in=wanted[start : start + 500]).update(**{column: person})
    except IntegrityError as fault:
        raise StandsInTheWay(what=str(model._meta.verbose_name)) from fault


def undo(merge: Merge) -> None:
    """Go back over the steps of a merge, last first. What somebody changed since stays as they left it; whose a row is
    goes back all the same."""
    for step in merge.steps.order_by("-place"):
        if not step.before:
            continue
        model = apps.get_model(step.label)
        row = rows_of(model).filter(pk=step.row_id).first()
        if row is None:
            continue
        back = {
            name: value
            for name, value in step.before.items()
            if name in _WHOSE or _plain(getattr(row, name)) == step.after[name]
        }
        try:
            with transaction.atomic():
                rows_of(model).filter(pk=row.pk).update(**back)
        except IntegrityError as fault:
            raise StandsInTheWay(what=str(model._meta.verbose_name)) from fault


_WHOSE = frozenset({"person_id", "carer_id", "caller_id"})


def stray_rows(absorbed: Person) -> Iterator[tuple[type[models.Model], str, list[Any]]]:
    """Rows that stand with a joined record and were not left there on purpose: written by who had it open."""
    for model, column in tables():
        here = rows_of(model).filter(**{column: absorbed})
        left = set(left_behind(absorbed, model._meta.label))
        keys = [key for key in here.values_list("pk", flat=True) if str(key) not in left]
        if keys:
            yield model, column, keys


def left_behind(absorbed: Person, label: str) -> list[str]:
    """Rows that a merge left with the absorbed record: equal ones that the kept record has already."""
    steps = MergeStep.objects.filter(merge__absorbed=absorbed, label=f"{LEFT}{label}")
    return list(steps.values_list("row_id", flat=True))


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
