"""REKAP: the recap of the own area or of one named by its name, as few figures and a picture."""

from collections.abc import Collection

from bot.base import counts
from bot.base.wanted import wanted
from bot.engine.facts import BallotFacts
from bot.engine.messages import Button, Step
from bot.engine.outcomes import AreaNone, AreaWhich, SummaryRefused
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button
from bot.engine.words import Word
from bot.recap.talk.effects import AskRecap
from bot.recap.talk.outcomes import RecapTold
from models.rules.access import Who

"""Words that may name a DPRD, and an area when a name follows: REKAP KOTA YOGYAKARTA."""


def ask(turn: Turn, rest: str) -> Step:
    """REKAP, REKAP UMBULHARJO, REKAP DPR UMBULHARJO, or a button's ballot and area."""
    ballot, place, code = wanted(turn, rest)
    return turn.stay(effects=(AskRecap(ballot, place, code),))


def told(turn: Turn, outcome: RecapTold) -> Step:
    """The figures, most votes first; other ballots as buttons."""
    code = outcome.code
    buttons = [
        button(f"rekap:{one.ballot}:{code}", "button.ballot", ballot=one.name)
        for one in _ballots(turn, outcome.others)
    ]
    named = _ballots(turn, (outcome.ballot,))
    reply = turn.reply(
        "count.recap" if outcome.reported else "count.nothing",
        *buttons,
        photo=outcome.photo,
        area=outcome.area,
        at=counts.moment(outcome.at, outcome.zone),
        ballot=named[0].name if named else outcome.ballot,
        coverage=counts.coverage(outcome.reported, outcome.stations),
        rows=counts.lines(outcome.rows, outcome.own),
        state=counts.state(outcome.reported, outcome.confirmed, outcome.disputed, outcome.by),
    )
    return turn.stay(reply)


def _ballots(turn: Turn, codes: Collection[str]) -> list[BallotFacts]:
    election = turn.facts.election
    return [one for one in (election.ballots if election else ()) if one.ballot in codes]


def which(turn: Turn, outcome: AreaWhich) -> Step:
    """The name, or the own role, means several areas."""
    word, ballot = outcome.word, outcome.ballot
    buttons: tuple[Button, ...] = tuple(
        button(f"{word}:{ballot}:{one.code}", "count.area", area=one.title) for one in outcome.areas
    )
    return turn.stay(turn.reply("count.which", *buttons))


def unknown(turn: Turn, outcome: AreaNone) -> Step:
    """No area of this person's is called so."""
    return turn.stay(turn.reply("count.no_area", place=outcome.place))


def refused(turn: Turn, outcome: SummaryRefused) -> Step:
    """Not this person's, not here, or not before the hour."""
    if outcome.code == "publication_locked":
        missing = button("belum", "button.missing")
        return turn.stay(turn.reply("count.locked", missing, opens=outcome.opens))
    if outcome.code == "no_seats":
        return turn.stay(turn.reply("count.no_seats"))
    if outcome.code == "wider_district":
        return turn.stay(turn.reply("count.wider_district", area=outcome.area))
    if outcome.code == "no_ballot_here":
        return turn.stay(turn.reply("count.no_ballot", area=outcome.area))
    return turn.stay(turn.reply(f"error.{outcome.code}"))


SPEC = Spec(
    "recap",
    who=Who.READER,
    words={Word.REKAP: ask},
    hears=(
        on(RecapTold, told),
        on(AreaWhich, which),
        on(AreaNone, unknown),
        on(SummaryRefused, refused),
    ),
)
