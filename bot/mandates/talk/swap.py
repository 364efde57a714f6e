"""TUKAR: a witness asks to be replaced, or a coordinator begins it; the coordinator decides."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.engine.messages import Reply, Step
from bot.engine.spec import Spec
from bot.engine.texts import error_key
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import tell
from bot.mandates.talk.assign import station
from bot.mandates.talk.effects import AskSwap, DeclineSwap, FindSwap, SwapWitness
from models.rules.access import Who

STEP = "swap"
_CODE = re.compile(r"^\s*t-?([0-9a-z]{4,8})\b", re.IGNORECASE)
_LEADS = frozenset({"coordinator", "administrator"})
_SHORTEST, _LONGEST = 4, 200


def start(turn: Turn, rest: str) -> Step:
    """TUKAR TPS 7 SUKAMAJU or a button of a coordinator; TUKAR of a witness."""
    asked = (turn.pressed if turn.pressed is not None else rest).strip()
    leads = turn.facts.person is not None and bool(_LEADS & set(turn.facts.person.roles))
    if leads and asked:
        return turn.to(STEP, effects=(FindSwap(asked[:80]),))
    if turn.facts.mandates:
        return _own(turn, asked)
    return turn.stay(turn.reply("swap.which" if leads else "swap.no_mandate"))


def _own(turn: Turn, asked: str) -> Step:
    """A witness's own wish: at which station, and why."""
    held = turn.facts.mandates
    chosen = [one for one in held if asked == f"m{one.id}"] or (held if len(held) == 1 else [])
    if not chosen:
        buttons = [
            button(
                f"tukar:m{one.id}",
                "button.mandate_at",
                station=tell.station(one.station),
                participant=one.participant,
            )
            for one in held[:10]
        ]
        return turn.stay(turn.reply("swap.own_which", *buttons))
    place = tell.station(chosen[0].station)
    return turn.to(STEP, turn.reply("swap.why", station=place), mandate=chosen[0].id)


def answer(turn: Turn) -> Step:
    """The reason of a witness; or whom a coordinator takes out and puts in."""
    found = said(turn.text)
    word = found.word if found else None
    if word in (Word.BATAL, Word.TIDAK):
        return turn.to("home", turn.reply("swap.cancelled"))
    if "mandate" in turn.data:
        reason = " ".join(turn.text.split())
        if len(reason) < _SHORTEST:
            return turn.stay(turn.reply("swap.why_again"))
        effect = AskSwap(int(turn.data["mandate"]), reason[:_LONGEST])
        return turn.stay(effects=(effect,))
    if "found" not in turn.data:
        return turn.stay(effects=(FindSwap(turn.text.strip()[:80]),))
    return _choose(turn, word)


def _choose(turn: Turn, word: str | None) -> Step:
    there: Mapping[str, Any] = turn.data["found"]
    if "leaves" not in turn.data:
        out = _picked(turn, there["witnesses"], "mandate")
        return _come(turn, out) if out else turn.stay(_leave(turn))
    if "comes" not in turn.data:
        comes = _picked(turn, there["candidates"], "person")
        if comes is None:
            return _come(turn, turn.data["leaves"])
        check = turn.reply_of(
            "swap.check", {**_pair(turn, comes), "station": station(there)}, *_sure()
        )
        return turn.stay(check, comes=comes)
    if word in (Word.BENAR, Word.SETUJU):
        effect = SwapWitness(int(turn.data["leaves"]["mandate"]), int(turn.data["comes"]["person"]))
        return turn.stay(effects=(effect,))
    check = turn.reply_of(
        "swap.check", {**_pair(turn, turn.data["comes"]), "station": station(there)}, *_sure()
    )
    return turn.stay(check)


def _sure() -> tuple[Any, ...]:
    return button("benar", "button.approve"), button("batal", "button.cancel")


def _pair(turn: Turn, comes: Mapping[str, Any]) -> dict[str, Any]:
    return {"old": turn.data["leaves"]["name"], "new": comes["name"]}


