"""The whole simulation: every policy and hindsight on the same world, and why the best policy stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from almoner.scheduling.simulation import hindsight, world
from almoner.scheduling.simulation.measures import Measured, measured
from almoner.scheduling.simulation.play import POLICIES, Played, play
from almoner.scheduling.simulation.world import Scale, World

NEAR_ENOUGH = 0.05
"""A mean wait within this share of the one in hindsight needs no reason."""
LINE = "{:<23}{:>7}{:>10}{:>10}{:>10}{:>10}{:>8}{:>10}{:>10}"


@dataclass(frozen=True, slots=True)
class Report:
    """`policies` in the order in which they are tried, hindsight last; `gap`: how much longer than in hindsight people
    wait under the last policy, as a share; `reasons`: why, in sentences, where it is more than NEAR_ENOUGH; `behind`:
    the same as numbers, for who writes other sentences."""

    scale: Scale
    seed: int
    policies: tuple[Measured, ...]
    gap: float | None
    reasons: tuple[str, ...]
    behind: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        return {
            "seed": self.seed,
            "months": self.scale.months,
            "clinicians": self.scale.clinicians,
            "times_a_day": self.scale.times_a_day,
            "load": self.scale.load,
            "policies": [one.as_dict() for one in self.policies],
            "gap_to_hindsight": self.gap,
            "reasons": list(self.reasons),
            "behind": self.behind,
        }

    def as_text(self) -> str:
        told = [
            f"{self.scale.months} months, load {self.scale.load:.0%}, seed {self.seed}. Waits in days.",
            f"{self.scale.clinicians} clinicians with {self.scale.times_a_day} times a day each.",
            "",
            LINE.format("policy", "level", "people", "mean", "9 in 10", "in time", "used", "refilled", "3rd next"),
        ]
        for one in self.policies:
            told += _lines(one)
        if self.gap is not None:
            told.append(f"\nUnder {self.policies[-2].policy} people wait {self.gap:.0%} longer than in hindsight.")
        return "\n".join([*told, *(f"  {reason}" for reason in self.reasons)])


def _lines(one: Measured) -> Iterator[str]:
    refilled = "" if one.refilled is None else f"{one.refilled:.1%}"
    third = "" if one.third_next_days is None else f"{one.third_next_days:.2f}"
    used = f"{one.utilisation:.1%}"
    yield LINE.format(
        one.policy, "all", one.people, f"{one.mean_days:.2f}", f"{one.p90_days:.2f}", "", used, refilled, third
    )
    for each in one.by_level:
        in_time = f"{each.within_target:.1%}"
        mean, most = f"{each.mean_days:.2f}", f"{each.p90_days:.2f}"
        yield LINE.format("", each.level, each.people, mean, most, in_time, "", "", "").rstrip()


def simulate(scale: Scale, seed: int) -> Report:
    """Play every policy on the world of this seed. The same scale and seed give the same report. Where there are more
    people than times, there is no hindsight."""
    made = world.make(scale, seed)
    played = {policy.name: play(made, policy) for policy in POLICIES}
    told = [measured(made, name, one.seen_at, one) for name, one in played.items()]
    last = played[POLICIES[-1].name]
    try:
        told.append(measured(made, "hindsight", hindsight.best(made)))
    except hindsight.TooFull:
        reason = "There is no best in hindsight: more people asked than there were times within two weeks."
        return Report(scale, seed, tuple(told), None, (reason,), {})
    gap = round(told[-2].mean_days / told[-1].mean_days - 1, 4) if told[-1].mean_days else 0.0
    behind = _behind(made, last)
    return Report(scale, seed, tuple(told), gap, tuple(_reasons(behind)) if gap > NEAR_ENOUGH else (), behind)


def _behind(made: World, last: Played) -> dict[str, int]:
    return {
        "will_cancel": sum(person.cancels is not None for person in made.people),
        "missed": len(last.again),
        "stayed_empty": last.freed - last.refilled,
    }


def _reasons(behind: dict[str, int]) -> Iterator[str]:
    yield f"Hindsight gives {behind['will_cancel']} people no time at all, because it knows that they will cancel."
    yield f"Hindsight gives {behind['missed']} people one time, who missed a visit and needed a second."
    yield f"{behind['stayed_empty']} times that came free more than a day ahead stayed empty."
    yield "Hindsight keeps nothing for the urgent: it knows when they will come."
