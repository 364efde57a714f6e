"""Reads a witness's message as numbers of a ballot: what goes where, what can't, what is left."""

from collections.abc import Sequence

from bot.filling.grammar.figures import figures
from bot.filling.grammar.items import items
from bot.filling.grammar.labels import Called, Fill, Gap, Item, Label, Value
from bot.filling.grammar.parsed import BAD, Parsed, Refused, Why
from bot.filling.grammar.scope import Scope, names
from bot.filling.grammar.spelled import spelled
from bot.filling.grammar.tokens import Token, tokens
from bot.filling.pages import FIGURES, Page, party_page
from models.rules.completeness import CLOSING


def parse(text: str, scope: Scope) -> Parsed:
    """The numbers of a message in this scope; never fails, whatever was typed."""
    if scope.page.name == FIGURES:
        return _first_page(text, scope)
    found = items(spelled(tokens(text)), names(scope.contest), scope.contest.has_parties)
    return _Reader(scope, found).read()


def _first_page(text: str, scope: Scope) -> Parsed:
    """Voters and ballots; sums of the last page may be typed here, too."""
    numbers, refused = figures(spelled(tokens(text)), scope.asked)
    huge = {name: token for name, token in numbers.items() if token.value >= 10**scope.boxes}
    bad = [Refused(token.text[:20], Why.HUGE, scope.boxes) for token in huge.values()]
    bad += [Refused(token.text[:20], BAD[token.bad]) for token in refused if token.bad]
    good = {name: token.value for name, token in numbers.items() if name not in huge}
    return Parsed(good, tuple(bad), heard=bool(good or bad))


