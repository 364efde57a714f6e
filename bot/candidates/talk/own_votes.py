"""SUARA SAYA: a candidate's own votes, in the whole contest or in an area named by its name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.candidates.talk.effects import TellOwnVotes
from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, phrase
from bot.engine.words import Word
from bot.filling import tell
from bot.filling.cases import ballot_of
from models.rules.access import Who
from models.values import Ballot

_LONGEST = 60


def ask(turn: Turn, rest: str) -> Step:
    """SUARA SAYA, SUARA SAYA UMBULHARJO, or the button of an area."""
    if turn.pressed is not None:
        return turn.stay(effects=(TellOwnVotes(code=turn.pressed.rpartition(":")[2]),))
    return turn.stay(effects=(TellOwnVotes(rest.strip()[:_LONGEST]),))


def told(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """One answer for each contest in which the person stands."""
    lists = outcome["lists"]
    if not lists:
        return turn.stay(turn.reply("own_votes.no_list"))
    return turn.stay(*(turn.reply_of("own_votes.told", _told(turn, one)) for one in lists))


def _told(turn: Turn, one: Mapping[str, Any]) -> dict[str, Any]:
    at = datetime.fromisoformat(one["at"]).astimezone(ZoneInfo(one["zone"]))
    left = (phrase("count.left", count=one["left"]),) if one["left"] else ()
    example = next((row["place"] for row in one["rows"]), "")
    hint = "" if one["stations_shown"] or not example else phrase("own_votes.hint", place=example)
    return {
        "who": one["name"],
        "ballot": tell.ballot(ballot_of(turn.facts, Ballot(one["ballot"]))),
        "contest": one["contest"],
        "area": phrase("own_votes.area", area=one["area"]) if one["area"] else "",
        "own": _own(one),
        "party": _party(one),
        "coverage": phrase(
            "own_votes.coverage", reported=one["reported"], stations=one["stations"]
        ),
        "at": at,
        "rows": (*(_row(row) for row in one["rows"] if row["own"] is not None), *left),
        "hint": hint,
    }


def _own(one: Mapping[str, Any]) -> Phrase:
    """The votes; or that witnesses here are asked for the party's sum alone."""
    if not one["reported"]:
        return phrase("own_votes.nothing")
    if one["own"] is None:
        return phrase("own_votes.not_asked")
    return phrase("own_votes.own", votes=one["own"])


def _party(one: Mapping[str, Any]) -> Phrase | str:
    """The party's sum of the same stations; a pair or a single candidate has none."""
    if one["party"] is None or not one["reported"]:
        return ""
    return phrase("own_votes.party", votes=one["party"])


def _row(row: Mapping[str, Any]) -> Phrase:
    return phrase("own_votes.row", place=row["place"], votes=row["own"])


SPEC = Spec(
    "own_votes",
    who=Who.CANDIDATE,
    words={Word.SUARA_SAYA: ask},
    outcomes={"own_votes": told},
)
