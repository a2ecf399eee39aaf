"""docs/laws.md says of every law where it is checked, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from script import laws

from almoner import invariants


def test_every_law_is_proved_somewhere_and_the_table_says_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert laws.main() == 0, capsys.readouterr().out
    assert list(laws.SAYS) == list(range(1, 44))


def test_the_table_names_each_law_that_is_held_against_the_data() -> None:
    kept = laws.kept_by_room()
    ours = {
        one.id.removeprefix("I-").rstrip("abcdefghijklmnopqrstuvwxyz") for one in invariants.laws() if "I-" in one.id
    }
    assert {str(number) for number in kept} == ours


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("I_6_a_day_ends", [6]),
        ("I_21b_nothing_to_the_dead", [21]),
        ("I_9_I_15_a_fault", [9, 15]),
        ("I_9_to_I_12_in_any_order", [9, 10, 11, 12, 9, 12]),
        ("an_action_is_one_act", []),
    ],
)
def test_a_test_is_named_after_its_laws(name: str, numbers: list[int]) -> None:
    assert list(laws.laws_in(f"{name}_")) == numbers


def test_a_law_that_nothing_proves_and_a_stale_table_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "laws.md"
    old.write_text(laws.TABLE.read_text(encoding="utf-8") + "| I-99 |\n", encoding="utf-8")
    monkeypatch.setattr(laws, "TABLE", old)
    monkeypatch.setitem(laws.SAYS, 99, "Nothing is ever forgotten.")
    assert laws.main() == 1
    said = capsys.readouterr().out
    assert "I-99 is proved by nothing" in said
    assert "docs/laws.md is not what script/laws.py --write says" in said
    laws.main(write=True)
    assert "| I-99 | Nothing is ever forgotten. |" in old.read_text(encoding="utf-8")
