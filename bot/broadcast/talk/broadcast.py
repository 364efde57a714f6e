"""SIARAN: a leader writes to many, step by step; what it became is in broadcast_events."""

import re
from collections.abc import Mapping
from dataclasses import asdict

from bot.broadcast.talk.broadcast_events import HEARS, places, roles_of
from bot.broadcast.talk.effects import (
    FindAudience,
    ShowSamples,
    SteerBroadcast,
    TellBroadcast,
    WriteBroadcast,
)
from bot.broadcast.talk.outcomes import Audience, AudienceFound
from bot.engine.grammar.clean import clean, plain, words_of
from bot.engine.messages import Kind, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button
from bot.engine.words import Word, said
from bot.filling.assent import says_no, says_yes, takes_back
from models.rules.access import Who
from models.rules.broadcast import EVERYBODY, LONGEST, NAME, SHORTEST, WITNESS, Verb
from models.values import Role

_RECEIPT = re.compile(r"\b(b-[0-9a-z]{4,8})\b[\s:.,]*", re.IGNORECASE)
_NOTE_MOST = 300
_ROLES: Mapping[str, tuple[str, ...]] = {
    WITNESS: ("saksi", "witness", "witnesses"),
    Role.COORDINATOR: ("koordinator", "coordinator", "coordinators", "korcam", "korlap"),
    Role.REVIEWER: ("verifikator", "reviewer", "reviewers"),
    Role.OPERATOR: ("penginput", "operator", "operators"),
    Role.FIELD_OFFICER: ("petugas", "pantarlih", "officer", "officers"),
    Role.CANDIDATE: ("caleg", "calon", "candidate", "candidates"),
    EVERYBODY: ("semua", "everybody", "everyone", "all"),
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}
_FILLERS = frozenset(
    "di untuk kepada ke dan se seluruh wilayah saya kami area my the in to for and of".split()
)
_STEERS: Mapping[str, Verb] = {
    **dict.fromkeys(("minta", "ask"), Verb.ASK),
    **dict.fromkeys(("setujui", "setuju", "approve"), Verb.APPROVE),
    **dict.fromkeys(("tolak", "reject"), Verb.REJECT),
    **dict.fromkeys(("jeda", "tahan", "pause"), Verb.PAUSE),
    **dict.fromkeys(("lanjut", "lanjutkan", "resume"), Verb.RESUME),
    **dict.fromkeys(("batal", "batalkan", "cancel"), Verb.CANCEL),
}
_LOOKS = frozenset({"lihat", "contoh", "samples"})
_LISTS = frozenset({"daftar", "list", "laporan", "report", "status"})


def start(turn: Turn, rest: str) -> Step:
    """SIARAN begins one; SIARAN SAKSI UMBULHARJO too; SIARAN JEDA B-7QKD steers one."""
    spoken = turn.inbound.text.replace(":", " ") if turn.pressed is not None else turn.text
    receipt = _RECEIPT.search(spoken)
    if receipt is not None:
        return _known(turn, spoken, receipt)
    said_words = set(words_of(clean(spoken)))
    if said_words & (_LISTS | _STEERS.keys() | _LOOKS) and not said_words & _ROLE_OF.keys():
        return turn.stay(effects=(TellBroadcast(),))
    if rest.strip():
        return _audience(turn.after(turn.to("broadcast")), rest)
    buttons = [button(f"siaran:{role}", f"broadcast.role_{role}") for role in _OFFERED]
    if turn.pressed:
        return _audience(turn.after(turn.to("broadcast")), turn.pressed)
    return turn.to("broadcast", turn.reply("broadcast.whom", *buttons))


def steer(turn: Turn, told: str) -> Step | None:
    """SETUJUI B-7QKD, TOLAK SIARAN B-7QKD; None where no broadcast is named."""
    receipt = _RECEIPT.search(told)
    return _known(turn, turn.text, receipt) if receipt is not None else None


def not_leader(turn: Turn, rest: str) -> Step:
    """SIARAN is for those who lead."""
    return turn.stay(turn.reply("broadcast.not_leader"))


_OFFERED = (WITNESS, Role.COORDINATOR.value, EVERYBODY)


def _known(turn: Turn, spoken: str, receipt: re.Match[str]) -> Step:
    """What is to be done with a broadcast that is named by its receipt."""
    code, words = receipt[1].upper(), words_of(clean(spoken[: receipt.start()]))
    verb = next((_STEERS[word] for word in words if word in _STEERS), None)
    if verb is not None:
        note = spoken[receipt.end() :].strip()[:_NOTE_MOST]
        place = turn.to("home") if turn.dialog.step == "broadcast" else turn.stay()
        return turn.after(place).stay(effects=(SteerBroadcast(code, verb, note),))
    look = bool(_LOOKS & set(words))
    return turn.stay(effects=(ShowSamples(code) if look else TellBroadcast(code),))


