"""KEJADIAN: an incident or an objection, with category, words, photos, and the name kept back."""

from dataclasses import replace

from bot.engine.effects import KeepPhoto
from bot.engine.grammar.clean import plain
from bot.engine.marks import when
from bot.engine.messages import Button, Step
from bot.engine.outcomes import PhotoKept
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, button
from bot.engine.words import Word, said
from bot.filling import beside, choose, home, photos, tell
from bot.filling.grammar.whole_message import figures_in
from bot.incidents.talk import paper_copy as copy
from bot.incidents.talk.effects import ReportIncident
from bot.incidents.talk.outcomes import IncidentKept, IncidentTold
from models.rules.access import Who

CATEGORIES: dict[str, tuple[str, ...]] = {
    "money": ("politik uang", "uang", "amplop", "sembako", "serangan fajar", "money"),
    "pressure": ("intimidasi", "ancam", "paksa", "pressure", "threat"),
    "count": ("salah hitung", "penghitungan", "hitung", "count"),
    "objection": ("keberatan", "objection"),
    "logistics": ("surat suara kurang", "logistik", "kotak", "tinta", "kurang", "ballots"),
    "access": ("saksi dilarang", "diusir", "dilarang", "access"),
    "other": ("lain", "other"),
}
"""Kinds of incident by the words that tell them, asked in this order."""

_TEXT_MOST = 1500


def start(turn: Turn, rest: str) -> Step:
    """KEJADIAN, KEBERATAN, or with the story right behind it."""
    if turn.pressed == "cerita" and turn.data.get("story"):
        told = str(turn.data["story"])
        return _next(turn.after(turn.to("incident", category=_category(told), text=told)))
    first = plain(turn.text).split()[:1]
    category = "objection" if first in (["keberatan"], ["objection"]) else _category(turn.text)
    story = rest.strip() if len(rest.split()) > 1 else ""
    counted = beside.a_story(turn, story)
    if counted is not None:
        return _with_figures(turn, counted, category, story)
    place = turn.to("incident", category=category, text=story or None)
    return _next(turn.after(place))


def _with_figures(turn: Turn, counted: Step, category: str | None, story: str) -> Step:
    """Figures told with the story are noted first, and gone on with afterwards."""
    noted = turn.after(turn.stay(drafts=counted.dialog.data.get("drafts")))
    back = {"step": counted.dialog.step, "data": dict(counted.dialog.data)}
    place = noted.to("incident", category=category, text=story, back=back)
    asked = _next(noted.after(place))
    return replace(asked, replies=(*beside.also(turn, counted), *asked.replies))


def _category(text: str) -> str | None:
    low = plain(text)
    for name, words in CATEGORIES.items():
        if any(word in low for word in words):
            return name
    return None


def answer(turn: Turn) -> Step:
    """What is missing next: the category, the story, then whether the name is told."""
    found = said(turn.text)
    if found is not None and found.word is Word.BATAL:
        return turn.to(_rest(turn), turn.reply("home.cancelled", *home.menu(turn)))
    if "category" not in turn.data:
        category = turn.pressed if turn.pressed in CATEGORIES else _category(turn.text)
        if category is None:
            return _ask_category(turn, "incident.category_again")
        return _next(turn.after(turn.stay(category=category)))
    if "text" not in turn.data:
        if len(turn.text.strip()) < 5 or turn.pressed is not None:
            return turn.stay(turn.reply("incident.story_again"))
        return _next(turn.after(turn.stay(text=turn.text.strip()[:_TEXT_MOST])))
    word = plain(turn.text)
    if "rahasia" in word or "confidential" in word:
        return _send(turn, True)
    if word in ("kirim", "send", "selesai", "done") or (found and found.word is Word.BENAR):
        return _send(turn, False)
    if found is not None and found.word is Word.TIDAK:
        return turn.to(_rest(turn), turn.reply("home.cancelled", *home.menu(turn)))
    more = f"{turn.data['text']}\n{turn.text.strip()}"[:_TEXT_MOST]
    return _next(turn.after(turn.stay(text=more)))