def _picked(turn: Turn, rows: Sequence[Mapping[str, Any]], key: str) -> Mapping[str, Any] | None:
    """The row of a pressed button, of a number typed, or of a name."""
    told = (turn.pressed or turn.text).strip().lower()
    by_number = rows[int(told) - 1] if told.isdigit() and 0 < int(told) <= len(rows) else None
    if turn.pressed is not None:
        return next((row for row in rows if str(row[key]) == told), None)
    named = [row for row in rows if len(told) > 2 and told in str(row["name"]).lower()]
    return by_number or (named[0] if len(named) == 1 else None)


def found(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Who stands there and who could come."""
    if turn.dialog.step != STEP:
        return turn.stay()
    witnesses = list(outcome.get("witnesses", ()))
    if not witnesses:
        return turn.to("home", turn.reply("swap.nobody_there", station=station(outcome)))
    if not outcome.get("candidates"):
        return turn.to("home", turn.reply("swap.nobody_free", station=station(outcome)))
    turn = turn.after(turn.stay(found=dict(outcome)))
    if len(witnesses) == 1:
        return _come(turn, witnesses[0])
    return turn.stay(_leave(turn))


def _leave(turn: Turn) -> Reply:
    there: Mapping[str, Any] = turn.data["found"]
    buttons = [
        button(f"pilih:{one['mandate']}", "button.person", called=one["name"])
        for one in there["witnesses"]
    ]
    return turn.reply("swap.who_leaves", *buttons, station=station(there))


def _come(turn: Turn, leaves: Mapping[str, Any]) -> Step:
    there: Mapping[str, Any] = turn.data["found"]
    buttons = [
        button(f"pilih:{one['person']}", "button.person", called=one["name"])
        for one in there["candidates"]
    ]
    rows = tuple(
        phrase(
            "swap.candidate",
            number=number,
            called=one["name"],
            kelurahan=one["kelurahan"],
            kind=phrase("swap.reserve" if one["reserve"] else "swap.volunteer"),
        )
        for number, one in enumerate(there["candidates"], 1)
    )
    values = {"old": leaves["name"], "station": station(there), "rows": rows}
    return turn.stay(turn.reply_of("swap.who_comes", values, *buttons), leaves=dict(leaves))


def swapped(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """To the coordinator: it is done; both hear it."""
    return turn.to("home", turn.reply("swap.done", station=station(outcome)))


def refused(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Not this person's to decide, decided already, or no such station."""
    code = str(outcome.get("code", "error"))
    key = {"not_found": "swap.not_found", "stale_revision": "swap.stale"}.get(code)
    return turn.to("home", turn.reply(key or error_key(code)))


def asked(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """To the witness: the coordinator is asked; until then the duty stays."""
    key = "swap.asked_again" if outcome.get("again") else "swap.asked"
    return turn.to("home", turn.reply(key, receipt=outcome.get("receipt", "")))


def waiting(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the coordinator: who asks, where, why."""
    receipt = event.get("receipt", "")
    buttons = (
        button(f"tukar:{receipt}", "button.choose_other"),
        button(f"tolak:{receipt}", "button.reject"),
    )
    values = {"called": event.get("name", ""), "reason": event.get("reason", "")}
    reply = turn.reply_of(
        "swap.waiting", {"receipt": receipt, "station": station(event), **values}, *buttons
    )
    return turn.stay(reply)


def decline(turn: Turn, told: str) -> Step | None:
    """TOLAK T-7QKD; None where no request is named."""
    code = _CODE.match(told)
    return turn.stay(effects=(DeclineSwap(f"T-{code[1].upper()}"),)) if code else None


def declined(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """To the coordinator."""
    return turn.stay(turn.reply("swap.declined"))


def answered(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the witness who asked: stays on duty."""
    return turn.stay(turn.reply("swap.stays", station=station(event)))


SPEC = Spec(
    STEP,
    answer,
    free=True,
    who=Who.KNOWN,
    words={Word.TUKAR: start},
    codes={Word.TOLAK: decline},
    outcomes={
        "swap_found": found,
        "swapped": swapped,
        "swap_refused": refused,
        "swap_asked": asked,
        "swap_waiting": waiting,
        "swap_declined": declined,
        "swap_answered": answered,
    },
    keeps=frozenset({Word.BENAR, Word.TIDAK, Word.BATAL, Word.SETUJU, Word.KEJADIAN}),
)
