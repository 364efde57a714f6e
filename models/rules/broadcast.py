"""A broadcast (siaran): which state it is in, who may move it on, how long it takes; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from models.errors import BadInput, NoCampaign, NotFound, OwnBroadcast, QuietDay, SamplesUnseen

LONGEST, SHORTEST = 900, 8
"""Characters of a text: with sender and the word STOP it fits a WhatsApp template (1,024)."""
SAMPLES = 10
"""How many recipients the second person sees before the word."""
WITNESS, EVERYBODY = "witness", "all"
NAME = "{nama}"
"""Stands for the recipient's name in the text."""


class State(StrEnum):
    """How far a broadcast has come."""

    DRAFT = "draft"  # written; its recipients are being found
    READY = "ready"  # the author looks at it
    WAITING = "waiting"  # for the second person
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class Verb(StrEnum):
    """What somebody wants done with a broadcast."""

    ASK = "ask"
    APPROVE = "approve"
    REJECT = "reject"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


_OPEN = frozenset({State.DRAFT, State.READY, State.WAITING, State.RUNNING, State.PAUSED})
_MOVES: Mapping[Verb, tuple[frozenset[State], State]] = {
    Verb.ASK: (frozenset({State.READY, State.WAITING}), State.WAITING),
    Verb.APPROVE: (frozenset({State.WAITING}), State.RUNNING),
    Verb.REJECT: (frozenset({State.WAITING}), State.REJECTED),
    Verb.PAUSE: (frozenset({State.RUNNING}), State.PAUSED),
    Verb.RESUME: (frozenset({State.PAUSED}), State.RUNNING),
    Verb.CANCEL: (_OPEN, State.CANCELLED),
}
_SECOND = frozenset({Verb.APPROVE, Verb.REJECT})
_GOES_OUT = frozenset({Verb.ASK, Verb.APPROVE, Verb.RESUME})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a move looks at: the state, whether it campaigns, its author, who saw the samples."""

    state: State
    campaign: bool
    author: int
    seen_by: tuple[int, ...] = ()


def move(at: Standing, verb: Verb, person: int, *, quiet: bool) -> State:
    """The next state; the area's right is checked by the caller.

    `quiet`: today is one of the quiet days (masa tenang). Raises OwnBroadcast for an author's own
    approval, SamplesUnseen before the samples were looked at, QuietDay for a campaign in the quiet
    days, NotFound where the broadcast has gone on already.
    """
    before, after = _MOVES[verb]
    if at.state not in before:
        raise NotFound("the broadcast is not in a state for that", state=at.state.value)
    if verb in _SECOND and person == at.author:
        raise OwnBroadcast
    if verb is Verb.ASK and person != at.author:
        raise NotFound("only its author asks for approval")
    if verb in _GOES_OUT:
        allow(campaign=at.campaign, quiet=quiet)
    if verb is Verb.APPROVE and person not in at.seen_by:
        raise SamplesUnseen
    return after


def allow(*, campaign: bool, quiet: bool, campaigns: bool = True) -> None:
    """Raises QuietDay: no campaigning in the quiet days; NoCampaign where nobody ever does."""
    if campaign and not campaigns:
        raise NoCampaign
    if campaign and quiet:
        raise QuietDay


def is_quiet(day: date, quiet_days: tuple[date, ...]) -> bool:
    """Whether a day, in the election's zone, is one of the quiet days."""
    return day in quiet_days


def text_of(said: str) -> str:
    """A text that may go out. Raises BadInput for one that is too short or too long."""
    text = said.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise BadInput(f"a broadcast has {SHORTEST} to {LONGEST} characters")
    return text


def seconds(recipients: Mapping[str, int], rates: Mapping[str, float]) -> int:
    """How long it takes: accounts send side by side, the slowest says when it ends.

    `recipients` and `rates` (messages a second) by account.
    """
    return max((ceil(count / rates[lane]) for lane, count in recipients.items()), default=0)
