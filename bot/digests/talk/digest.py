"""Digests (kabar): what changed in the own areas since the last one, and what to do next.

DIGEST says how often they come: sering, jarang, mati.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.base import counts
from bot.candidates.talk.effects import TellOwnVotes
from bot.digests.talk.effects import DrawDigest, SetDigest
from bot.digests.talk.outcomes import (
    AreaBefore,
    AreaCounted,
    AreaPrepared,
    Digest,
    DigestArea,
    DigestCandidate,
    DigestSet,
)
from bot.engine.messages import Button, Phrase, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from models.rules.access import Who

_OFTEN = {
    "sering": ("sering", "often", "nyala", "nyalakan", "hidup", "on", "aktif", "semua", "lagi"),
    "jarang": ("jarang", "seldom", "sedikit", "few", "rarely"),
    "mati": ("mati", "matikan", "off", "stop", "berhenti", "diam", "none", "tidak"),
}
_NAMES = {"sering": "digest.sering", "jarang": "digest.jarang", "mati": "digest.mati"}
_DONE = {
    "sering": "digest.set_sering",
    "jarang": "digest.set_jarang",
    "mati": "digest.set_mati",
}
_ROWS = 3
"""Participants in a digest's text; the picture has more."""
_SEEN = 0.0005
"""A share that changed by less is told as unchanged: its printed figure hardly differs."""


def heard(turn: Turn, event: Digest) -> Step:
    """The digest of a slot: each area's lines, a chart of the first where its votes changed."""
    at, areas = event.slot, event.areas
    language = turn.facts.person.language if turn.facts.person else "id"
    first = areas[0]
    photo: str | None = None
    effects: tuple[DrawDigest, ...] = ()
    if isinstance(first.now, AreaCounted) and _draws(first.now, first.before):
        photo = _chart(first, at, language)
        effects = (DrawDigest(photo, first.now, at),)
    parts = tuple(_told(turn, one, event.season, _hour(one, at)) for one in areas)
    more = phrase("digest.more", count=event.more) if event.more else ""
    reply = turn.reply(_FRAMES[event.season], *_next(areas), photo=photo, areas=parts, more=more)
    return turn.stay(reply, effects=effects)


def _hour(one: DigestArea, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(one.now.zone))


def _draws(now: AreaCounted, before: AreaBefore | None) -> bool:
    return bool(now.rows) and (before is None or now.rows != before.rows)


def _chart(one: DigestArea, at: datetime, language: str) -> str:
    """Where the chart lies that everybody of this area and language shares."""
    local = _hour(one, at)
    return f"charts/{local.date().isoformat()}/{at:%H%M}-{one.id}-{language}.png"


def _told(turn: Turn, one: DigestArea, season: str, at: datetime) -> Phrase:
    """An area's lines: before the day, on it, and from the count on."""
    if not one.now.stations:
        return phrase("digest.empty", area=one.now.area)
    if isinstance(one.now, AreaCounted):
        return _counted(turn, one.now, one.before, at)
    before = one.before or AreaBefore()
    return _prepared(one.now, before) if season == "campaign" else _present(one.now, before, at)


def _prepared(now: AreaPrepared, before: AreaBefore) -> Phrase:
    """Campaign: how many stations have witnesses."""
    return phrase(
        "digest.campaign",
        area=now.area,
        mandated=now.mandated,
        stations=now.stations,
        two=now.two,
        more=_more(now.mandated, before.mandated),
        next=_open(now.stations - now.mandated),
    )


def _open(count: int) -> Phrase:
    return phrase("digest.recruit", count=count) if count else phrase("digest.all_witnesses")


def _present(now: AreaPrepared, before: AreaBefore, at: datetime) -> Phrase:
    """Election day: where somebody is present."""
    missing = now.mandated - now.present
    return phrase(
        "digest.day",
        area=now.area,
        at=at,
        present=now.present,
        mandated=now.mandated,
        more=_more(now.present, before.present),
        next=phrase("digest.absent", count=missing) if missing > 0 else "",
    )


def _counted(turn: Turn, now: AreaCounted, before: AreaBefore | None, at: datetime) -> Phrase:
    """The count: ballots that moved, the first participants, what waits."""
    return phrase(
        "digest.count",
        area=now.area,
        at=at,
        ballots=_ballots(turn, now, before) or (phrase("digest.unchanged"),),
        rows=_rows(now, before or AreaBefore()),
        next=_waits(turn, now),
    )