def _audience(turn: Turn, text: str) -> Step:
    """Roles and a place in any order: "saksi umbulharjo", "koordinator dan saksi"."""
    words = [word.strip(".,") for word in words_of(clean(text))]
    named = tuple(
        dict.fromkeys(_ROLE_OF.get(word) or word for word in words if word in (*_ROLE_OF, *_ROLES))
    )
    if not named:
        return turn.stay(turn.reply("broadcast.whom_again"))
    chosen = tuple(one for one in named if one != EVERYBODY) or (EVERYBODY,)
    known = {*_ROLE_OF, *_ROLES, *_FILLERS}
    place = " ".join(word for word in words if word not in known)
    return turn.stay(effects=(FindAudience(place),), roles=list(chosen), place=place or None)


def found(turn: Turn, outcome: AudienceFound) -> Step:
    """The areas that a name may mean: one is taken, several are asked about."""
    areas = [asdict(one) for one in outcome.areas]
    if turn.dialog.step != "broadcast":
        return turn.stay()
    if not turn.data.get("place"):
        return _ask_text(turn.after(turn.stay(areas=areas)))
    if not areas:
        return turn.stay(turn.reply("broadcast.no_area", place=turn.data["place"]), place=None)
    if len(areas) == 1:
        return _ask_text(turn.after(turn.stay(areas=areas, place=None)))
    buttons = [
        button(f"wilayah:{one['code']}", "broadcast.area", area=one["title"]) for one in areas
    ]
    return turn.stay(turn.reply("broadcast.which_area", *buttons), found=areas)


def _ask_text(turn: Turn) -> Step:
    titles = tuple(one["title"] for one in turn.data["areas"])
    whom = Audience(tuple(turn.data["roles"]), titles)
    reply = turn.reply(
        "broadcast.text", roles=roles_of(whom), places=places(whom), most=LONGEST, mark=NAME
    )
    return turn.stay(reply)


def answer(turn: Turn) -> Step:
    """Whom, which area, the text, whether it campaigns: one after the other."""
    heard = said(turn.text)
    ends = heard is not None and heard.word in (Word.BATAL, Word.STOP) and not heard.rest
    if ends or (turn.pressed is None and takes_back(turn.text)):
        return turn.to("home", turn.reply("broadcast.cancelled"))
    if "areas" not in turn.data:
        picked = [one for one in turn.data.get("found", ()) if one["code"] == turn.pressed]
        if picked:
            return _ask_text(turn.after(turn.stay(areas=picked, found=None, place=None)))
        return _audience(turn, turn.text)
    if "text" not in turn.data:
        return _text(turn)
    return _written(turn)


def _text(turn: Turn) -> Step:
    text = turn.text.strip()
    if turn.inbound.kind is not Kind.TEXT or not SHORTEST <= len(text) <= LONGEST:
        return turn.stay(turn.reply("broadcast.length", most=LONGEST))
    buttons = (
        button("jenis:tidak", "broadcast.no_campaign"),
        button("jenis:ya", "broadcast.campaign"),
    )
    return turn.stay(turn.reply("broadcast.kind", *buttons), text=text)


def pictured(turn: Turn) -> Step:
    """A broadcast is words alone; the picture is nobody's form either."""
    return turn.stay(turn.reply("broadcast.length", most=LONGEST))


def _written(turn: Turn) -> Step:
    """The last word: a campaign or not; then it is kept, and its recipients are found."""
    low = plain(turn.text)
    campaign = {"ya": True, "tidak": False}.get(turn.pressed or "")
    if campaign is None and "kampanye" in low:
        campaign = not any(word in low.split() for word in ("bukan", "tidak"))
    elif campaign is None and (says_no(low) or says_yes(low)):
        campaign = says_yes(low) and not says_no(low)
    if campaign is None:
        buttons = (
            button("jenis:tidak", "broadcast.no_campaign"),
            button("jenis:ya", "broadcast.campaign"),
        )
        return turn.stay(turn.reply("broadcast.kind", *buttons))
    codes = tuple(one["code"] for one in turn.data["areas"])
    effect = WriteBroadcast(str(turn.data["text"]), campaign, tuple(turn.data["roles"]), codes)
    return turn.stay(effects=(effect,))


def telling(turn: Turn) -> bool:
    """Whether the text of the broadcast is asked for."""
    return "areas" in turn.data and "text" not in turn.data


SPEC = Spec(
    "broadcast",
    answer,
    free=True,
    telling=telling,
    who=Who.LEADER,
    otherwise=not_leader,
    words={Word.SIARAN: start},
    codes={Word.SETUJU: steer, Word.TOLAK: steer},
    hears=(on(AudienceFound, found), *HEARS),
    photo=pictured,
    keeps=frozenset(
        {
            *(Word.HADIR, Word.ISI, Word.LAPOR, Word.UBAH, Word.BELUM, Word.BENAR, Word.TIDAK),
            *(Word.BATAL, Word.STOP, Word.SALAM, Word.FOTO, Word.TERIMA_KASIH, Word.KEJADIAN),
            *(Word.SALINAN, Word.PERIKSA, Word.TANYA, Word.PEMILIH, Word.MULAI, Word.LEWATI),
        }
    ),
)
