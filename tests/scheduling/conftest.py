"""A small clinic: two clinicians, two consulting rooms and one for ECGs, one week open."""

from __future__ import annotations

from tests.scheduling.clinic import clinic

__all__ = ["clinic"]
