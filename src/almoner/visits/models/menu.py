"""What the kitchen offers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.visits.enums import Meal


class MenuDish(Entity):
    """A dish of the menu: at which meal, for which diets it is made, and everything of the kitchen's list in it.

    A dish that the kitchen makes no longer stays, so that what was chosen can be read.
    """

    code = models.CharField(max_length=40, unique=True)
    names: models.JSONField[Any, Any] = models.JSONField(default=dict)
    meal = models.CharField(max_length=10, choices=Meal.choices)
    diets: models.JSONField[Any, Any] = models.JSONField(default=list)
    contains: models.JSONField[Any, Any] = models.JSONField(default=list)
    suits: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Wishes and commandments that it keeps, as `FoodPreference`."""
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "menu dishes"
        ordering = ["position", "code"]
        constraints = [models.CheckConstraint(condition=Q(meal__in=Meal.values), name="dish_meal")]

    def __str__(self) -> str:
        return self.code

    def name_in(self, language: str) -> str:
        return str(self.names.get(language) or self.names.get("en") or self.code)
