"""A candidate's own votes, and what is noted of who saw what, as data.

See bot/engine/effects.py for what holds for every effect.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TellOwnVotes:
    """The own votes (suara saya) of a candidate, in the whole contest or an area of it.

    `place` is an area's name as it was typed, `code` the one that was chosen.
    -> own_votes {lists: [...]} | area_which | area_none | summary_refused {code}.
    """

    place: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class NoteSeen:
    """That this person was shown what others gave: a dispute with its figures and photos.

    `what` and `subject` as the audit log names them ("dispute", "station:7"). No outcome.
    """

    what: str
    subject: str


OwnEffect = TellOwnVotes | NoteSeen
