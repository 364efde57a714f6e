"""PSU, PSL, hitung ulang: a coordinator lets a station's reports begin anew; the old ones stay."""

import re
from collections.abc import Mapping
from dataclasses import asdict

from bot.engine.grammar.ballots import names_of
from bot.engine.grammar.clean import clean, plain
from bot.engine.messages import Button, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling.assent import takes_back
from bot.filling.cases import ballot_of
from bot.revotes.talk import revote_news
from bot.revotes.talk.effects import FindStation, OpenVersion, SteerVersion
from bot.revotes.talk.outcomes import (
    BeginAnew,
    FoundContest,
    OldVoteCounts,
    StationsFound,
    VersionAsked,
    VersionSteered,
    VersionTold,
    VersionWaiting,
    VotingStation,
)
from bot.revotes.talk.revote_news import ballot_named, station_of
from models.rules.access import Who
from models.values import Ballot, Json

_REASON_LEAST, _REASON_MOST = 8, 300
_PLACE_MOST = 80
_ALL = re.compile(r"\b(?:semua|seluruh|all)\b(?: surat suara| ballots)?", re.I)
_SMALL = re.compile(r"\b(?:dan|and|untuk|utk|for|surat suara)\b|,", re.I)
_BECAUSE = re.compile(r"\b(?:karena|krn|karna|sebab|alasan(?:nya)?|because)\b[\s:,]*", re.I)
_RECEIPT = re.compile(r"\b(u-[0-9a-z]{4,8})\b", re.IGNORECASE)
_DID = {
    "approve": "revote.did_approve",
    "reject": "revote.did_reject",
    "undone": "revote.did_undone",
}
_VERBS: Mapping[str, str] = {
    **dict.fromkeys(("setujui", "setuju", "approve"), "approve"),
    **dict.fromkeys(("tolak", "reject"), "reject"),
    **dict.fromkeys(("batal", "batalkan", "undo"), "undo"),
}


def start(turn: Turn, rest: str) -> Step:
    """PSU, or PSU TPS 7 Sukamaju; PSU SETUJUI U-7QKD is a word about a request."""
    spoken = (turn.pressed if turn.pressed is not None else rest).replace(":", " ")
    if (named := _RECEIPT.search(spoken)) is not None:
        verbs = [_VERBS[word] for word in plain(spoken).split() if word in _VERBS]
        if verbs:
            return turn.stay(effects=(SteerVersion(named[1].upper(), verbs[0]),))
    low = plain(turn.text)
    kind = "psl" if low.startswith("psl") else "psu"
    if "hitung" in low or "recount" in low:
        kind = "recount"
    place = turn.after(turn.to("revote", kind=kind))
    return _find(place, rest) if rest.strip() else place.stay(turn.reply("revote.where"))


def _find(turn: Turn, told: str) -> Step:
    """Looks for a station; ballots and a reason named with it are kept: "TPS 10 kricak presiden
    karena pemilih ganda"."""
    where, _, reason = _BECAUSE.sub("\n", told.strip(), count=1).partition("\n")
    known = turn.facts.election.ballots if turn.facts.election else ()
    kept = {}
    for one in known:
        names = names_of(one) - {clean(one.colour)}  # places are called by colours
        for name in sorted(names, key=len, reverse=True):
            left = re.sub(rf"(?<![a-z]){re.escape(name)}(?![a-z])", " ", where, flags=re.I)
            if left != where:
                where, kept[str(one.ballot)] = left, True
    if _ALL.search(where):
        kept = dict.fromkeys((str(one.ballot) for one in known), True)
    reason = reason.strip() if len(reason.strip()) >= _REASON_LEAST else ""
    place = turn.stay(named=list(kept) or None, told_reason=reason or None)
    where = " ".join(_SMALL.sub(" ", _ALL.sub(" ", where)).split()) or told.strip()
    return turn.after(place).stay(effects=(FindStation(where[:_PLACE_MOST]),))


def steer(turn: Turn, told: str) -> Step | None:
    """SETUJUI U-7QKD, TOLAK U-7QKD; None where no request is named."""
    return start(turn, turn.text) if _RECEIPT.match(told) else None


def not_coordinator(turn: Turn, rest: str) -> Step:
    """To everybody else: coordinators open a re-vote."""
    return turn.stay(turn.reply("revote.not_coordinator"))


def found(turn: Turn, outcome: StationsFound) -> Step:
    """The stations that fit: one is taken, several are asked about."""
    stations = outcome.stations
    if turn.dialog.step != "revote":
        return turn.stay()
    kept = [asdict(one) for one in stations]
    if not stations:
        return turn.stay(turn.reply("revote.not_found"))
    if len(stations) == 1:
        return _ballots(turn.after(turn.stay(found=kept)), stations[0])
    buttons = [button(f"tps:{s.id}", "button.station", station=station_of(s)) for s in stations]
    return turn.stay(turn.reply("choose.station", *buttons), found=kept)


def _known(kept: Mapping[str, Json]) -> VotingStation:
    """A station that the dialog keeps."""
    contests = tuple(FoundContest(one["id"], one["ballot"]) for one in kept["contests"])
    return VotingStation(kept["id"], kept["number"], kept["kelurahan"], contests)


