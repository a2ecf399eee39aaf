"""What is said in a call, whatever is pressed, and when nothing is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from almoner.messaging.conversation import ASKED, LISTENED, WRONG, Conversation, End, Piece, Step

KEYS = ("1", "2", "3", "9", "0")
PRESSED = st.sampled_from([*"0123456789*#", None])
PRIVATE = {Piece.MESSAGE, Piece.KEYS}


def play(pressed: list[str | None], keys: tuple[str, ...] = KEYS) -> list[Step]:
    conversation = Conversation(keys)
    steps = [conversation.begin()]
    for key in pressed:
        if steps[-1].end:
            break
        if key is None:
            conversation.said(steps[-1].say)
        steps.append(conversation.silent() if key is None else conversation.pressed(key))
    return steps


@given(st.lists(PRESSED, max_size=40))
def test_I_17_nothing_of_the_matter_is_said_before_somebody_asks_for_it(pressed: list[str | None]) -> None:
    steps = play(pressed)
    first = next((place for place, step in enumerate(steps) if step.say in PRIVATE), None)
    if first is not None:
        assert pressed[first - 1] not in {None, WRONG}
        assert all(key is None for key in pressed[: first - 1])


@given(st.lists(PRESSED, max_size=40))
def test_an_answering_machine_is_left_only_its_own_words(pressed: list[str | None]) -> None:
    steps = play(pressed)
    if steps[-1].end == End.MACHINE:
        assert {step.say for step in steps} == {Piece.GATE, Piece.VOICEMAIL}


@given(st.lists(st.sampled_from([*"123456789*#", None]), min_size=12, max_size=40))
def test_every_call_ends_unless_it_is_asked_to_say_it_again(pressed: list[str | None]) -> None:
    assert play(pressed)[-1].end is not None


@given(st.lists(PRESSED, max_size=40))
def test_I_14_only_a_key_of_the_menu_is_an_answer(pressed: list[str | None]) -> None:
    last = play(pressed)[-1]
    assert (last.end == End.PRESSED) <= (last.key in KEYS and last.key != "0")


def test_who_does_not_know_the_person_is_rung_no_more() -> None:
    assert play([WRONG])[-1] == Step(Piece.SORRY, End.WRONG_PERSON, WRONG)


def test_who_is_inside_may_press_the_key_of_strangers_by_mistake() -> None:
    assert play(["1", WRONG])[-1] == Step(Piece.KEYS)


def test_CNF_2_first_key_opens_and_the_second_answers() -> None:
    assert [step.say for step in play(["1", "1"])] == [Piece.GATE, Piece.MESSAGE, Piece.THANKS]
    assert play(["1", "9"])[-1] == Step(Piece.PERSON, End.PRESSED, "9")


def test_the_silent_are_asked_told_and_thanked() -> None:
    assert [step.say for step in play([None] * ASKED)] == [Piece.GATE] * ASKED + [Piece.VOICEMAIL]
    listened = play(["1", *[None] * LISTENED])
    assert listened[-1] == Step(Piece.THANKS, End.HEARD)


def test_who_hangs_up_has_heard_it_only_if_it_was_said_to_its_end() -> None:
    conversation = Conversation(KEYS)
    conversation.pressed("1")
    assert conversation.hung_up() == End.CUT_OFF
    conversation.said(Piece.MESSAGE)
    assert conversation.hung_up() == End.HEARD
