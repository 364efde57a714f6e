"""CAKUPAN: how many stations have no witness, one, two; where one is trained, mandated."""

from collections.abc import Mapping
from typing import Any

from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.mandates.talk.effects import AskCoverage
from models.rules.access import Who

_MOST = 12
"""Lines of one answer; the worst first."""


def ask(turn: Turn, rest: str) -> Step:
    """CAKUPAN, CAKUPAN SUKAMAJU, or the button of an area."""
    if turn.pressed is not None:
        return turn.stay(effects=(AskCoverage("", turn.pressed.rpartition(":")[2]),))
    return turn.stay(effects=(AskCoverage(rest.strip()[:80]),))


def told(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """The area, then the parts that lack most."""
    rows = list(outcome.get("rows", ()))
    lacking = [row for row in rows if row["none"]]
    lacking.sort(key=lambda row: (-row["none"], row["code"]))
    lines = tuple(
        phrase("coverage.row", area=row["name"], none=row["none"], stations=row["stations"])
        for row in lacking[:_MOST]
    )
    key = "coverage.more"
    if outcome.get("stations"):
        key = "count.left"
        lines = tuple(phrase("coverage.station", area=row["name"]) for row in lacking[:_MOST])
    left = len(lacking) - len(lines)
    more: Phrase | str = ""
    if left > 0:
        more = phrase(key, count=left, example=str(lacking[0]["name"]).upper())
    whole = outcome["total"]
    values = {key: whole[key] for key in whole if key not in ("code", "name")}
    buttons = (button("pelamar", "button.applicants"),) if whole["applicants"] else ()
    return turn.stay(
        turn.reply_of(
            "coverage.told",
            {"area": whole["name"], "rows": lines, "more": more, **values},
            *buttons,
        )
    )


SPEC = Spec("coverage", who=Who.LEADER, words={Word.CAKUPAN: ask}, outcomes={"coverage_told": told})
