"""SALINAN: the paper copy of the form: received or refused, signed by whom, handed to whom."""

from bot.engine.effects import KeepPhoto
from bot.engine.facts import StationPlace
from bot.engine.messages import Button, Reply, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button
from bot.engine.words import Word, said
from bot.filling import beside, choose, home, photos, tell
from bot.filling.cases import cases, stations
from bot.incidents.talk.effects import NoteCopy, ReportIncident
from bot.incidents.talk.kinds import kind_of
from bot.incidents.talk.outcomes import CopyNoted
from models.rules.access import Who

_COPY = "copy"
_SHOWN = ("received", "part", "refused", "not_yet")
"""What a copy may be, as its buttons stand."""
_NAME_MOST = 80


def start(turn: Turn, rest: str) -> Step:
    """SALINAN, SALINAN TPS 7."""
    if choose.foreign(turn, rest):
        return choose.not_yours(turn, rest)
    figures = beside.figures(turn.saying(rest)) if turn.pressed is None else None
    if figures is not None:
        return figures
    pressed = turn.pressed or ""
    place = next((p for p in stations(turn.facts) if str(p.id) == pressed), None)
    place = place or choose.station_of(turn, rest)
    if place is None:
        return choose.ask_station(turn, "salinan")
    return at_station(turn, place.id)


def at_station(turn: Turn, station_id: int) -> Step:
    """Asks whether the copies of a station were received."""
    place = _place(turn, station_id)
    if place is None:
        return turn.to("home", turn.reply("home.mandate_gone"))
    reply = turn.reply("copy.received", *_choices(), station=tell.station(place))
    return turn.to("copy", reply, station=place.id)


def again(turn: Turn) -> Reply | None:
    """What is still asked about the copies."""
    place = _place(turn, turn.data.get("station"))
    if place is None:
        return None
    if "status" not in turn.data:
        return turn.reply("copy.received", *_choices(), station=tell.station(place))
    if "signed" not in turn.data:
        return turn.reply("copy.signed", _nobody())
    return turn.reply("copy.handed", _later())


def _choices() -> tuple[Button, ...]:
    return tuple(button(f"salin:{name}", f"copy.is_{name}") for name in _SHOWN)


def answer(turn: Turn) -> Step:
    """Status, then the signature, then the handing over."""
    place = _place(turn, turn.data.get("station"))
    if place is None:
        return turn.to("home", turn.reply("home.mandate_gone"))
    if "status" not in turn.data:
        return _status(turn, place)
    if "signed" not in turn.data:
        return turn.stay(turn.reply("copy.handed", _later()), signed=_name(turn))
    return _note(turn, place, _name(turn))


def _status(turn: Turn, place: StationPlace) -> Step:
    status = turn.pressed if turn.pressed in _SHOWN else kind_of(turn.text, _COPY)
    if status is None:
        return turn.stay(turn.reply("copy.again", *_choices()))
    if status == "not_yet":
        return turn.to("home", turn.reply("copy.not_yet"))
    if status == "refused":
        refusal = ReportIncident("copy_refused", "", place.id)
        return turn.stay(effects=(NoteCopy(place.id, "refused"), refusal), status=status)
    return turn.stay(turn.reply("copy.signed", _nobody()), status=status)


def _nobody() -> Button:
    return button("lewati:", "button.skip")


def _later() -> Button:
    return button("nanti", "button.later")


def _name(turn: Turn) -> str:
    found = said(turn.text)
    skipped = found is not None and found.word in (Word.LEWATI, Word.TIDAK, Word.BELUM)
    return "" if skipped or turn.pressed is not None else turn.text.strip()[:_NAME_MOST]


def _note(turn: Turn, place: StationPlace, handed: str) -> Step:
    contests = tuple(case.contest_id for case in cases(turn, place.id))
    status = str(turn.data["status"])
    signed = str(turn.data["signed"])
    effect = NoteCopy(place.id, status, contests if status == "received" else (), signed, handed)
    return turn.stay(effects=(effect,), handed=handed)


def noted(turn: Turn, outcome: CopyNoted) -> Step:
    """It is on record."""
    if turn.data.get("status") == "refused":
        return turn.stay()
    handed = turn.data.get("handed", "")
    key = "copy.noted_handed" if handed else "copy.noted"
    return turn.to("home", turn.reply(key, handed=handed))


def refused(turn: Turn, receipt: str) -> Step:
    """The refusal is an incident now; art. 506 stands behind the witness."""
    return turn.to("home", turn.reply("copy.refused", receipt=receipt))


def pictured(turn: Turn) -> Step:
    """A photo of the copy."""
    bad = photos.refused(turn)
    if bad is not None:
        return bad
    album = turn.inbound.album
    effect = KeepPhoto("copy", turn.data.get("station"))
    if album is not None and album == turn.data.get("album"):
        return turn.stay(effects=(effect,))
    return turn.stay(turn.reply("copy.photo"), effects=(effect,), album=album)


def _place(turn: Turn, station_id: int | None) -> StationPlace | None:
    return next((place for place in stations(turn.facts) if place.id == station_id), None)


def telling(turn: Turn) -> bool:
    """Whether a name is asked for."""
    return "status" in turn.data


SPEC = Spec(
    "copy",
    answer,
    free=True,
    again=again,
    telling=telling,
    who=Who.WITNESS,
    otherwise=home.for_witnesses,
    words={Word.SALINAN: start},
    hears=(on(CopyNoted, noted),),
    keeps=frozenset({Word.BENAR, Word.TIDAK, Word.BELUM, Word.LEWATI}),
    photo=pictured,
)
