"""SUARA SAYA: a candidate's own votes, in the whole contest or in an area named by its name."""

from zoneinfo import ZoneInfo

from bot.candidates.talk.effects import TellOwnVotes
from bot.candidates.talk.outcomes import OwnList, OwnPlace, OwnVotes
from bot.engine.messages import Phrase, Shown, Step
from bot.engine.spec import Spec, on
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


def told(turn: Turn, outcome: OwnVotes) -> Step:
    """One answer for each contest in which the person stands."""
    lists = outcome.lists
    if not lists:
        return turn.stay(turn.reply("own_votes.no_list"))
    return turn.stay(*(turn.reply_of("own_votes.told", _told(turn, one)) for one in lists))


def _told(turn: Turn, one: OwnList) -> dict[str, Shown]:
    at = one.at.astimezone(ZoneInfo(one.zone))
    left = (phrase("count.left", count=one.left),) if one.left else ()
    example = next((row.place for row in one.rows), "")
    hint = "" if one.stations_shown or not example else phrase("own_votes.hint", place=example)
    return {
        "who": one.name,
        "ballot": tell.ballot(ballot_of(turn.facts, Ballot(one.ballot))),
        "contest": one.contest,
        "area": phrase("own_votes.area", area=one.area) if one.area else "",
        "own": _own(one.whole),
        "party": _party(one.whole),
        "coverage": phrase(
            "own_votes.coverage", reported=one.whole.reported, stations=one.whole.stations
        ),
        "at": at,
        "rows": (*(_row(row) for row in one.rows if row.own is not None), *left),
        "hint": hint,
    }


def _own(one: OwnPlace) -> Phrase:
    """The votes; or that witnesses here are asked for the party's sum alone."""
    if not one.reported:
        return phrase("own_votes.nothing")
    if one.own is None:
        return phrase("own_votes.not_asked")
    return phrase("own_votes.own", votes=one.own)


def _party(one: OwnPlace) -> Phrase | str:
    """The party's sum of the same stations; a pair or a single candidate has none."""
    if one.party is None or not one.reported:
        return ""
    return phrase("own_votes.party", votes=one.party)


def _row(row: OwnPlace) -> Phrase:
    return phrase("own_votes.row", place=row.place, votes=row.own)


SPEC = Spec(
    "own_votes",
    who=Who.CANDIDATE,
    words={Word.SUARA_SAYA: ask},
    hears=(on(OwnVotes, told),),
)