def _ballots(turn: Turn, now: AreaCounted, before: AreaBefore | None) -> tuple[Phrase, ...]:
    """Those that moved since the last digest; with none before it those with anything."""
    election = turn.facts.election
    names = {one.ballot: one.name for one in (election.ballots if election else ())}
    known = {code: reported for code, reported, _ in (before.ballots if before else ())}
    lines = []
    for code, reported, stations in now.ballots:
        moved = reported - known.get(code, 0)
        if moved or (code == now.ballot and before is None):
            coverage = counts.coverage(reported, stations)
            more = _more(reported, known.get(code))
            name = names.get(code, code)
            lines.append(phrase("digest.ballot", ballot=name, coverage=coverage, more=more))
    return tuple(lines)


def _more(now: int, before: int | None) -> Phrase | str:
    """+12 since the last one; nothing where there was none or nothing moved."""
    if before is None or now == before:
        return ""
    return phrase(
        "digest.more_now" if now > before else "digest.fewer_now", count=abs(now - before)
    )


def _rows(now: AreaCounted, before: AreaBefore) -> tuple[Phrase, ...]:
    shares = {row.code: row.share for row in before.rows}
    told = []
    for code, name, _, share in counts.shown(now.rows, now.own, _ROWS):
        moved = share - shares[code] if code in shares else 0.0
        key = "digest.row" if abs(moved) < _SEEN else "digest.row_up"
        if moved <= -_SEEN:
            key = "digest.row_down"
        who = phrase("tell.empty_column") if code == "0" else f"{code} {name}"
        told.append(phrase(key, who=who, share=share, moved=100 * abs(moved)))
    return tuple(told)


def _waits(turn: Turn, now: AreaCounted) -> tuple[Phrase, ...]:
    """What to do next: disputes, then the first ballot that is not complete."""
    lines = []
    if now.disputed:
        lines.append(phrase("digest.disputes", count=now.disputed))
    election = turn.facts.election
    names = {one.ballot: one.name for one in (election.ballots if election else ())}
    for code, reported, stations in now.ballots:
        if reported < stations:
            left, name = stations - reported, names.get(code, code)
            lines.append(phrase("digest.missing", count=left, ballot=name))
            break
    return tuple(lines)


def _next(areas: tuple[DigestArea, ...]) -> tuple[Button, ...]:
    """The words for the first area, as buttons; three at most, which every channel has room for."""
    now = areas[0].now
    code = now.code
    if isinstance(now, AreaPrepared) or not now.stations:
        return (button(f"belum::{code}", "button.missing"),) if now.stations else ()
    disputes = (button("selisih", "button.disputes"),) if now.disputed else ()
    return (
        button(f"rekap::{code}", "button.recap"),
        button(f"belum::{code}", "button.missing"),
        *disputes,
    )


_FRAMES = {
    "campaign": "digest.plain",
    "day": "digest.plain",
    "night": "digest.figures",
    "after": "digest.figures",
}


def of_candidate(turn: Turn, event: DigestCandidate) -> Step:
    """A candidate's digest: the own votes, as they are when it is told."""
    return turn.stay(effects=(TellOwnVotes(),))


def wish(turn: Turn, rest: str) -> Step:
    """DIGEST JARANG changes at once; DIGEST alone asks."""
    asked = f"{turn.pressed or ''} {rest} {turn.text}".lower().split()
    for often, words in _OFTEN.items():
        if any(word in asked for word in words):
            return turn.stay(effects=(SetDigest(often),))
    choices = [button(f"digest:{often}", key) for often, key in _NAMES.items()]
    return turn.stay(turn.reply("digest.which", *choices))


def wished(turn: Turn, outcome: DigestSet) -> Step:
    """It is so from now on."""
    return turn.stay(turn.reply(_DONE[outcome.often]))


SPEC = Spec(
    "digest",
    alone=True,
    who=Who.INFORMED,
    words={Word.DIGEST: wish},
    hears=(
        on(Digest, heard),
        on(DigestCandidate, of_candidate),
        on(DigestSet, wished),
    ),
)
