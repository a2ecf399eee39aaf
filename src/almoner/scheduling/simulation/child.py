"""A simulation as a process of its own: `almoner simulate`, which gives way to everything else and ends with whoever
started it."""

from __future__ import annotations

import json
from typing import Any

from almoner.core import child
from almoner.scheduling.models import WhatIf


class Unreadable(ValueError):
    """The process ended well and said nothing that can be read."""


class Child(child.Child):
    def __init__(self, what_if: WhatIf) -> None:
        self.what_if = what_if
        super().__init__("almoner.cli", command(what_if))

    def result(self) -> dict[str, Any]:
        """What it answered. Raises Unreadable."""
        try:
            told = json.loads(self.said())
        except ValueError as fault:
            raise Unreadable from fault
        if not isinstance(told, dict) or "policies" not in told:
            raise Unreadable
        return told


def command(what_if: WhatIf) -> list[str]:
    numbers = {
        "--months": what_if.months,
        "--clinicians": what_if.clinicians,
        "--load": f"{what_if.load_percent / 100:.2f}",
        "--seed": what_if.seed,
    }
    return ["simulate", "--json", "--gently", *(str(word) for pair in numbers.items() for word in pair)]
