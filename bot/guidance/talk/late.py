"""A message that arrives after newer ones never overwrites them: it asks."""

import re

from bot.engine.grammar.clean import plain
from bot.engine.marks import when
from bot.engine.messages import Button, Dialog, Kind, Step
from bot.engine.spec import Chain, Claim, Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import going_on
from bot.filling.assent import says_no, says_yes, takes_back
from bot.filling.cases import current
from bot.filling.grammar.short_answers import Meant, meant

_SHOWN = 60
_NUMBER = re.compile(r"[0-9]{1,4}")
_USE = frozenset("pakai pake dipakai dipake gunakan use it aja saja itu".split())
_NOT_USED = frozenset("abaikan ignore buang jangan".split())
_SHORT = 4
"""Words of an answer to the buttons; more than that say something new."""
HARMLESS = frozenset(
    {
        Word.BELUM,
        Word.BANTUAN,
        Word.BAHASA,
        Word.SALAM,
        Word.TERIMA_KASIH,
        Word.HADIR,
        Word.PEMILIH,
        Word.PERIKSA,
        Word.COKLIT,  # names its numbers, and the newest by its hour holds
    }
)
"""Words that change nothing, however late they come."""


def claimed(turn: Turn, chain: Chain) -> Step | None:
    """A late message is asked about; its answer comes here, or something new leaves it aside."""
    if turn.inbound.kind is Kind.OUTCOME:
        return None
    if turn.dialog.step != "late":
        return ask(turn) if asks(turn) and turn.facts.person is not None else None
    before, text = resume(turn), str(turn.data.get("late", ""))
    decision = decided(turn) if turn.inbound.kind in (Kind.TEXT, Kind.PRESS) else None
    if decision is True:
        return chain.rest(before.saying(text))
    if decision is False:
        return dropped(before)
    return _again(turn, text) if _agrees(turn) else chain.whole(before)


def _agrees(turn: Turn) -> bool:
    """Whether it says what would save figures elsewhere: that they stand so, or are the same."""
    found = said(turn.text)
    as_form = found is not None and found.word is Word.SESUAI
    return as_form or meant(turn.text) in (Meant.SAME, Meant.AS_FORM)


def _again(turn: Turn, text: str) -> Step:
    """Whether the message is used is asked once more."""
    return turn.stay(turn.reply("late.again", *_choice(), text=text[:_SHOWN]))


def _choice() -> tuple[Button, ...]:
    return button("pakai", "button.use"), button("abaikan", "button.ignore")


def asks(turn: Turn) -> bool:
    """Whether this message has to be asked about before it is used."""
    inbound = turn.inbound
    if (
        not (inbound.late or inbound.edited)
        or inbound.kind not in (Kind.TEXT, Kind.PRESS)
        or not turn.text.strip()
    ):
        return False
    found = said(turn.text)
    return found is None or found.word not in HARMLESS


def ask(turn: Turn) -> Step:
    """A late button is dropped with a word; a late or an edited text may still be used."""
    edited = turn.inbound.edited
    if not edited and (turn.inbound.kind is Kind.PRESS or said(turn.text) is not None):
        return turn.stay(turn.reply("late.word", text=turn.text[:_SHOWN]))
    place = turn.facts.mandates[0].station if turn.facts.mandates else None
    text = turn.text.strip()
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    if edited and not any(letter.isalpha() or letter in "=:" for letter in text):
        # Bare numbers were taken for the fields asked for then, and would go to the next ones now.
        changed = _in_the_draft(turn, text)
        return changed or turn.stay(turn.reply("late.edited_bare", text=shown))
    reply = turn.reply(
        "late.edited" if edited else "late.ask",
        *_choice(),
        text=shown,
        at=turn.at(turn.inbound.at, place),
    )
    back = turn.dialog.to_json()
    if turn.dialog.step == "late":
        back = turn.data["back"]
    return Step(Dialog("late", {**turn.data, "back": back, "late": text}), (reply,))


def _in_the_draft(turn: Turn, text: str) -> Step | None:
    """Before and after of the last message's figures, asked about; None where they do not fit."""
    case = current(turn) if turn.dialog.step in ("report", "confirm", "doubt") else None
    last = case.draft.undo[-1] if case is not None and case.draft.undo else {}
    numbers = [int(one) for one in _NUMBER.findall(text)]
    if case is None or not numbers or len(numbers) != len(last) or case.draft.waits:
        return None
    told = dict(zip(last, numbers, strict=True))
    new = {name: number for name, number in told.items() if case.given.get(name) != number}
    if not new:
        return None
    case = case.with_draft(case.draft.wondering(new, ()))
    note = phrase("late.edited_now", text=text[:_SHOWN])
    return going_on.proceed(turn, case, going_on.opened(turn, case), (note,))


def resume(turn: Turn) -> Turn:
    """The turn as if the late message had not come."""
    before = Dialog.from_json(turn.data.get("back", {}))
    return turn.after(Step(before))


def decided(turn: Turn) -> bool | None:
    """True to use the late message, False to drop it, None when something else was said."""
    words = plain(turn.text).split()
    short = len(words) <= _SHORT and not any(map(str.isdigit, turn.text))
    found = said(turn.text)
    no = found is not None and found.word in (Word.TIDAK, Word.BATAL)
    rest = " ".join(word for word in words if word not in _USE | _NOT_USED)
    named = short and len(rest.split()) < len(words)
    if no or takes_back(turn.text) or (named and _NOT_USED & set(words) and not rest):
        return False
    if named and says_no(rest):
        return False
    return True if says_yes(turn.text) or (named and (not rest or says_yes(rest))) else None


def dropped(turn: Turn) -> Step:
    """The late message stays in the record and changes nothing."""
    return turn.stay(turn.reply("late.ignored"))


SPEC = Spec("late", claim=Claim(claimed, when("late", "edited", "at:late")))
