"""No page is silent where it means to say something: what a template names exists.

Django prints nothing for a name that it cannot find, so a field that was renamed leaves a hole that nobody sees.
Names of one part may be missing, as components have parameters that are left out; what stands behind a dot may not,
unless a `default` says what is printed then.
"""

from __future__ import annotations

from typing import Any

from django.template.base import FilterExpression, Variable, VariableDoesNotExist

_resolve_variable, _resolve_expression = Variable.resolve, FilterExpression.resolve
_missing: list[Variable] = []


def _seek(self: Variable, context: Any) -> Any:
    try:
        return _resolve_variable(self, context)
    except VariableDoesNotExist:
        _missing.append(self)
        raise


def _say(self: FilterExpression, context: Any, ignore_failures: bool = False) -> Any:
    _missing.clear()
    said = _resolve_expression(self, context, ignore_failures)
    if not ignore_failures and self.var in _missing and "." in str(self.var.var) and not _has_default(self):
        page = context.template.name if context.template else "a template"
        raise AssertionError(f"{page}: there is no {self.var.var}")
    return said


def _has_default(said: FilterExpression) -> bool:
    return any(function.__name__ in {"default", "default_if_none"} for function, _ in said.filters)


def watch() -> None:
    """From now on, in every test."""
    Variable.resolve = _seek  # type: ignore[method-assign]
    FilterExpression.resolve = _say  # type: ignore[method-assign]
