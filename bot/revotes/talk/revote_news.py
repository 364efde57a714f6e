"""What others hear of a re-vote: who may approve it, who asked for it, and the witnesses."""

from bot.engine.messages import Button, Phrase, Shown, Step
from bot.engine.outcomes import FoundStation
from bot.engine.turn import Turn, button, named_station, phrase
from bot.filling import tell
from bot.filling.cases import ballot_of, cases
from bot.revotes.talk.outcomes import AboutVote, BeginAnew, OldVoteCounts, VersionAsked, VersionTold
from models.values import Ballot

_TOLD = {
    "approve": "revote.told_approve",
    "reject": "revote.told_reject",
    "undone": "revote.told_undone",
}


def station_of(found: FoundStation | AboutVote) -> Phrase:
    """The station as it is called."""
    return named_station(found.number, found.kelurahan)


def ballot_named(turn: Turn, code: str) -> Phrase:
    """The ballot as it is called."""
    return tell.ballot(ballot_of(turn.facts, Ballot(code)))


def asked(turn: Turn, event: VersionAsked) -> Step:
    """To who may approve: what, where, why, and who wants it."""
    receipt = event.receipt
    buttons = (
        button(f"psu:setujui:{receipt}", "button.approve"),
        button(f"psu:tolak:{receipt}", "button.reject"),
    )
    key = "revote.asked_undo" if event.undo else "revote.asked"
    told: dict[str, Shown] = {"author": event.author, "reason": event.reason, "receipt": receipt}
    return turn.stay(turn.reply_of(key, {**told, **_named(turn, event)}, *buttons))


def decided(turn: Turn, event: VersionTold) -> Step:
    """To the author, and to who leads above: what became of it, and how to have it undone."""
    undo = event.undo
    key = "undone" if undo and event.verb == "approve" else event.verb
    buttons: tuple[Button, ...] = ()
    if key == "approve":
        buttons = (button(f"psu:batal:{event.receipt}", "revote.ask_undo"),)
    told: dict[str, Shown] = {"author": event.author, "by": event.by, "receipt": event.receipt}
    return turn.stay(turn.reply_of(_TOLD[key], {**told, **_named(turn, event)}, *buttons))


def old_counts(turn: Turn, event: OldVoteCounts) -> Step:
    """To a witness: the numbers of before count again."""
    return turn.stay(turn.reply_of("revote.old_counts", _named(turn, event)))


def _named(turn: Turn, event: AboutVote) -> dict[str, Shown]:
    return {
        "kind": phrase(f"revote.kind_{event.kind}"),
        "station": station_of(event),
        "ballots": tuple(ballot_named(turn, code) for code in event.ballots),
    }


def anew(turn: Turn, event: BeginAnew) -> Step:
    """To a witness: these ballots are reported once more; drafts of them are of the old vote."""
    place, contests = event.station, set(event.contests)
    here = [c for c in cases(turn, place) if c.contest_id in contests]
    if not here:
        return turn.stay()
    gone = {case.key for case in here}
    drafts = {key: kept for key, kept in turn.data.get("drafts", {}).items() if key not in gone}
    reply = turn.reply(
        "revote.anew",
        button(f"isi:{here[0].key}", "button.fill"),
        kind=phrase(f"revote.kind_{event.kind}"),
        station=tell.station(here[0].station),
        ballots=tuple(tell.ballot(case.ballot) for case in here),
    )
    at = (turn.data.get("station"), turn.data.get("contest"))
    if turn.dialog.step in ("report", "doubt", "confirm", "recheck") and at[1] in contests:
        return turn.to("home", reply, drafts=drafts)
    return turn.stay(reply, drafts=drafts)