class _Reader:
    """Puts values behind their labels, or where the talk stands."""

    def __init__(self, scope: Scope, found: Sequence[Item]) -> None:
        self.scope, self.items = scope, found
        self.numbers: dict[str, int] = {}
        self.refused: list[Refused] = []
        self.party = scope.page.party
        self.turned: str | None = None

    def read(self) -> Parsed:
        place = 0
        while place < len(self.items):
            item = self.items[place]
            if isinstance(item, Gap):
                place += 1
            elif isinstance(item, Fill):
                self._zero(item.everything)
                place += 1
            else:
                label = item if isinstance(item, Label) else None
                place += label is not None
                run = self._run(place, label)
                self._place(label, run)
                place += len(run)
        heard = bool(self.numbers or self.refused)
        return Parsed(self.numbers, tuple(self.refused), self.turned, heard)

    def _run(self, place: int, label: Label | None) -> list[Value | Gap]:
        """The values from there to the next label, with the gaps between them."""
        run: list[Value | Gap] = []
        if label is not None and label.empty:
            return run
        for item in self.items[place:]:
            if not isinstance(item, Value | Gap):
                break
            run.append(item)
        return run

    def _place(self, label: Label | None, run: list[Value | Gap]) -> None:
        values = [item.token for item in run if isinstance(item, Value)]
        pairs = self._pairs(label, run)
        if pairs is not None:
            for number, value in pairs:
                start = self._start(Label(Called.NUMBER, number), 1) if number else None
                if number == "" and label is not None:
                    start = self._start(label, 1)
                self._fill(start, [value])
            return
        if label is None:
            if values:
                self._fill(self._bare(values), values)
            return
        self._fill(self._start(label, len(values)), values)

    def _fill(self, where: tuple[Sequence[str], str] | None, values: Sequence[Token]) -> None:
        """The values into the fields of a page, from a field on."""
        if where is None or not values:
            return
        fields = where[0][where[0].index(where[1]) :]
        if len(values) > len(fields):
            text = " ".join(value.text for value in values[:12])
            party = where[1].partition(".")[0] if "." in where[1] else ""
            self.refused.append(Refused(text, Why.TOO_MANY, len(fields), party))
            return
        for name, token in zip(fields, values, strict=False):
            why = self._why_not(token)
            if why is None:
                self.numbers[name] = token.value
            else:
                self.refused.append(Refused(token.text[:20], why, self.scope.boxes))

    def _why_not(self, token: Token) -> Why | None:
        if token.bad is not None:
            return BAD[token.bad]
        return Why.HUGE if token.value >= 10**self.scope.boxes else None

    def _bare(self, values: Sequence[Token]) -> tuple[Sequence[str], str] | None:
        """Where numbers without a label belong: from the field asked on, or the whole page.

        The whole page only when there are too many for what is left and just as many as it holds.
        """
        page = self._page()
        choices = [name for name in page.fields if name not in CLOSING and name != page.party]
        whole = len(values) in (len(page.fields), len(choices)) and len(values) > 1
        asked = self.scope.asked
        if asked is not None and asked in page.fields:
            left = len(page.fields) - page.fields.index(asked)
            if len(values) <= left or not whole:
                return page.fields, asked
        if whole or len(values) > 1:
            return page.fields, page.fields[0]
        self.refused.append(Refused(values[0].text, Why.NO_PLACE))
        return None

    def _page(self) -> Page:
        """The page that is spoken of."""
        if self.turned is not None:
            return self.scope.party_page(self.turned) or self.scope.page_with(self.turned)
        return self.scope.page

    def _pairs(self, label: Label | None, run: list[Value | Gap]) -> list[tuple[str, Token]] | None:
        """`1 102, 2 87` and `1 102 2 87`: numbers that are labels and values by turns."""
        parts: list[list[Token]] = [[]]
        for item in run:
            if isinstance(item, Gap):
                parts.append([])
            else:
                parts[-1].append(item.token)
        parts = [part for part in parts if part]
        flat = [token for part in parts for token in part]
        first: list[tuple[str, Token]] = []
        count = 0
        if label is not None and label.number.isdigit() and not label.colon and len(flat) > 1:
            first, count = [("", flat[0])], int(label.number)
            parts = [part for part in [parts[0][1:], *parts[1:]] if part]
            flat = flat[1:]
        elif label is not None or len(flat) < 4:
            return None
        if len(parts) > 1 and any(len(part) != 2 for part in parts):
            return None
        heads, values = flat[::2], flat[1::2]
        counted = [str(count + place + 1) for place in range(len(heads))]
        if not heads or len(flat) % 2 or [head.text.lstrip("0") for head in heads] != counted:
            return None
        if label is None and self._adds_up(flat):
            return None
        return [*first, *zip(counted, values, strict=True)]

    def _adds_up(self, values: Sequence[Token]) -> bool:
        """Whether the numbers as they stand fill the page and fit its sums."""
        given = [value.value for value in values]
        fields = self._page().fields
        if len(given) != len(fields) or fields[-3:] != CLOSING:
            return False
        return sum(given[:-3]) == given[-3] and given[-3] + given[-2] == given[-1]

    def _start(self, label: Label, count: int) -> tuple[Sequence[str], str] | None:
        """The page and the field at which a label points; turns to a party where it names one."""
        if label.called in (Called.VALID, Called.INVALID):
            self.party = None
            name = "valid" if label.called is Called.VALID else "invalid"
            return CLOSING, name
        if label.called is Called.SUM:
            return self._sum()
        if label.called is Called.UNKNOWN:
            self.refused.append(Refused(label.number, Why.NO_NAME))
            return None
        if label.called is Called.OWN:
            return self._inside("0")
        if label.called is Called.FIELD:
            return self._field(label.number)
        return self._numbered(label, count)

    def _sum(self) -> tuple[Sequence[str], str]:
        if self.party is not None and self.scope.party_page(self.party) is not None:
            return (self.party,), self.party
        return CLOSING, "total"

    def _inside(self, number: str) -> tuple[Sequence[str], str] | None:
        """A candidate of the party that is spoken of ("0": the party itself)."""
        if self.party is None:
            self.refused.append(Refused(number, Why.NO_PLACE))
            return None
        page, name = party_page(self.scope.contest, self.party), f"{self.party}.{number}"
        if name not in page.fields:
            limit = len(page.fields) - 2
            self.refused.append(Refused(number, Why.NO_CANDIDATE, limit, self.party))
            return None
        return page.fields, name

    def _field(self, name: str) -> tuple[Sequence[str], str] | None:
        party, _, number = name.partition(".")
        self.party, asked = party, self.party
        found = self._inside(str(int(number)))
        self.party = asked if found is None else party
        return found

    def _numbered(self, label: Label, count: int) -> tuple[Sequence[str], str] | None:
        number = str(int(label.number))
        contest = self.scope.contest
        if not contest.has_parties:
            if any(choice.code == number for choice in contest.choices):
                return self.scope.page_with(number).fields, number
            return self._by_value(number, Why.NO_CHOICE, len(contest.choices))
        if label.called is Called.CANDIDATE:
            return self._inside(number)
        page = self.scope.party_page(self.party) if self.party else None
        inside = page is not None and f"{self.party}.{number}" in page.fields
        several = label.colon and count > 1
        if label.called is Called.NUMBER and inside and not several and not label.named:
            return self._inside(number)
        return self._party(number, label, count)

    def _party(self, number: str, label: Label, count: int) -> tuple[Sequence[str], str] | None:
        if not any(choice.code == number for choice in self.scope.contest.parties()):
            return self._by_value(number, Why.NO_PARTY, len(self.scope.contest.parties()))
        self.party, page = number, self.scope.party_page(number)
        self.turned = number if page is not None else self.turned
        own = party_page(self.scope.contest, number)
        if page is not None and not (label.equals and count == 1):
            return page.fields, page.fields[0]
        if page is None and count > 2 and count in (len(own.fields), len(own.fields) - 1):
            return own.fields, own.fields[0]
        if page is not None:
            return (number,), number
        return self.scope.page_with(number).fields, number

    def _by_value(self, number: str, why: Why, limit: int) -> tuple[Sequence[str], str] | None:
        """`78 jadi 87`: no such number on the ballot, but one field holds just that figure."""
        holding = [name for name, value in self.scope.given.items() if str(value) == number]
        if len(holding) == 1:
            return (holding[0],), holding[0]
        self.refused.append(Refused(number, why, limit))
        return None

    def _zero(self, everything: bool) -> None:
        """ "sisanya 0": what is not given yet; "semua 0": the whole page, its sum too."""
        page = self._page()
        for name in page.fields:
            closes = name in CLOSING or (name == page.party and len(page.fields) > 1)
            known = name in self.numbers or (not everything and name in self.scope.given)
            if not known and (not closes or (everything and name == page.party)):
                self.numbers[name] = 0
