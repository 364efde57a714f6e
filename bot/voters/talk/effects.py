"""What the talk of voters asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class FindVoter(Effect):
    """Look up where somebody votes; `nik` as in Inbound.niks, `fact` the second fact as typed.

    -> VoterFound | VoterNotFound. The same words and the same `wait` for an unknown NIK, a wrong
    fact and a sender who asked too much. Event for coordinators, once a day and sender:
    VotersHarvested.
    """

    nik: tuple[str, str]
    fact: str


@dataclass(frozen=True, slots=True)
class TellOwnData(Effect):
    """What is kept about this sender. -> OwnData."""


@dataclass(frozen=True, slots=True)
class DeleteOwnData(Effect):
    """Delete what this sender asked and said as a voter.

    -> OwnDataDeleted | OwnDataHeld while a legal hold keeps it.
    """
