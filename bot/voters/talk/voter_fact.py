"""The second fact: what a NIK does not say, so that nobody asks about others by guessing."""

from bot.engine.effects import EraseText
from bot.engine.messages import Kind, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn
from bot.engine.words import Word, said
from bot.voters.talk import voter
from bot.voters.talk.effects import FindVoter
from models.rules.access import Who

_LONGEST = 80
_LEFT_ALONE = frozenset({Word.CEK, Word.TANYA, Word.DATA_SAYA, Word.HAPUS_DATA, Word.BAHASA})
"""Words that are no first name of anybody; "Salam" and "Hasil" are."""


def answer(turn: Turn) -> Step:
    """A name or four digits; the look-up answers in the same words whatever is wrong."""
    voters, nik = turn.facts.voters, turn.data.get("nik")
    if voters is None or not nik:
        return voter.start(turn, "")
    found = said(turn.text)
    word = found.word if found else None
    if word is Word.BATAL:
        return voter.cancel(turn)
    text = turn.text.strip()
    if sum(letter.isdigit() for letter in text) > voter.MOST_DIGITS:
        return voter.almost(turn)
    if word is Word.BANTUAN or turn.inbound.kind is not Kind.TEXT or not _may_be(text, voters.fact):
        return turn.stay(turn.reply(f"voter.{voters.fact}"), effects=(EraseText(),))
    effects = (EraseText(), FindVoter((nik[0], nik[1]), text))
    return turn.to("voter", effects=effects)


def _may_be(text: str, fact: str) -> bool:
    if fact == "family_card":
        return sum(letter.isdigit() for letter in text) == 4
    return any(letter.isalpha() for letter in text) and len(text) <= _LONGEST


SPEC = Spec(
    "voter_fact",
    answer,
    free=True,
    keeps=frozenset(Word) - _LEFT_ALONE,
    photo=voter.photo,
    who=Who.ANYONE,
)
