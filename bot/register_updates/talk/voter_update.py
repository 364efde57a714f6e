"""PEMILIH: a change of the register is reported (pemutakhiran), step by step or in one message."""

import re

from bot.engine.effects import EraseText, KeepPhoto
from bot.engine.grammar.clean import plain
from bot.engine.marks import when
from bot.engine.messages import Kind, Step
from bot.engine.outcomes import PhotoKept
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import beside, home, photos
from bot.register_updates.talk.effects import ReportVoterChange
from bot.register_updates.talk.outcomes import VoterChangeKept, VoterChangeRefused
from models.rules.access import Who
from models.rules.nik_text import MARK
from models.rules.voter_change import Change

_KINDS: dict[Change, tuple[str, ...]] = {
    Change.MOVED: ("pindah", "moved"),
    Change.DIED: ("meninggal", "wafat", "almarhum", "died"),
    Change.DOUBLE: ("ganda", "dobel", "double"),
    Change.RETIRED: ("purnawirawan", "pensiun", "retired"),
    Change.NEW: ("baru", "17 tahun", "pemilih pemula", "new"),
}
_COUNTED = re.compile(
    r"\b(?:pemilih|dpt|dptb|dpk|pindahan|tambahan|hadir|terdaftar|jumlah\w*|voters?)"
    r"(?: (?:ada|hanya|cuma|sejumlah|yang|yg|hadir|datang|are|is))* [0-9]{1,3}\b(?! tahun)"
)
_MOST, _SHORTEST = 500, 8
_UNKNOWN = ("lewati", "tidak tahu", "tidak ada", "skip", "lupa", "tanpa nik")


def start(turn: Turn, rest: str) -> Step:
    """PEMILIH asks what changed; PEMILIH MENINGGAL Asep Hidayat, Cisarua, RT 03 is all of it.

    A witness who counts voters ("pemilih pindahan ada 3") speaks of the form, not of a person.
    """
    if turn.facts.mandates and turn.pressed is None and _counts(turn.text):
        return _of_the_form(turn)
    kind = _kind(turn.pressed or rest)
    if kind is None:
        buttons = (button(f"pemilih:{one.value}", f"voter_update.{one.value}") for one in _KINDS)
        return turn.to("voter_update", turn.reply("voter_update.which", *buttons))
    nik = turn.inbound.niks[0] if turn.inbound.niks else None
    story = _story(rest, kind)
    place = turn.after(turn.to("voter_update", kind=kind.value, nik=list(nik) if nik else None))
    if len(story) >= _SHORTEST:
        return _send(place, story)
    return place.stay(place.reply("voter_update.story" if nik else "voter_update.nik"))


def _of_the_form(turn: Turn) -> Step:
    """Counted voters are rows of page one, where the organisation asks for them."""
    asked = turn.facts.election is not None and turn.facts.election.asks_figures
    done = beside.figures(turn)
    if done is None and not asked:
        return turn.stay(turn.reply("report.other_rows", question=""))
    return done or home.answer(turn)


def _kind(text: str) -> Change | None:
    low = plain(text)
    words = f" {low} "
    return next((k for k, told in _KINDS.items() if any(f" {w} " in words for w in told)), None)


def _counts(text: str) -> bool:
    """Whether voters are counted, as on page one of the form: "pemilih 250", "pindahan ada 3"."""
    return _COUNTED.search(plain(text)) is not None


def _story(rest: str, kind: Change) -> str:
    told = rest.replace(MARK, " ").strip()
    first = next((w for w in _KINDS[kind] if plain(told).startswith(w)), "")
    return " ".join(told[len(first) :].split()).strip(" ,:;-")


def claimed(turn: Turn, chain: Chain) -> Step | None:
    """A NIK that belongs to a reported change, and the photos sent with one."""
    inbound, here = turn.inbound, turn.dialog.step == "voter_update"
    if inbound.niks and inbound.kind is Kind.TEXT and not inbound.group:
        found = said(turn.text)
        return given(turn) if here or (found and found.word is Word.PEMILIH) else None
    photo = turn.happened(PhotoKept)
    if here and photo is not None and photo.purpose == "voter_update":
        ids = [*turn.data.get("update_photos", ()), photo.photo]
        return turn.stay(update_photos=ids[-photos.MOST :])
    return None


def given(turn: Turn) -> Step:
    """A message with a NIK in it, while a change is reported; the NIK itself is gone at once."""
    found = said(turn.text)
    if found is not None and found.word is Word.PEMILIH:
        return start(turn, found.rest)
    nik, story = list(turn.inbound.niks[0]), turn.text.replace(MARK, " ").strip()
    if "kind" not in turn.data:
        return start(turn, story)
    place = turn.after(turn.stay(nik=nik))
    if len(story) >= _SHORTEST:
        return _send(place, story)
    return place.stay(place.reply("voter_update.story"), effects=(EraseText(),))


def answer(turn: Turn) -> Step:
    """What is missing next: the kind, the NIK if known, the words."""
    found = said(turn.text)
    if found is not None and found.word is Word.BATAL:
        return turn.to("home", turn.reply("voter_update.cancelled"))
    if "kind" not in turn.data:
        return start(turn, turn.text)
    if turn.inbound.kind is not Kind.TEXT:
        return turn.stay(turn.reply("voter_update.story"))
    if "nik" not in turn.data:
        if plain(turn.text) in _UNKNOWN:
            return turn.stay(turn.reply("voter_update.story"), nik=[])
        if len(turn.text.strip()) < _SHORTEST:
            return turn.stay(turn.reply("voter_update.nik"))
    if len(turn.text.strip()) < _SHORTEST:
        return turn.stay(turn.reply("voter_update.story"))
    return _send(turn, turn.text.strip())


def _send(turn: Turn, story: str) -> Step:
    nik = tuple(turn.data.get("nik") or ())
    effect = ReportVoterChange(
        str(turn.data["kind"]),
        story[:_MOST],
        (nik[0], nik[1]) if nik else None,
        tuple(turn.data.get("update_photos", ())),
    )
    return turn.stay(effects=(effect,))


def pictured(turn: Turn) -> Step:
    """A photo of a letter (death, moving); never of an identity card."""
    bad = photos.refused(turn)
    if bad is not None:
        return bad
    reply = turn.reply("voter_update.photo")
    return turn.stay(reply, effects=(KeepPhoto("voter_update", None),))


def kept(turn: Turn, outcome: VoterChangeKept) -> Step:
    """Safe with its code, and who looks at it."""
    office = turn.facts.election is not None and turn.facts.election.office
    who = phrase("voter_update.by_office" if office else "voter_update.by_others")
    reply = turn.reply("voter_update.kept", receipt=outcome.receipt, who=who)
    return turn.to("home", reply)


def refused(turn: Turn, outcome: VoterChangeRefused) -> Step:
    """More than one phone sends in a day."""
    return turn.to("home", turn.reply("voter_update.too_many"))


def telling(turn: Turn) -> bool:
    """Whether it is asked what changed."""
    return "kind" in turn.data


SPEC = Spec(
    "voter_update",
    answer,
    free=True,
    telling=telling,
    words={Word.PEMILIH: start},
    hears=(
        on(VoterChangeKept, kept),
        on(VoterChangeRefused, refused),
    ),
    keeps=frozenset({Word.BATAL, Word.LEWATI, Word.BENAR, Word.TIDAK, Word.FOTO}),
    photo=pictured,
    who=Who.ANYONE,
    claim=Claim(claimed, when("nik", "outcome:photo_kept at:voter_update")),
)