def _rest(turn: Turn) -> str:
    """Where the talk rests afterwards: somebody unknown is still to enrol."""
    return "home" if turn.facts.person else "enrol"


def _next(turn: Turn) -> Step:
    if "category" not in turn.data:
        return _ask_category(turn, "incident.category")
    if "text" not in turn.data:
        return turn.stay(turn.reply("incident.story"))
    place = choose.station_of(turn, str(turn.data["text"]))
    return turn.stay(
        turn.reply(
            "incident.check" if place else "incident.check_no_station",
            *_last_word(),
            text=turn.data["text"],
            station=tell.station(place) if place else "",
        )
    )


def _ask_category(turn: Turn, key: str) -> Step:
    buttons: list[Button] = [
        button(f"jenis:{name}", f"incident.kind_{name}") for name in CATEGORIES
    ]
    return turn.stay(turn.reply(key, *buttons))


def _send(turn: Turn, confidential: bool) -> Step:
    text = str(turn.data["text"])
    place = choose.station_of(turn, text)
    photos = tuple(turn.data.get("incident_photos", ()))
    category = str(turn.data["category"])
    station = place.id if place else None
    effect = ReportIncident(category, text, station, "", confidential, photos)
    return turn.stay(effects=(effect,), confidential=confidential)


def pictured(turn: Turn) -> Step:
    """A photo of what happened."""
    bad = photos.refused(turn)
    if bad is not None:
        return bad
    place = choose.station_of(turn, "")
    album = turn.inbound.album
    effect = KeepPhoto("incident", place.id if place else None)
    if album is not None and album == turn.data.get("album"):
        return turn.stay(effects=(effect,))
    if "text" not in turn.data:
        return turn.stay(turn.reply("incident.photo_first"), effects=(effect,), album=album)
    reply = turn.reply("incident.photo", *_last_word())
    return turn.stay(reply, effects=(effect,), album=album)


def _last_word() -> tuple[Button, ...]:
    return (
        button("kirim", "button.send"),
        button("rahasiakan", "button.confidential"),
        button("batal", "button.cancel"),
    )


def joined(turn: Turn, chain: Chain) -> Step | None:
    """A photo sent with what is told belongs to it."""
    photo = turn.happened(PhotoKept) if turn.dialog.step == "incident" else None
    if photo is None or photo.purpose != "incident":
        return None
    ids = [*turn.data.get("incident_photos", ()), photo.photo]
    return turn.stay(incident_photos=ids[-photos.MOST :])


def kept(turn: Turn, outcome: IncidentKept) -> Step:
    """Safe, with its code; the coordinators know. A refused paper copy is one, too."""
    if turn.dialog.step == "copy":
        return copy.refused(turn, outcome.receipt)
    key = "incident.kept_secret" if turn.data.get("confidential") else "incident.kept"
    return turn.to(_rest(turn), turn.reply(key, receipt=outcome.receipt))


def told(turn: Turn, event: IncidentTold) -> Step:
    """What became of it."""
    key = "incident.closed" if event.status == "closed" else "incident.taken"
    return turn.stay(turn.reply(key, receipt=event.receipt, by=event.by, note=event.note))


def telling(turn: Turn) -> bool:
    """Whether the story is asked for, or goes on; figures of the form are none."""
    return "category" in turn.data and not figures_in(turn.text)


SPEC = Spec(
    "incident",
    answer,
    free=True,
    telling=telling,
    words={Word.KEJADIAN: start},
    hears=(
        on(IncidentKept, kept),
        on(IncidentTold, told),
    ),
    keeps=frozenset(
        {
            *(Word.BENAR, Word.TIDAK, Word.SALAM, Word.FOTO, Word.KEJADIAN, Word.BATAL),
            *(Word.TANGANI, Word.BERES),
        }
    ),
    photo=pictured,
    claim=Claim(joined, when("outcome:photo_kept at:incident")),
    who=Who.ANYONE,
)
