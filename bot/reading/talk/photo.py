"""A photo sent to the talk: kept as evidence, for the ballot at hand or the one named below it."""

import re

from bot.engine.effects import KeepPhoto
from bot.engine.grammar.ballots import spoken
from bot.engine.marks import when
from bot.engine.messages import Kind, Reply, Shown, Step
from bot.engine.outcomes import PhotoKept
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn
from bot.engine.words import Word
from bot.filling import choose, photos, tell, typed
from bot.filling.cases import Case, cases, current, stations
from bot.filling.photos import refused
from bot.reading.talk import caption
from bot.reading.talk.effects import LabelPhotos
from bot.reading.talk.outcomes import PhotoMoved
from models.rules.access import Who

_PARTY = re.compile(
    r"\W*(?:partai|parpol|no\.?|nomor)?\W*0*([0-9]{1,2})(?=\s*[:.,)]|\D*$)", re.IGNORECASE
)
"""The party that a caption begins with: "3", "partai 3: 5 12", "no 3 halaman pertama"."""
_KIND_WORDS = 2
"""Words behind a ballot's name that change nothing: "presiden itu bu"."""


def answer(turn: Turn) -> Step:
    """Keeps it; one answer for an album, not twenty."""
    bad = refused(turn)
    if bad is not None:
        return bad
    album = turn.inbound.album
    again = album is not None and album == turn.data.get("album")
    case = _case(turn)
    place = case.station.id if case else _only_station(turn)
    party = _party(turn, case) if case else None
    effect = KeepPhoto("form", place, case.contest_id if case else None, party)
    if again:
        return turn.stay(effects=(effect,))
    if turn.inbound.stored is None:
        return turn.stay(turn.reply("photo.fetching"), effects=(effect,), album=album)
    if case is not None:
        return turn.stay(_thanks(turn, case), effects=(effect,), album=album)
    return _unknown(turn, effect, album)


def _unknown(turn: Turn, effect: KeepPhoto, album: str | None) -> Step:
    """Safe already; of which ballot is it?"""
    if not cases(turn):
        return turn.stay(turn.reply("photo.kept_plain"), effects=(effect,), album=album)
    reply = turn.reply("photo.which_ballot", *photos.choices(turn))
    return turn.stay(reply, effects=(effect,), album=album, photos=None)


def _case(turn: Turn) -> Case | None:
    """The ballot of a photo: the caption's, else the one being typed, else the only one."""
    found = cases(turn)
    named, _ = spoken(turn.text, turn.facts.election.ballots if turn.facts.election else ())
    if named is not None:
        return choose.one(turn, [c for c in found if c.ballot.ballot == named.ballot], turn.text)
    meant = typed.by_names(turn, found, turn.text) if caption.counts(turn, turn.text) else found
    if len(meant) == 1 < len(found):
        return meant[0]
    at = current(turn) if turn.dialog.step in ("report", "doubt", "confirm") else None
    return at or (found[0] if len(found) == 1 else None)


def _party(turn: Turn, case: Case) -> int | None:
    """The party whose page it is, where the caption names one: DPR 3, DPR partai 3."""
    _, rest = spoken(turn.text, turn.facts.election.ballots if turn.facts.election else ())
    named = _PARTY.match(rest)
    number = named[1] if named else ""
    parties = case.contest.parties() if case.contest.has_parties else ()
    return int(number) if any(party.code == number for party in parties) else None


def _only_station(turn: Turn) -> int | None:
    places = stations(turn.facts)
    if len(places) == 1:
        return places[0].id
    return turn.data.get("station")


def sent(turn: Turn) -> Step | None:
    """A photo of somebody known, at no step that takes it."""
    known = turn.facts.person is not None and turn.inbound.kind is Kind.PHOTO
    return answer(turn) if known else None


def kept(turn: Turn, outcome: PhotoKept) -> Step:
    """Remembers photos of no named ballot, says so when one came twice."""
    if outcome.contest is None and outcome.purpose == "form":
        waiting = [*turn.data.get("photos", ()), outcome.photo][-photos.MOST :]
        return turn.stay(photos=waiting)
    if outcome.twice and turn.inbound.album is None:
        return turn.stay(turn.reply("photo.twice"))
    return turn.stay()


def moved(turn: Turn, outcome: PhotoMoved) -> Step:
    """A reviewer saw what a photo shows: told to its sender, with what to do if it is wrong."""
    known = turn.facts.election.ballots if turn.facts.election else ()
    ballot = next((one for one in known if one.ballot == outcome.ballot), None)
    told: dict[str, Shown] = {
        "ballot": tell.ballot(ballot) if ballot else outcome.ballot.upper(),
        "number": f"{outcome.number:02d}",
        "kelurahan": outcome.kelurahan,
        "sent": outcome.sent or turn.now,
    }
    return turn.stay(turn.reply_of("photo.moved", told))


def label(turn: Turn, rest: str) -> Step:
    """FOTO: how to send them; its button says which ballot the photos show."""
    target = turn.pressed or ""
    if not target:
        return turn.stay(turn.reply("photo.how"))
    station, _, contest = target.partition(":")
    found = cases(turn, int(station) if station.isdecimal() else None)
    case = next((c for c in found if str(c.contest_id) == contest), None)
    waiting = tuple(turn.data.get("photos", ()))
    if case is None or not waiting:
        return turn.stay(turn.reply("photo.nothing_waiting"))
    effect = LabelPhotos(waiting, case.station.id, case.contest_id)
    return turn.stay(_thanks(turn, case), effects=(effect,), photos=None)


def labelled(turn: Turn, chain: Chain) -> Step | None:
    """The name of a ballot typed after a photo that waits for it."""
    waiting = tuple(turn.data.get("photos", ()))
    if not waiting or turn.inbound.kind is not Kind.TEXT or turn.inbound.group:
        return None
    known = turn.facts.election.ballots if turn.facts.election else ()
    named, rest = spoken(turn.text, known)
    if named is None or any(letter.isdigit() for letter in rest) or len(rest.split()) > _KIND_WORDS:
        return None
    found = [case for case in cases(turn) if case.ballot.ballot == named.ballot]
    case = choose.one(turn, found, turn.text)
    if case is None:
        return None
    effect = LabelPhotos(waiting, case.station.id, case.contest_id)
    return turn.stay(_thanks(turn, case), effects=(effect,), photos=None)


def _thanks(turn: Turn, case: Case) -> Reply:
    place = tell.station(case.station)
    waits = turn.dialog.step in ("confirm", "doubt")
    key = "photo.kept_waits" if waits else "photo.kept_done" if case.complete else "photo.kept"
    return turn.reply(key, ballot=tell.ballot(case.ballot), station=place)


SPEC = Spec(
    "photo",
    who=Who.KNOWN,
    words={Word.FOTO: label},
    hears=(on(PhotoKept, kept), on(PhotoMoved, moved)),
    claim=Claim(labelled, when("text keeps:photos")),
    fallback=sent,
)
