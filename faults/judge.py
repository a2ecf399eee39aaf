"""What came of a run, judged by what the providers counted. Pure: it is given all that is known, and gives findings.

What is asked for: no message is lost, as each was taken by a provider or is in the hands of a team; each went to its
own person with its own words; and nothing comes twice, but under the same key, and only where nobody could know that it
had been taken: its answer did not come through, or whoever waited for it was killed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faults.course import Taken, Told
from faults.proxy import Fault, Passage

GONE = {"sent", "delivered"}
TOOK = {"accepted", "delivered"}
LIVE = {"open", "broken"}
WITHOUT_KEYS = "smpp"
MOST_LATE = 50
"""Of so many messages one may be taken from a worker that lives, as where the machine is busy; and two in any case."""
GIVEN_UP = "its answer was lost"
"""So begins what is written where a message centre could not be asked whether it took a text."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A run, by message."""

    told: Told
    messages: Mapping[str, Mapping[str, Any]]
    taken: Mapping[str, Sequence[Taken]]
    """What providers took of each."""

    @classmethod
    def of(cls, told: Told) -> Seen:
        taken: dict[str, list[Taken]] = defaultdict(list)
        for one in told.taken:
            taken[one.code].append(one)
        return cls(told, {one["code"]: one for one in told.report["messages"]}, taken)

    def unread(self, about: str) -> int:
        """How often the provider was given this message, and given it again though nothing shows that its answer had
        been read; 0 where an answer had been read, and it came again all the same."""
        again = [one for one in self.passages(about) if one.heard][:-1]
        return 0 if any(one.went_on for one in again) else len(again)

    def passages(self, about: str) -> list[Passage]:
        return [one for one in self.told.passages if one.about == about and not one.asks]


def findings(told: Told) -> list[str]:
    """Everything that should not be; none where all is well."""
    seen = Seen.of(told)
    return [
        *_lost(seen), *_astray(seen), *_under_new_keys(seen), *_unexplained(seen), *_by_two_ways(seen), *_sums(seen),
        *told.report["broken"], *told.report["audit"],
    ]  # fmt: skip


def _lost(seen: Seen) -> Iterator[str]:
    """Messages without an end, with an end that is not true, or with one that nobody was told of."""
    for code, message in seen.messages.items():
        if message["state"] in GONE and not _was_taken(message, seen.taken.get(code, ())):
            yield f"{code}: it counts as sent, and no provider has it"
        elif message["state"] == "undeliverable" and not _in_hands(message["promise"]):
            yield f"{code}: nobody was told that it could not be delivered"
        elif message["state"] == "planned":
            yield f"{code}: it has no end"


def _was_taken(message: Mapping[str, Any], taken: Sequence[Taken]) -> bool:
    """Whether the provider has it under the very key that is written as accepted."""
    keys = {one["key"] for one in message["attempts"] if one["result"] in TOOK}
    return any(one.channel == message["channel"] and (not one.key or one.key in keys) for one in taken)


def _in_hands(promise: Mapping[str, Any] | None) -> bool:
    return bool(promise and promise["team"] and promise["by_hand"] and promise["state"] in LIVE)


def _astray(seen: Seen) -> Iterator[str]:
    """Words of one person at the address of another (I-16, I-17)."""
    for code, some in seen.taken.items():
        message = seen.messages.get(code)
        if message is None:
            yield f"{code}: a provider took it, and it is no message"
            continue
        for one in some:
            if one.name != message["name"] or (one.address and one.address not in message["points"]):
                yield f"{code}: {one.address} was told as {one.name}, and it is for {message['name']}"


def _under_new_keys(seen: Seen) -> Iterator[str]:
    """Messages that one provider took under two keys (I-18)."""
    for code, some in seen.taken.items():
        for channel in {one.channel for one in some}:
            keys = {one.key for one in some if one.channel == channel}
            if len(keys) > 1:
                yield f"{code}: taken by {channel} under {len(keys)} keys"


def _unexplained(seen: Seen) -> Iterator[str]:
    """What came twice though nothing shows that an answer was lost."""
    for code, some in seen.taken.items():
        message = seen.messages.get(code)
        for (channel, key), times in Counter((one.channel, one.key) for one in some).items():
            if message and times > 1 + _may_be_repeated(seen, message, channel, key):
                yield f"{code}: {channel} took it {times} times, and no lost answer explains it"


def _may_be_repeated(seen: Seen, message: Mapping[str, Any], channel: str, key: str) -> int:
    """How often it may have come again: a letter never, since it is the same file; a text by HTTP never, since the
    provider is asked first; by SMPP as often as that could not be found out; an e-mail as often as no answer was read.
    Also where a worker was so slow that another took its place."""
    late = len([one for one in message["attempts"] if one["channel"] == channel and one["late"]])
    if channel == "letter":
        return 0
    if channel == "email":
        return late + seen.unread(key)
    if seen.told.course.texts == WITHOUT_KEYS:
        return late + len([one for one in message["attempts"] if one["answer"].startswith(GIVEN_UP)])
    return late


def _by_two_ways(seen: Seen) -> Iterator[str]:
    """What was taken by one channel, and then went by another though the answer of the first had been read."""
    for code in told_by_two_ways(seen.told):
        message = seen.messages[code]
        for one in seen.taken[code]:
            read = one.key and any(way.heard and way.went_on for way in seen.passages(one.key))
            if one.channel != message["channel"] and read:
                yield f"{code}: {one.channel} took it and was heard to, and it went by {message['channel']} as well"


def told_by_two_ways(told: Told) -> list[str]:
    """The codes of messages that were taken by more than one channel."""
    ways = {(one.code, one.channel) for one in told.taken}
    known = {one["code"] for one in told.report["messages"]}
    return sorted(code for code, count in Counter(code for code, _ in ways).items() if count > 1 and code in known)


def _sums(seen: Seen) -> Iterator[str]:
    """I-4, and the bound on all repeats together."""
    parts = ("accepted", "refused", "waiting", "escalated", "withdrawn")
    made = 0
    for tally in seen.told.report["tallies"]:
        made += tally["made"]
        if tally["made"] != sum(tally[part] for part in parts):
            yield f"it does not add up: {tally}"
    if made != len(seen.messages) or made != seen.told.course.messages:
        yield f"{made} were made, {len(seen.messages)} stand in the outbox, {seen.told.course.messages} were asked for"
    late = late_ones(seen.told)
    if late > made // MOST_LATE + 2:
        yield f"{late} times another worker had taken a message meanwhile: the lease does not hold"
    repeats, may_be = repeated(seen.told), unclear(seen.told)
    if repeats > may_be:
        yield f"{repeats} came again, and no more than {may_be} could"


def repeated(told: Told, *channels: str) -> int:
    """How often a provider took what it had taken before, by these channels or by any."""
    some = Counter((one.channel, one.code) for one in told.taken if not channels or one.channel in channels)
    return sum(times - 1 for times in some.values())


def unclear(told: Told) -> int:
    """How often nobody could know whether a message was taken: by the wires, by those killed, and by those too slow."""
    lost = {Fault.ANSWER_CUT, Fault.TOO_SLOW, Fault.SLOW, Fault.REFUSED}
    return len([one for one in told.passages if one.fault in lost]) + told.kills + late_ones(told)


def late_ones(told: Told) -> int:
    """How often an answer came to a worker whose message another had taken meanwhile."""
    return len([one for message in told.report["messages"] for one in message["attempts"] if one["late"]])
