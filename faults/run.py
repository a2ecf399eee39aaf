"""Let messages go through a bad line, under workers that are killed, and tell what came of them.

    python -m faults.run [--messages 300] [--seed 1] [--engine postgresql] [--texts smpp] [--kills 120] [--write]

Exit status 1 when anything was found that should not be. `--write` puts the numbers into docs/faults.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from faults.course import Course  # noqa: E402 - found through the line above
from faults.judge import findings  # noqa: E402
from faults.running import play  # noqa: E402
from faults.telling import as_text, write  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--texts", choices=("http", "smpp"), default="http")
    parser.add_argument("--kills", type=int, default=120)
    parser.add_argument("--write", action="store_true", help="also put the numbers into docs/faults.md")
    given = vars(parser.parse_args())
    writes = given.pop("write")
    told = play(Course(**given))
    print(as_text(told))
    if writes:
        write(told)
    return 1 if findings(told) else 0


if __name__ == "__main__":
    sys.exit(main())
