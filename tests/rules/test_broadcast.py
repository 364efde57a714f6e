"""A broadcast's states: a second person, samples seen, no campaign in the quiet days, the time."""

from datetime import date

import pytest

from models.errors import BadInput, NoCampaign, NotFound, OwnBroadcast, QuietDay, SamplesUnseen
from models.rules.broadcast import (
    LONGEST,
    Standing,
    State,
    Verb,
    allow,
    is_quiet,
    move,
    seconds,
    text_of,
)

AUTHOR, SECOND = 1, 2


def at(state: State, *, campaign: bool = False, seen: tuple[int, ...] = (SECOND,)) -> Standing:
    return Standing(state, campaign, AUTHOR, seen)


def test_the_whole_way() -> None:
    way = [
        (State.READY, Verb.ASK, AUTHOR, State.WAITING),
        (State.WAITING, Verb.APPROVE, SECOND, State.RUNNING),
        (State.RUNNING, Verb.PAUSE, AUTHOR, State.PAUSED),
        (State.PAUSED, Verb.RESUME, SECOND, State.RUNNING),
        (State.RUNNING, Verb.CANCEL, AUTHOR, State.CANCELLED),
        (State.WAITING, Verb.REJECT, SECOND, State.REJECTED),
    ]
    for before, verb, person, after in way:
        assert move(at(before), verb, person, quiet=False) is after


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.REJECT])
def test_nobody_decides_the_own(verb: Verb) -> None:
    with pytest.raises(OwnBroadcast):
        move(at(State.WAITING, seen=(AUTHOR,)), verb, AUTHOR, quiet=False)


def test_the_samples_come_before_the_word() -> None:
    with pytest.raises(SamplesUnseen):
        move(at(State.WAITING, seen=()), Verb.APPROVE, SECOND, quiet=False)


@pytest.mark.parametrize("state", [State.DRAFT, State.READY, State.DONE, State.REJECTED])
def test_only_what_was_asked_for_is_approved(state: State) -> None:
    with pytest.raises(NotFound):
        move(at(state), Verb.APPROVE, SECOND, quiet=False)


def test_only_the_author_asks() -> None:
    with pytest.raises(NotFound):
        move(at(State.READY), Verb.ASK, SECOND, quiet=False)


@pytest.mark.parametrize(
    ("state", "verb", "person"),
    [
        (State.READY, Verb.ASK, AUTHOR),
        (State.WAITING, Verb.APPROVE, SECOND),
        (State.PAUSED, Verb.RESUME, AUTHOR),
    ],
)
def test_a_campaign_rests_in_the_quiet_days(state: State, verb: Verb, person: int) -> None:
    with pytest.raises(QuietDay):
        move(at(state, campaign=True), verb, person, quiet=True)
    assert move(at(state), verb, person, quiet=True) in (State.WAITING, State.RUNNING)


def test_a_campaign_may_always_be_stopped() -> None:
    running = at(State.RUNNING, campaign=True)
    assert move(running, Verb.PAUSE, AUTHOR, quiet=True) is State.PAUSED
    assert move(running, Verb.CANCEL, AUTHOR, quiet=True) is State.CANCELLED


def test_who_never_campaigns_sends_no_campaign() -> None:
    with pytest.raises(NoCampaign):
        allow(campaign=True, quiet=False, campaigns=False)
    allow(campaign=False, quiet=True, campaigns=False)


def test_quiet_days_are_days() -> None:
    days = (date(2024, 2, 11), date(2024, 2, 12))
    assert is_quiet(date(2024, 2, 12), days)
    assert not is_quiet(date(2024, 2, 14), days)
    allow(campaign=True, quiet=False)


def test_the_slowest_account_says_the_time() -> None:
    assert seconds({"telegram/a": 100, "whatsapp/1": 10}, {"telegram/a": 20, "whatsapp/1": 1}) == 10
    assert seconds({"telegram/a": 21}, {"telegram/a": 20}) == 2
    assert seconds({}, {}) == 0


@pytest.mark.parametrize("said", ["", "pendek", "x" * (LONGEST + 1)])
def test_a_text_is_neither_empty_nor_endless(said: str) -> None:
    with pytest.raises(BadInput):
        text_of(said)
