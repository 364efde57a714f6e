"""Where a sum of the form is asked for: what says "the same", and what tells the ballot anew."""

import re

from bot.engine.grammar.lexicon import is_a
from bot.engine.messages import Button
from bot.engine.turn import Turn, button
from bot.filling import ask, going_on
from bot.filling.cases import Case
from bot.filling.grammar.numerals import spelled
from bot.filling.grammar.short_answers import Meant, meant
from bot.filling.grammar.tokens import Mark, tokens
from models.rules.completeness import CLOSING

_CLAUSE = re.compile(r" *[,.;\n]+ *(?=\S)|(?<=\w) +- +(?=[a-z])", re.IGNORECASE)
"""Where the clause ends that says the same: "iya sama. yang batal 6"."""
_WORDS = {"valid": "sah", "total": "total"}


def asked(turn: Turn, case: Case) -> int | None:
    """What we count for the sum that is asked for: there a yes may mean SAMA."""
    return ask.expected_sum(case, going_on.asked_page(turn, case))


def button_of(turn: Turn, case: Case) -> tuple[Button, ...]:
    """The sum that we count as a button; it says the figure, so an old one means no other."""
    counted, word = asked(turn, case), _WORDS.get(str(turn.data.get("ask")))
    if counted is None or word is None:
        return ()
    return (button(f"{word} {counted}", "button.same", counted=counted),)


def same(turn: Turn, case: Case, text: str) -> str | None:
    """SAMA where a sum is asked for: the sum as we count it, and whatever follows it."""
    counted, field = asked(turn, case), turn.data.get("ask")
    if counted is None or field not in (
        "valid",
        "total",
        *(p.code for p in case.contest.parties()),
    ):
        return None
    head, comma, rest = _CLAUSE.sub(",", text.strip(), count=1).partition(",")
    if comma and meant(head, (counted,)) is Meant.SAME and _repeats(rest, counted):
        return str(counted)
    if meant(text, (counted,)) in (Meant.SAME, Meant.YES, Meant.AS_FORM) and _says_same(text):
        return str(counted)
    label = _WORDS.get(str(field))
    if comma and label and meant(head, (counted,)) is Meant.SAME:
        return f"{label} {counted}, {rest}"
    return None


def _repeats(text: str, counted: int) -> bool:
    """ "sama, 234 juga": the figure said once more is no other one."""
    found = [piece for piece in spelled(tokens(text)) if piece.mark is Mark.NUMBER]
    return len(found) == 1 and found[0].value == counted


def _says_same(text: str) -> bool:
    return meant(text) is Meant.SAME or any(
        is_a(word.strip(".,!"), "same") for word in text.lower().split()
    )


def begins_anew(turn: Turn, case: Case, text: str) -> bool:
    """ "ppwp 0 0 0" at the sum: the ballot is named and told from its first figure on."""
    fields = going_on.asked_page(turn, case).fields
    choices = [name for name in fields if name not in CLOSING]
    found = [piece.value for piece in spelled(tokens(text)) if piece.mark is Mark.NUMBER]
    closing = asked(turn, case) is not None and len(found) == len(CLOSING)
    if closing and found[0] + found[1] == found[2] > 0:
        return False  # "ppwp 234 3 237": valid, invalid and their sum
    return len(found) in (len(choices), len(fields))
