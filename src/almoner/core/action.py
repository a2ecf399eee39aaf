"""The one way to change anything: a keyword-only function with `by` last, one transaction, one trace.

    @action
    def cancel(*, appointment: Appointment, reason: str, by: Actor) -> Appointment: ...

The outermost action opens the transaction; an action called inside it joins it at a savepoint, so that one that is
refused leaves nothing even when who called it goes on. One that is marked `@joins` has no savepoint of its own: it is
so much a part of what calls it that both fail together. Each leaves a trace in the audit chain, sealed as the
transaction's last write. A refusal that reaches the outermost undoes everything and leaves one trace that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.command import answered_before, remember
from almoner.core.refusal import Refused

Params = ParamSpec("Params")
Result = TypeVar("Result")


class _Deed:
    """The work of one outermost action: the traces that it and the actions inside it leave."""

    def __init__(self) -> None:
        self.traces: list[audit.Trace] = []
        self.about: list[UUID | None] = []
        self.notes: dict[str, Any] = {}
        self.endings: list[Callable[[int], None]] = []


_under_way: ContextVar[_Deed | None] = ContextVar("almoner_deed", default=None)


def about(person_id: UUID | None) -> None:
    """Say of whom the running action is; its trace then names that person. The timeline says it for its events."""
    deed = _under_way.get()
    if deed and deed.about and deed.about[-1] is None:
        deed.about[-1] = person_id


def in_action() -> bool:
    return _under_way.get() is not None


def is_outermost() -> bool:
    """Whether the action that runs was called by no other: nothing was written before it began."""
    deed = _under_way.get()
    return deed is not None and len(deed.about) == 1


def notes() -> dict[str, Any]:
    """What the rooms note while the outermost action runs, by a name that says whose it is. Gone when it ends, and when
    an action inside it fails: what was noted may be of what it wrote."""
    return _running().notes


def acts() -> list[str]:
    """What was done so far in the outermost action that runs."""
    return [trace.act for trace in _running().traces]


def at_the_end(ending: Callable[[int], None]) -> None:
    """Have `ending` called once as the last thing before the running action commits, with the number of its last trace.

    Only one action is there at a time, in the order in which they commit. Locks nothing that another could wait for.
    """
    endings = _running().endings
    if ending not in endings:
        endings.append(ending)


def _running() -> _Deed:
    deed = _under_way.get()
    if deed is None:
        raise RuntimeError("only inside an action")
    return deed


def action(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Make `function` an action. It may be called with `key=` besides: the same key does the same thing once."""
    act = f"{function.__module__.removeprefix('almoner.').split('.')[0]}.{function.__name__}"

    @wraps(function)
    def call(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        if args:
            raise TypeError(f"{act} takes keyword arguments only")
        deed = _under_way.get()
        if deed is None:
            return _outermost(act, function, kwargs)
        return _inner(deed, act, function, kwargs)

    call.is_action = True  # type: ignore[attr-defined]
    return call


def joins(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Mark an action (below `@action`) that tells of or follows from what the action around it does. Whoever calls it
    cannot bear its failure and go on: the database refuses every further statement."""
    function.joins = True  # type: ignore[attr-defined]
    return function


def _outermost(act: str, function: Callable[..., Result], kwargs: dict[str, Any]) -> Result:
    by: Actor = kwargs["by"]
    deed = _Deed()
    token = _under_way.set(deed)
    try:
        with transaction.atomic():
            result = _run(deed, act, function, kwargs)
            number = audit.seal(deed.traces)
            for ending in deed.endings:
                ending(number)
        return result
    except Refused as refusal:
        _note_refusal(act, by, kwargs, refusal)
        raise
    except IntegrityError:
        key = kwargs.get("key")
        before = answered_before(key=key, act=act, body=_body(kwargs)) if key else None
        if before is None:
            raise
        return before  # type: ignore[no-any-return]
    finally:
        _under_way.reset(token)


def _inner(deed: _Deed, act: str, function: Callable[..., Result], kwargs: dict[str, Any]) -> Result:
    traces, about_whom = len(deed.traces), len(deed.about)
    try:
        with transaction.atomic(savepoint=not getattr(function, "joins", False)):
            return _run(deed, act, function, kwargs)
    except BaseException:
        del deed.traces[traces:]
        del deed.about[about_whom:]
        deed.notes.clear()
        raise


def _run(deed: _Deed, act: str, function: Callable[..., Result], kwargs: dict[str, Any]) -> Result:
    key = kwargs.get("key")
    body = _body(kwargs)
    if key:
        before = answered_before(key=key, act=act, body=body)
        if before is not None:
            return before  # type: ignore[no-any-return]
    deed.about.append(_person_in(kwargs))
    result = function(**body)
    deed.traces.append(audit.Trace(act, kwargs["by"], deed.about.pop(), "done", {}, clock.now()))
    if key:
        remember(key=key, act=act, body=body, result=result)
    return result


def _body(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kwargs.items() if name != "key"}


def _person_in(kwargs: dict[str, Any]) -> UUID | None:
    """Of whom an action is: its `person`, or the person of the first thing it is about."""
    person = kwargs.get("person")
    if person is not None:
        return getattr(person, "id", None)
    for value in kwargs.values():
        person_id = getattr(value, "person_id", None)
        if isinstance(person_id, UUID) and not isinstance(value, Actor):
            return person_id
    return None


def _note_refusal(act: str, by: Actor, kwargs: dict[str, Any], refusal: Refused) -> None:
    trace = audit.Trace(act, by, _person_in(kwargs), "refused", {"why": type(refusal).__name__}, clock.now())
    with transaction.atomic():
        audit.seal([trace])
