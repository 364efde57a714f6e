"""Which field of the form a label names, after what was named before it in the message."""

from dataclasses import dataclass, field

from bot.filling.grammar.scope import Refused, Scope, Why
from bot.filling.grammar.units import Called, Label, Unit


@dataclass
class Placed:
    """What a reading came to: figures by field, refusals, what nobody explained, doubts.

    `proposed`: figures whose place is likely, to be asked about. `left`: pieces as typed.
    `party`: the party that the message turns to. `stand`: where the figure of a field stands,
    `spare`: where what nobody explained does.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    proposed: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    party: str | None = None
    listed: set[str] = field(default_factory=set)
    stand: dict[str, int] = field(default_factory=dict)
    spare: list[int] = field(default_factory=list)


class Naming:
    """Names fields by labels: what was named before tells what a bare "caleg 3" means.

    `party`: whose page is spoken of; `spoken`: the party named last in this message; `summed`:
    whether a sum of candidates was told.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope, self.done = scope, Placed()
        self.party = scope.page.party
        self.spoken: str | None = None
        self.summed = False

    def _party_of(self, label: Label) -> str | None:
        parties = {choice.code for choice in self.scope.contest.parties()}
        if label.called is Called.NAME and len(label.codes) == 1:
            return next(iter(label.codes))
        if label.called in (Called.PARTY, Called.NUMBER) and str(label.number) in parties:
            return str(label.number)
        return None

    def _field(self, label: Label, unit: Unit) -> str | None:
        """The field that a label names; "" where it is none of ours, None where nobody knows."""
        called = label.called
        if called in (Called.VALID, Called.INVALID, Called.TOTAL):
            if called is not Called.TOTAL:
                self.party = None
            return {"valid": "valid", "invalid": "invalid"}.get(called, "total")
        if called in (Called.OTHER, Called.CANDIDATES_SUM):
            self.summed = self.summed or called is Called.CANDIDATES_SUM
            return ""
        if called is Called.PARTY_SUM:
            return self.party if self.party is not None else "total"
        if called is Called.OWN:
            return self._inside("0", unit)
        if called is Called.NAME:
            return self._name(label)
        if called is Called.CANDIDATE:
            return self._candidate(label)
        if called is Called.PLACE and self.scope.contest.has_parties:
            self.summed = self.summed or self.scope.page.party is None
            return self._inside(str(label.number), unit)
        if called is Called.FIELD:
            return self._dotted(label)
        return self._number(label, unit)

    def _dotted(self, label: Label) -> str | None:
        code = next(iter(label.codes), "")  # none: the end of "3.5 sampai 7"
        if not self._exists(code):
            return None
        self.party = code.partition(".")[0]
        return code

    def _name(self, label: Label) -> str | None:
        if len(label.codes) != 1:
            return None
        code = next(iter(label.codes))
        if self.scope.contest.has_parties and "." not in code:
            self.party = self.spoken = code
        return code

    def _candidate(self, label: Label) -> str | None:
        """A candidate of the party that is spoken of; elsewhere a name alone is not enough."""
        codes = {code for code in label.codes if code.partition(".")[0] == self.party}
        return next(iter(codes)) if len(codes) == 1 else None

    def _number(self, label: Label, unit: Unit) -> str | None:
        number, contest = str(label.number), self.scope.contest
        codes = {choice.code for choice in contest.parties()}
        inner = f"{self.party}.{number}"
        counted = contest.has_parties and label.called is Called.NUMBER
        if counted and self._within() and self._exists(inner):
            return inner
        if number in codes:
            if contest.has_parties:
                self.party = number
            return number
        self._refuse_number(number, contest.has_parties, len(contest.parties()))
        self.done.left.append(unit.text)
        return ""

    def _refuse_number(self, number: str, parties: bool, limit: int) -> None:
        why = Why.NO_PARTY if parties else Why.NO_CHOICE
        self.done.refused.append(Refused(number, why, limit))

    def _within(self) -> bool:
        """Whether a bare number means a candidate: on a party's page, or below its name."""
        if self.party is None:
            return False
        return self.scope.page.party == self.party or (self.spoken == self.party and self._headed())

    def _headed(self) -> bool:
        """Whether the party was named as a heading: it has no figure of its own yet."""
        return self.spoken is not None and self.spoken not in self.done.numbers

    def _exists(self, code: str) -> bool:
        return any(choice.code == code for choice in self.scope.contest.choices)

    def _inside(self, number: str, unit: Unit) -> str | None:
        """A candidate of the party that is spoken of ("0": the party itself)."""
        if self.party is None:
            return None
        name = f"{self.party}.{int(number)}"
        if self._exists(name):
            return name
        limit = len(self.scope.contest.within(self.party)) - 1
        self.done.refused.append(Refused(number, Why.NO_CANDIDATE, limit, self.party))
        return ""
