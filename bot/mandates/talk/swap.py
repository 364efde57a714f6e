"""TUKAR: a witness asks to be replaced, or a coordinator begins it; the coordinator decides."""

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from bot.engine.messages import Phrase, Reply, Step
from bot.engine.spec import Spec, on
from bot.engine.texts import error_key
from bot.engine.turn import Turn, button, named_station, phrase
from bot.engine.words import Word, said
from bot.filling import tell
from bot.mandates.talk.effects import AskSwap, DeclineSwap, FindSwap, SwapWitness
from bot.mandates.talk.outcomes import (
    Coming,
    Leaving,
    SwapAnswered,
    SwapAsked,
    SwapDeclined,
    SwapFound,
    Swapped,
    SwapRefused,
    SwapWaiting,
)
from models.rules.access import Who

STEP = "swap"
_Row = TypeVar("_Row", Leaving, Coming)
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
    there = _there(turn)
    if "leaves" not in turn.data:
        out = _picked(turn, there.witnesses, lambda one: one.mandate)
        return _come(turn, there, out) if out else turn.stay(_leave(turn, there))
    leaves = Leaving(**turn.data["leaves"])
    if "comes" not in turn.data:
        comes = _picked(turn, there.candidates, lambda one: one.person)
        if comes is None:
            return _come(turn, there, leaves)
        return turn.stay(_check(turn, there, leaves, comes), comes=asdict(comes))
    comes = Coming(**turn.data["comes"])
    if word in (Word.BENAR, Word.SETUJU):
        return turn.stay(effects=(SwapWitness(leaves.mandate, comes.person),))
    return turn.stay(_check(turn, there, leaves, comes))


def _there(turn: Turn) -> SwapFound:
    """What was found, as the dialog keeps it."""
    kept = turn.data["found"]
    return SwapFound(
        number=kept["number"],
        kelurahan=kept["kelurahan"],
        witnesses=tuple(Leaving(**one) for one in kept["witnesses"]),
        candidates=tuple(Coming(**one) for one in kept["candidates"]),
    )


def _station(at: SwapFound | Swapped | SwapAnswered) -> Phrase:
    return named_station(at.number, at.kelurahan)


def _check(turn: Turn, there: SwapFound, leaves: Leaving, comes: Coming) -> Reply:
    sure = (button("benar", "button.approve"), button("batal", "button.cancel"))
    station = _station(there)
    return turn.reply("swap.check", *sure, old=leaves.name, new=comes.name, station=station)


def _picked(turn: Turn, rows: tuple[_Row, ...], key: Callable[[_Row], int]) -> _Row | None:
    """The row of a pressed button, of a number typed, or of a name."""
    told = (turn.pressed or turn.text).strip().lower()
    by_number = rows[int(told) - 1] if told.isdecimal() and 0 < int(told) <= len(rows) else None
    if turn.pressed is not None:
        return next((row for row in rows if str(key(row)) == told), None)
    named = [row for row in rows if len(told) > 2 and told in row.name.lower()]
    return by_number or (named[0] if len(named) == 1 else None)


def found(turn: Turn, outcome: SwapFound) -> Step:
    """Who stands there and who could come."""
    if turn.dialog.step != STEP:
        return turn.stay()
    if not outcome.witnesses:
        return turn.to("home", turn.reply("swap.nobody_there", station=_station(outcome)))
    if not outcome.candidates:
        return turn.to("home", turn.reply("swap.nobody_free", station=_station(outcome)))
    turn = turn.after(turn.stay(found=asdict(outcome)))
    if len(outcome.witnesses) == 1:
        return _come(turn, outcome, outcome.witnesses[0])
    return turn.stay(_leave(turn, outcome))


def _leave(turn: Turn, there: SwapFound) -> Reply:
    buttons = [
        button(f"pilih:{one.mandate}", "button.person", called=one.name) for one in there.witnesses
    ]
    return turn.reply("swap.who_leaves", *buttons, station=_station(there))


def _come(turn: Turn, there: SwapFound, leaves: Leaving) -> Step:
    buttons = [
        button(f"pilih:{one.person}", "button.person", called=one.name) for one in there.candidates
    ]
    rows = tuple(
        phrase(
            "swap.candidate",
            number=number,
            called=one.name,
            kelurahan=one.kelurahan,
            kind=phrase("swap.reserve" if one.reserve else "swap.volunteer"),
        )
        for number, one in enumerate(there.candidates, 1)
    )
    station = _station(there)
    reply = turn.reply("swap.who_comes", *buttons, old=leaves.name, station=station, rows=rows)
    return turn.stay(reply, leaves=asdict(leaves))


def swapped(turn: Turn, outcome: Swapped) -> Step:
    """To the coordinator: it is done; both hear it."""
    return turn.to("home", turn.reply("swap.done", station=_station(outcome)))


def refused(turn: Turn, outcome: SwapRefused) -> Step:
    """Not this person's to decide, decided already, or no such station."""
    code = outcome.code
    key = {"not_found": "swap.not_found", "stale_revision": "swap.stale"}.get(code)
    return turn.to("home", turn.reply(key or error_key(code)))


def asked(turn: Turn, outcome: SwapAsked) -> Step:
    """To the witness: the coordinator is asked; until then the duty stays."""
    key = "swap.asked_again" if outcome.again else "swap.asked"
    return turn.to("home", turn.reply(key, receipt=outcome.receipt))


def waiting(turn: Turn, event: SwapWaiting) -> Step:
    """To the coordinator: who asks, where, why."""
    receipt = event.receipt
    buttons = (
        button(f"tukar:{receipt}", "button.choose_other"),
        button(f"tolak:{receipt}", "button.reject"),
    )
    reply = turn.reply(
        "swap.waiting",
        *buttons,
        receipt=receipt,
        station=named_station(event.number, event.kelurahan),
        called=event.name,
        reason=event.reason,
    )
    return turn.stay(reply)


def decline(turn: Turn, told: str) -> Step | None:
    """TOLAK T-7QKD; None where no request is named."""
    code = _CODE.match(told)
    return turn.stay(effects=(DeclineSwap(f"T-{code[1].upper()}"),)) if code else None


def declined(turn: Turn, outcome: SwapDeclined) -> Step:
    """To the coordinator."""
    return turn.stay(turn.reply("swap.declined"))


def answered(turn: Turn, event: SwapAnswered) -> Step:
    """To the witness who asked: stays on duty."""
    return turn.stay(turn.reply("swap.stays", station=_station(event)))


def again(turn: Turn) -> Reply | None:
    """The reason, where a witness is asked for it."""
    return turn.reply("swap.why_again") if "mandate" in turn.data else None


def telling(turn: Turn) -> bool:
    """Whether the reason is asked for."""
    return "mandate" in turn.data


SPEC = Spec(
    STEP,
    answer,
    free=True,
    again=again,
    telling=telling,
    who=Who.KNOWN,
    words={Word.TUKAR: start},
    codes={Word.TOLAK: decline},
    hears=(
        on(SwapFound, found),
        on(Swapped, swapped),
        on(SwapRefused, refused),
        on(SwapAsked, asked),
        on(SwapWaiting, waiting),
        on(SwapDeclined, declined),
        on(SwapAnswered, answered),
    ),
    keeps=frozenset({Word.BENAR, Word.TIDAK, Word.BATAL, Word.SETUJU, Word.KEJADIAN}),
)
