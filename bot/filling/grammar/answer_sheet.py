"""Reads a message of nothing but lines "label = figure", as our templates are."""

import re

from bot.engine.grammar.clean import clean
from bot.filling.grammar.scope import BAD, Parsed, Refused, Scope, Why
from bot.filling.grammar.sections import section
from bot.filling.grammar.tokens import Mark, Token, cut
from bot.filling.grammar.units import Called

_LINE = re.compile(r"^(?P<label>[^=:\n]+?)\s*=\s*(?P<value>\S*)$")
_HEADING = re.compile(r"^(?P<number>\d{1,2}) (?P<name>[^\d=:][^=:]*)$")
_LEAST = 3
"""Fewer lines are read like any other message."""


def sheet(text: str, scope: Scope) -> Parsed | None:
    """The figures of a filled template; None where a line is anything else."""
    lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
    if sum("=" in line for line in lines) < _LEAST:
        return None
    reader = _Sheet(scope)
    if not all(reader.takes(line) for line in lines):
        return None
    heard = bool(reader.numbers or reader.refused)
    return Parsed(reader.numbers, tuple(reader.refused), heard=heard)


class _Sheet:
    """What the lines so far said; `party`: below whose heading the next line stands."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.codes = {choice.code for choice in scope.contest.choices}
        self.numbers: dict[str, int] = {}
        self.refused: list[Refused] = []
        self.party: str | None = scope.page.party

    def takes(self, line: str) -> bool:
        """Whether a line is one of a template, and then what it says."""
        filled = _LINE.match(line)
        if filled is None:
            return self._heading(line)
        field = self._field(filled["label"].strip())
        return field is not None and self._put(field, filled["value"])

    def _heading(self, line: str) -> bool:
        found = _HEADING.match(line)
        if found is None or not self.scope.contest.has_parties:
            return False
        code = str(int(found["number"]))
        if not self._is_called(code, found["name"]):
            return False
        self.party = code
        return True

    def _is_called(self, code: str, name: str) -> bool:
        choice = next((c for c in self.scope.contest.parties() if c.code == code), None)
        told = clean(name).strip()
        return choice is not None and told in (clean(choice.short), clean(choice.name))

    def _field(self, label: str) -> str | None:
        inner = f"{self.party}.{label}"
        if label.isdigit() and self.party is not None and inner in self.codes:
            return inner
        if label == "suara partai" and self.party is not None:
            return f"{self.party}.0"
        numbered = _HEADING.match(label)
        code = str(int(numbered["number"])) if numbered else label
        if numbered and self._is_called(code, numbered["name"]):
            return code
        if label == "kolom kosong" or code in self.codes & {"0"}:
            return "0" if "0" in self.codes else None
        return self._sum(label)

    def _sum(self, label: str) -> str | None:
        pieces = cut(label)
        found = section(pieces, self.party is not None)
        if found is None or found[1] != len(pieces):
            return None
        called = found[0].called
        if called is Called.PARTY_SUM and self.party is not None:
            return self.party
        if called in (Called.VALID, Called.INVALID):
            self.party = None
        plain = {Called.VALID: "valid", Called.INVALID: "invalid", Called.TOTAL: "total"}
        return plain.get(called)

    def _put(self, field: str, value: str) -> bool:
        if not value:
            return True
        pieces = cut(value) if value != "-" else [Token(Mark.NUMBER, "-", 0, zero=True)]
        if len(pieces) != 1 or pieces[0].mark is not Mark.NUMBER:
            return False
        token = pieces[0]
        if token.guess or (field in self.numbers and self.numbers[field] != token.value):
            return False
        if token.bad is not None or token.value >= 10**self.scope.boxes:
            why = BAD[token.bad] if token.bad is not None else Why.HUGE
            self.refused.append(Refused(token.text[:20], why, self.scope.boxes, field=field))
            return True
        limit = self.scope.printed
        if limit is not None and token.value > limit and field in self.codes:
            return False
        self.numbers[field] = token.value
        return True
