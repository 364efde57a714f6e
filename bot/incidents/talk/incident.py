"""KEJADIAN: an incident or an objection, with category, words, photos, and the name kept back."""

from dataclasses import replace

from bot.engine.effects import KeepPhoto
from bot.engine.grammar.clean import plain
from bot.engine.marks import when
from bot.engine.messages import Button, Reply, Step
from bot.engine.outcomes import PhotoKept
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, button
from bot.engine.words import Word, said
from bot.filling import beside, choose, home, photos, tell
from bot.filling.grammar.short_answers import story
from bot.filling.grammar.whole_message import figures_in
from bot.incidents.talk import paper_copy as copy
from bot.incidents.talk.effects import ReportIncident
from bot.incidents.talk.kinds import kind_of, named
from bot.incidents.talk.outcomes import IncidentKept, IncidentTold
from models.rules.access import Who

CATEGORY = "category"
_TEXT_MOST, _LONG = 1500, 6
"""Letters that are kept of a story, and words from which on a message tells one."""


def start(turn: Turn, rest: str) -> Step:
    """KEJADIAN, KEBERATAN, or with the story right behind it."""
    if turn.pressed == "cerita" and turn.data.get("story"):
        kept = str(turn.data["story"])
        return _next(turn.after(turn.to("incident", category=kind_of(kept, CATEGORY), text=kept)))
    first = plain(turn.text).split()[:1]
    category = (
        "objection" if first in (["keberatan"], ["objection"]) else kind_of(turn.text, CATEGORY)
    )
    told = rest.strip() if len(rest.split()) > 1 else ""
    counted = beside.a_story(turn, told)
    if counted is not None:
        return _with_figures(turn, counted, category, told)
    place = turn.to("incident", category=category, text=told or None)
    return _next(turn.after(place))


def _with_figures(turn: Turn, counted: Step, category: str | None, text: str) -> Step:
    """Figures told with the story are noted first, and gone on with afterwards."""
    noted = turn.after(turn.stay(drafts=counted.dialog.data.get("drafts")))
    back = {"step": counted.dialog.step, "data": dict(counted.dialog.data)}
    place = noted.to("incident", category=category, text=text, back=back)
    asked = _next(noted.after(place))
    return replace(asked, replies=(*beside.also(turn, counted), *asked.replies))


def answer(turn: Turn) -> Step:
    """What is missing next: the category, the story, then whether the name is told."""
    found = said(turn.text)
    if found is not None and found.word is Word.BATAL:
        return turn.to(_rest(turn), turn.reply("home.cancelled", *home.menu(turn)))
    if "category" not in turn.data:
        category = turn.pressed if turn.pressed in named(CATEGORY) else kind_of(turn.text, CATEGORY)
        told = _told(turn)
        if category is None and not told:
            return _ask_category(turn, "incident.category_again")
        return _next(turn.after(turn.stay(category=category, text=told or turn.data.get("text"))))
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


def _told(turn: Turn) -> str:
    """The story, where it is told before its kind is known; what was told before stays."""
    before = str(turn.data.get("text", ""))
    long = len(turn.text.split()) >= _LONG and "?" not in turn.text
    told = turn.pressed is None and (long or story(turn.text))
    more = [before, turn.text.strip()] if told else [before]
    return "\n".join(filter(None, more))[:_TEXT_MOST]


def again(turn: Turn) -> Reply:
    """What the report of an incident still needs, or its last word."""
    return _next(turn).replies[-1]


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
        button(f"jenis:{name}", f"incident.kind_{name}") for name in named(CATEGORY)
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
    again=again,
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
