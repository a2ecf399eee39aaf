"""Draws every form of the product with the templates in `ui/templates`, so that no form needs markup of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import django.forms
from django.forms.renderers import BaseRenderer
from django.template.backends.base import BaseEngine
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property

_OWN: Final = Path(__file__).parent / "templates"
_DJANGO: Final = Path(django.forms.__file__).parent / "templates"


class Renderer(BaseRenderer):
    """Looks here first, then in Django's own form templates, then in the templates of each installed app."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> BaseEngine:
        return DjangoTemplates(
            {"NAME": "forms", "DIRS": [_OWN, _DJANGO], "APP_DIRS": True, "OPTIONS": {"libraries": {}}},
        )

    def get_template(self, template_name: str) -> object:
        return self.engine.get_template(template_name)
