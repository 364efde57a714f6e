"""How much a sender may ask where somebody votes, and what is answered; pure.

Nothing here depends on whether a NIK is known, but `answers` itself: waiting times, refusals and
what is counted follow from how much was asked, so that no answer's time or words tell anything.
"""

from dataclasses import dataclass
from enum import IntEnum


class Status(IntEnum):
    """How a voter is listed: at home (DPT) or moved in (DPTb)."""

    DPT = 0
    DPTB = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one day allows (WIB), and what the channel bears.

    `family`: persons answered to one sender; `quick`: questions answered at once; `questions` and
    `misses`: one sender's before the day is over; `pair_misses`: one sender's about one NIK, so
    that nobody closes another's; from `nik_misses` of anybody on it is `watched_misses`;
    `all_misses`: misses of everybody in an hour, beyond which whoever missed today is refused;
    `per_minute`: answers of one account (a provider blocked a number at about 500).
    """

    family: int = 6
    quick: int = 6
    questions: int = 18
    misses: int = 8
    pair_misses: int = 3
    nik_misses: int = 6
    watched_misses: int = 2
    all_misses: int = 600
    per_minute: int = 400
    longest_wait: float = 60.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The counters as they stand with this question in `asked`, and without its outcome.

    `pair_missed`: this sender's misses about this NIK. `again`: this sender was answered about this
    person today. `pending`: an answer to this sender
    still waits to be sent.
    """

    asked: int
    missed: int = 0
    found: int = 0
    nik_missed: int = 0
    pair_missed: int = 0
    all_missed: int = 0
    again: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a question: answered if known, seconds before the reply, none at all."""

    barred: bool
    wait: float
    silent: bool
    alert: bool


def decide(asked: Asked, limits: Limits) -> Decision:
    """The decision before anything is looked up."""
    over = (
        asked.asked > limits.questions
        or asked.missed >= limits.misses
        or (asked.found >= limits.family and not asked.again)
    )
    crowd = asked.all_missed >= limits.all_misses and asked.missed > 0
    watched = asked.nik_missed >= limits.nik_misses
    tries = limits.watched_misses if watched else limits.pair_misses
    barred = over or crowd or asked.pair_missed >= tries
    return Decision(barred, wait(asked.asked, limits), over and asked.pending, barred)


def wait(asked: int, limits: Limits) -> float:
    """Seconds before the answer to the n-th question of a day: none at first, then doubling."""
    beyond = asked - limits.quick
    return 0.0 if beyond <= 0 else min(2.0 ** min(beyond, 60), limits.longest_wait)
