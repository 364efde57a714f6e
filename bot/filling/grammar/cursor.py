"""Where a reader of tokens stands, and what it has made of them so far."""

from collections.abc import Sequence

from bot.filling.grammar.choice_names import Names
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.units import Kind, Unit

NONE = Token(Mark.LINE)
IS = frozenset("nya ne ki itu iku mah teh".split())
"""Words behind a number that make it a name: "3 nya 62"."""
EMPTY = {("kolom", "kosong"), ("kotak", "kosong"), ("empty", "column"), ("empty", "box")}


class Cursor:
    """Reads tokens from left to right; `page`: the party whose page is spoken of."""

    def __init__(
        self,
        tokens: Sequence[Token],
        names: Names,
        people: Names | None,
        *,
        page: str | None,
        closing: bool,
        parties: bool,
    ) -> None:
        self.tokens, self.names, self.people = tokens, names, people
        self.page, self.closing, self.parties = page, closing, parties
        self.inside = page is not None
        self.place = 0
        self.units: list[Unit] = []

    def at(self, ahead: int = 0) -> Token:
        """A token from here on."""
        place = self.place + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else NONE

    def _add(self, kind: Kind, size: int = 1, **more: object) -> None:
        first, last = self.at(), self.at(size - 1)
        text = " ".join(t.text for t in self.tokens[self.place : self.place + size] if t.text)
        unit = Unit(kind, first.start, last.end, text, **more)  # type: ignore[arg-type]
        self.units.append(unit)
        self.place += size

    def _begins(self) -> bool:
        """Whether a line begins here."""
        before = self.tokens[self.place - 1] if self.place else NONE
        marks = (Mark.LINE, Mark.OTHER)
        return before.mark is Mark.LINE or (
            before.mark in marks
            and self.place > 1
            and self.tokens[self.place - 2].mark is Mark.LINE
        )

    def _row_of_nothing(self) -> bool:
        """ "6-11 0" as a row of its own: from six to eleven nothing."""
        ends = (Mark.LINE, Mark.COMMA)
        before = self.tokens[self.place - 1] if self.place else NONE
        alone = before is NONE or before.mark in ends
        nought, behind = self.at(3), self.at(4)
        zero = nought.mark is Mark.NUMBER and nought.value == 0
        ended = behind is NONE or behind.mark in ends
        return self.at().value < self.at(2).value and alone and zero and ended
