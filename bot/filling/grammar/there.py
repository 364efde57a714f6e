"""Whose figure somewhere else was, where ours is told bare: "tps sebelah prabowo 140, kami 88"."""

from collections.abc import Sequence

from bot.engine.grammar.lexicon import known, stem
from bot.filling.grammar.tokens import Mark, Token

AT = frozenset("di ing neng nang ning kel kelurahan desa kec kecamatan".split())
"""Before the name of a place."""
_NAME = 3
"""Words of one name."""


def sentence_from(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    """The tokens from a place to the end of its sentence."""
    end = place
    while end < len(tokens) and not (
        tokens[end].mark is Mark.LINE or tokens[end].text in (".", ";", "!", "?")
    ):
        end += 1
    return tokens[place:end]


def named_there(there: Sequence[Token], here: Sequence[Token]) -> list[Token]:
    """ "tps sebelah prabowo 140, kami 88": whose figure there it was, if here is but one, bare."""
    figures = [place for place, one in enumerate(there) if one.mark is Mark.NUMBER]
    bare = sum(one.mark is Mark.NUMBER for one in here) == 1 and not any(map(_strange_word, here))
    if len(figures) > 1 or not bare:
        return []
    told = there[: figures[0]] if figures else there
    places = [place for place, one in enumerate(told) if _strange_word(one)]
    found = [told[at] for at in places if not at or told[at - 1].text not in AT]
    return found if len(found) <= _NAME else []


def _strange_word(token: Token) -> bool:
    return token.mark is Mark.WORD and len(token.text) > 2 and stem(token.text) not in known()
