"""CAKUPAN: how many stations have no witness, one, two; where one is trained, mandated."""

from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.mandates.talk.effects import AskCoverage
from bot.mandates.talk.outcomes import CoverageTold
from models.rules.access import Who

_MOST = 12
"""Lines of one answer; the worst first."""


def ask(turn: Turn, rest: str) -> Step:
    """CAKUPAN, CAKUPAN SUKAMAJU, or the button of an area."""
    if turn.pressed is not None:
        return turn.stay(effects=(AskCoverage("", turn.pressed.rpartition(":")[2]),))
    return turn.stay(effects=(AskCoverage(rest.strip()[:80]),))


def told(turn: Turn, outcome: CoverageTold) -> Step:
    """The area, then the parts that lack most."""
    lacking = [row for row in outcome.rows if row.none]
    lacking.sort(key=lambda row: (-row.none, row.code))
    lines = tuple(
        phrase("coverage.row", area=row.name, none=row.none, stations=row.stations)
        for row in lacking[:_MOST]
    )
    key = "coverage.more"
    if outcome.stations:
        key = "count.left"
        lines = tuple(phrase("coverage.station", area=row.name) for row in lacking[:_MOST])
    left = len(lacking) - len(lines)
    more: Phrase | str = ""
    if left > 0:
        more = phrase(key, count=left, example=lacking[0].name.upper())
    whole = outcome.total
    buttons = (button("pelamar", "button.applicants"),) if whole.applicants else ()
    return turn.stay(
        turn.reply(
            "coverage.told",
            *buttons,
            area=whole.name,
            rows=lines,
            more=more,
            stations=whole.stations,
            none=whole.none,
            one=whole.one,
            two=whole.two,
            trained=whole.trained,
            mandated=whole.mandated,
            witnesses=whole.witnesses,
            reserves=whole.reserves,
            applicants=whole.applicants,
        )
    )


SPEC = Spec("coverage", who=Who.LEADER, words={Word.CAKUPAN: ask}, hears=(on(CoverageTold, told),))