def _ballots(turn: Turn, station: VotingStation) -> Step:
    """The ballots that were named with the station, else which of them is asked."""
    named = turn.data.get("named") or ()
    picked = [one.id for one in station.contests if one.ballot in named]
    if picked:
        there = turn.after(turn.stay(chosen=asdict(station), contests=picked, named=None))
        return _why(there, station)
    buttons: list[Button] = [
        button(f"surat:{one.id}", "button.ballot", ballot=ballot_named(turn, one.ballot))
        for one in station.contests
    ]
    if len(buttons) > 1:
        buttons.append(button("surat:semua", "button.all_ballots"))
    reply = turn.reply("revote.which", *buttons, station=station_of(station))
    return turn.stay(reply, chosen=asdict(station))


def answer(turn: Turn) -> Step:
    """Station, ballots, reason, the last word: one after the other."""
    chosen = _known(turn.data["chosen"]) if "chosen" in turn.data else None
    if turn.pressed is None and takes_back(turn.text):
        return turn.to("home", turn.reply("home.cancelled"))
    if chosen is None:
        known = map(_known, turn.data.get("found", ()))
        station = next((s for s in known if str(s.id) == turn.pressed), None)
        if station is not None:
            return _ballots(turn, station)
        return _find(turn, turn.text)
    if "contests" not in turn.data:
        picked = _picked(turn, chosen)
        if not picked:
            return _ballots(turn, chosen)
        return _why(turn.after(turn.stay(contests=picked)), chosen)
    if "reason" not in turn.data:
        return _reason(turn, chosen)
    word = said(turn.text)
    if word is not None and word.word is Word.BENAR:
        contests, kind = tuple(turn.data["contests"]), str(turn.data["kind"])
        effect = OpenVersion(chosen.id, contests, kind, str(turn.data["reason"]))
        return turn.stay(effects=(effect,))
    return turn.to("home", turn.reply("home.cancelled"))


def _picked(turn: Turn, chosen: VotingStation) -> list[int]:
    """The ballots of a pressed button, or those that are typed: "semua", "presiden dan dpr"."""
    known = chosen.contests
    if turn.pressed is not None:
        return [one.id for one in known if turn.pressed in ("semua", str(one.id))]
    low = clean(turn.text)
    if {"semua", "all", "seluruh", "kabeh"} & set(low.split()):
        return [one.id for one in known]
    return [one.id for one in known if _says(turn, one.ballot, low)]


def _says(turn: Turn, ballot: str, low: str) -> bool:
    names = names_of(ballot_of(turn.facts, Ballot(ballot)))
    return any(re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", low) for name in names)


def _why(turn: Turn, chosen: VotingStation) -> Step:
    """The reason that was told before, else the question for it."""
    told = str(turn.data.get("told_reason", ""))
    return _reason(turn.saying(told), chosen) if told else turn.stay(turn.reply("revote.reason"))


def _reason(turn: Turn, chosen: VotingStation) -> Step:
    reason = turn.text.strip()
    if len(reason) < _REASON_LEAST:
        return turn.stay(turn.reply("revote.reason"))
    picked = [one for one in chosen.contests if one.id in turn.data["contests"]]
    reply = turn.reply(
        "revote.check",
        button("benar", "button.right"),
        button("batal", "button.cancel"),
        kind=phrase(f"revote.kind_{turn.data['kind']}"),
        station=station_of(chosen),
        ballots=tuple(ballot_named(turn, one.ballot) for one in picked),
        reason=reason[:_REASON_MOST],
    )
    return turn.stay(reply, reason=reason[:_REASON_MOST])


def waiting(turn: Turn, outcome: VersionWaiting) -> Step:
    """To whoever asked: a second person decides."""
    key = "revote.waiting" if outcome.approvers else "revote.no_second"
    reply = turn.reply(key, receipt=outcome.receipt)
    return turn.to("home", reply) if turn.dialog.step == "revote" else turn.stay(reply)


def steered(turn: Turn, outcome: VersionSteered) -> Step:
    """Done as the second person said."""
    verb = "undone" if outcome.undo and outcome.verb == "approve" else outcome.verb
    return turn.stay(turn.reply(_DID[verb], receipt=outcome.receipt))


def telling(turn: Turn) -> bool:
    """Whether the reason is asked for."""
    return "contests" in turn.data and "reason" not in turn.data


SPEC = Spec(
    "revote",
    answer,
    free=True,
    telling=telling,
    who=Who.LEADER,
    otherwise=not_coordinator,
    words={Word.PSU: start},
    codes={Word.SETUJU: steer, Word.TOLAK: steer},
    hears=(
        on(StationsFound, found),
        on(VersionWaiting, waiting),
        on(VersionAsked, revote_news.asked),
        on(VersionSteered, steered),
        on(VersionTold, revote_news.decided),
        on(BeginAnew, revote_news.anew),
        on(OldVoteCounts, revote_news.old_counts),
    ),
    keeps=frozenset({Word.BENAR, Word.TIDAK, Word.KEJADIAN}),
)
