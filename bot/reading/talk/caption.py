"""What stands below a photo: its label alone, or more than that, which is heard as typed."""

import re

from bot.engine.effects import KeepPhoto
from bot.engine.marks import when
from bot.engine.messages import Kind, Step
from bot.engine.spec import Chain, Claim, Spec
from bot.engine.turn import Turn
from bot.filling import typed
from bot.filling.grammar.short_answers import story
from bot.filling.grammar.tokens import Mark, cut

_PAGES = re.compile(
    r"\b(?:hal|halaman|lembar|lbr|foto|plano|page|sheet)\.? *(?:ke *)?-? *[0-9]+"
    r"(?: *(?:dari|/|of) *[0-9]+)?",
    re.IGNORECASE,
)
"""Which sheet a photo shows is no figure of it."""
_FIGURES = 2
"""Fewer numbers below a photo may be its party: "DPR 3"."""


def heard(turn: Turn, chain: Chain) -> Step | None:
    """The photo is kept first; then its caption is answered as if it had been typed behind it."""
    text = turn.inbound.text
    if turn.inbound.kind is not Kind.PHOTO or turn.inbound.group or chain.free(turn):
        return None
    if not (counts(turn, text) or story(text) or text.rstrip().endswith("?") or _word(turn, chain)):
        return None
    kept = chain.rest(turn)
    # What the photo itself settles (a check-in) is not asked for once more.
    settled = any(not isinstance(effect, KeepPhoto) for effect in kept.effects)
    turn = turn.after(turn.to("home")) if settled else turn.after(kept)
    done = chain.whole(turn.saying(text))
    return Step(done.dialog, (*kept.replies, *done.replies), (*kept.effects, *done.effects))


def counts(turn: Turn, text: str) -> bool:
    """Whether figures stand below a photo, more than a label has."""
    parts = typed.cut_of(turn, _PAGES.sub(" ", text)).parts
    pieces = (piece for part in parts for piece in cut(part.text))
    return sum(piece.mark in (Mark.NUMBER, Mark.DOTTED) for piece in pieces) >= _FIGURES


def _word(turn: Turn, chain: Chain) -> bool:
    found = chain.said(turn)
    return found is not None and not found.rest


SPEC = Spec("caption", claim=Claim(heard, when("photo known")))
