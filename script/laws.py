"""Check docs/laws.md: for every law, where it is held against the data and which tests are named after it.

    laws.py           tell whether the table says what is there
    laws.py --write   bring it up to date

What a law says is written by hand, here; where it is checked is read from the source.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "laws.md"
BEGIN = "<!-- from here on: script/laws.py --write -->\n"
KEPT = re.compile(r'Law\(\s*"(I-\d+)[a-z]*"')
NAMED = re.compile(r"^(?:async )?def test_([A-Za-z0-9_]+)", re.MULTILINE)
NUMBERS = re.compile(r"I_(\d+)[a-z]?_")
SPAN = re.compile(r"I_(\d+)_to_I_(\d+)_")
SAYS = {
    1: "Every open item has one owner or queue, a due time, and stands on a list of a role on which somebody works.",
    2: "No item enters a state from which nothing takes it out.",
    3: "What is older than its limit is escalated, again and again, until somebody acts.",
    4: "Messages made are accepted, refused, waiting, escalated or withdrawn: none is lost, none comes from nowhere.",
    5: "Who is due is a pure function of stored facts.",
    6: "Every promise ends kept, made good or withdrawn, or is escalated; none passes its time in silence.",
    7: "A visit that was cancelled or missed ends in a new one, closed with a reason, or escalated.",
    8: "A duplicate is linked, never swallowed; the earlier time and the higher urgency count.",
    9: "What is said to be booked is stored; taking it away is an act of its own, with a reason and a message.",
    10: "No two bookings overlap on a resource, but those of one group, each on a place of its own.",
    11: "Free time is found; free, held, booked and blocked are the whole.",
    12: "A hold or a link works once, for one person, until it lapses; nobody needs to work for it to lapse.",
    13: "A visit keeps its hour on the wall when the clocks change.",
    14: "An answer changes one visit at the most; where it could mean two, none, and a person sees to it.",
    15: "A move is one act: never none and never two visits afterwards.",
    16: "A message goes to one person.",
    17: "Address, language and content are read from the same person's row when it is sent.",
    18: "For one key a message is taken at most once; it goes out, or is escalated, before its deadline.",
    19: "A message to many needs a preview, a second person and a time in which it can be stopped.",
    20: "Nothing is sent once consent was withdrawn.",
    21: "An address that is not theirs or came back is not used; no reminder of what is over; quiet hours hold; "
    "subjects, texts and voicemail tell nothing of health.",
    22: "Who gets what is what the rules say, on every route and for everybody.",
    23: "What is not yours is answered as what is not there.",
    24: "Identifiers are random.",
    25: "Staff leave a trace before they read; what cannot be traced is not done.",
    26: "What has ended lets nobody in any more, at once.",
    27: "A contact point is no identity.",
    28: "An account is opened by two channels, or proof in person.",
    29: "A closed record opens in an emergency, with reason, alert and review.",
    30: "The audit says who, for whom, of whom, what, when and from where, and is never changed.",
    31: "Whatever is changed in the audit chain is found, also a tail that was cut.",
    32: "Writers at once never fork the chain, and one that fails leaves no gap.",
    33: "Managers see who has looked.",
    34: "Records are joined with evidence only, and where it is dangerous by two people.",
    35: "A join is undone without loss.",
    36: "A join widens nobody's sight unasked.",
    37: "An import done twice is done once.",
    38: "What was shown once can be shown again as it was.",
    39: "What was acknowledged is there; what was not is whole or absent.",
    40: "The same key does the same thing once.",
    41: "A restored backup keeps every law, and nothing old is sent again.",
    42: "Old and new code run together during an upgrade.",
    43: "The same seed gives the same trace.",
}
NOT_YET = {
    37: "Not yet: nothing is imported. A receipt told twice or out of order: `tests/messaging/test_receipts.py`.",
    42: "Not yet: an upgrade stops the service while the tables change.",
}


def kept_by_room() -> dict[int, list[str]]:
    """The files that hold a law against the data, by its number."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(ROOT.glob("src/almoner/*/laws.py")):
        for number in sorted({int(law.removeprefix("I-")) for law in KEPT.findall(path.read_text(encoding="utf-8"))}):
            found[number].append(str(path.relative_to(ROOT / "src/almoner")))
    return found


def tested_by() -> dict[int, list[str]]:
    """The files of tests that are named after a law, by its number."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(ROOT.glob("tests/**/test_*.py")):
        numbers = {number for name in NAMED.findall(path.read_text(encoding="utf-8")) for number in laws_in(f"{name}_")}
        for number in sorted(numbers):
            found[number].append(str(path.relative_to(ROOT)))
    return found


def laws_in(name: str) -> Iterator[int]:
    """The laws after which a test is named: `I_9_I_15_…`, or `I_9_to_I_15_…` for all from one to the other."""
    if span := SPAN.search(name):
        yield from range(int(span[1]), int(span[2]) + 1)
    yield from map(int, NUMBERS.findall(name))


def table() -> str:
    kept, tested = kept_by_room(), tested_by()
    lines = ["| law | says | held against the data | tests |\n", "|---|---|---|---|\n"]
    for number, says in SAYS.items():
        tests = ", ".join(f"`{path}`" for path in tested[number]) or NOT_YET.get(number, "")
        rooms = ", ".join(f"`{path}`" for path in kept[number])
        lines.append(f"| I-{number} | {says} | {rooms} | {tests} |\n")
    return "".join(lines)


def main(*, write: bool = False) -> int:
    by_hand = TABLE.read_text(encoding="utf-8").partition(BEGIN)[0]
    whole = f"{by_hand}{BEGIN}\n{table()}"
    if write:
        TABLE.write_text(whole, encoding="utf-8")
    unproved = [f"I-{number} is proved by nothing" for number in SAYS if not proof(number)]
    stale = (
        [] if TABLE.read_text(encoding="utf-8") == whole else ["docs/laws.md is not what script/laws.py --write says"]
    )
    print("\n".join(unproved + stale) or f"{len(SAYS)} laws, each with where it is checked.")
    return 1 if unproved or stale else 0


def proof(number: int) -> bool:
    return bool(kept_by_room()[number] or tested_by()[number] or number in NOT_YET)


if __name__ == "__main__":
    sys.exit(main(write="--write" in sys.argv))
