"""Puts the entries of a reading into fields of the form; says why where one can't be."""

from collections.abc import Sequence

from bot.filling.grammar.account import propose
from bot.filling.grammar.evidence import bears, own_before_candidates
from bot.filling.grammar.field_names import Naming, Placed
from bot.filling.grammar.label_lists import between
from bot.filling.grammar.lists import adds_up, listed, one_figure
from bot.filling.grammar.scope import BAD, Refused, Scope, Why
from bot.filling.grammar.units import Called, Kind, Label, Unit
from bot.filling.grammar.ways import Entry
from bot.filling.pages import Page, party_page
from models.rules.completeness import CLOSING


class Placer(Naming):
    """Takes entries in order; what was named before tells what a bare "caleg 3" means."""

    def __init__(self, scope: Scope, units: Sequence[Unit], named: frozenset[str]) -> None:
        super().__init__(scope)
        self.units, self.named = units, named
        self.turns = [u.start for u in units if u.sub in ("oops", "swap", "except")]
        self.eras: dict[str, int] = {}
        self.loose: dict[str, tuple[Label, Unit]] = {}

    def place(self, entries: Sequence[Entry]) -> Placed:
        """All entries."""
        for entry, following in zip(entries, [*entries[1:], None], strict=False):
            self._entry(entry, following)
        self._claimed_loosely()
        own_before_candidates(self.done, self.scope)
        if self.summed:
            self._only_sums()
        return self.done

    def _claimed_loosely(self) -> None:
        """Loose labels: dropped beside a sure one, taken where the sums bear it, else proposed."""
        told = self.done.numbers.keys() | self.done.proposed.keys()
        left = {name: unit for name, unit in self.loose.items() if name not in told}
        for name, (_, unit) in left.items():
            self._put(name, unit)
        for name, (label, _) in left.items():
            if name in self.done.numbers and not bears(label, self.done, self.units, self.scope):
                propose(self.done, [name])

    def _only_sums(self) -> None:
        """Where candidates are not asked for, a party's sum says all."""
        for name in list(self.done.numbers):
            party, _, inner = name.partition(".")
            if inner == "0" and party in self.done.numbers and not self.scope.party_page(party):
                del self.done.numbers[name]

    def _entry(self, entry: Entry, following: Entry | None) -> None:
        if entry.how == "heading" and entry.label is not None:
            self._heading(entry, following)
        elif entry.how == "pair" and entry.label is not None:
            self._pair(entry.label, entry.values[0])
        elif entry.how == "digits" and entry.label is not None:
            whole = entry.units[-1]
            beyond = whole.value > (self.scope.printed or whole.value)
            self._leave(entry.values) if beyond else self._pair(entry.label, whole)
        elif entry.how == "row" and entry.label is not None:
            self._row(entry.label, entry.values)
        elif entry.how in ("list", "guess"):
            self._list(entry)
        elif entry.how == "fill":
            self._fill(entry.units[0])
        elif entry.how in ("range", "shared"):
            self._several(entry)
        elif entry.how == "unknown" or (entry.how == "left" and not entry.units[-1].soft):
            self._leave(entry.units)

    def _leave(self, units: Sequence[Unit]) -> None:
        self.done.spare += [unit.start for unit in units if unit.kind is Kind.VALUE]
        said = " ".join(u.text for u in units if u.text and u.kind is not Kind.GAP)
        self.done.left.append(said[:40])

    def _heading(self, entry: Entry, following: Entry | None) -> None:
        """A name or "partai 3" without a figure: what comes next is about it."""
        label = entry.label
        assert label is not None
        if label.called in (Called.VALID, Called.INVALID):
            self.party = None
            return
        ahead = following.label if following is not None else None
        candidate = ahead is not None and ahead.called is Called.CANDIDATE
        if label.called is Called.NUMBER and (self._within() or candidate):
            return
        code = self._party_of(label)
        if code is not None and self.scope.contest.has_parties:
            self.party = code
            self.spoken = code if label.called is not Called.NUMBER else self.spoken
            if self.scope.party_page(code) is not None:
                self.done.party = code

    def _pair(self, label: Label, unit: Unit) -> None:
        name = self._field(label, unit)
        if name == "":
            return
        if name is None:
            self._leave((unit,))
        elif label.loose:
            self.loose[name] = (label, unit)
        else:
            self._put(name, unit)

    def _put(self, name: str, unit: Unit) -> None:
        token = unit.token
        assert token is not None
        self.done.stand[name] = unit.start
        why = BAD[token.bad] if token.bad is not None else None
        if why is None and token.value >= 10**self.scope.boxes:
            why = Why.HUGE
        doubtful = self._beyond(name, token.value) or self._hollow(name, token.value)
        if why is None and (doubtful or self._names_pair(name, unit)):
            self.done.proposed[name] = token.value
            return
        if why is Why.UNCLEAR and token.guess and token.value < 10**self.scope.boxes:
            self.done.proposed[name] = token.value
            return
        if why is not None:
            text = token.text[:30]
            self.done.refused.append(Refused(text, why, self.scope.boxes, field=name))
            return
        before = self.done.numbers.get(name)
        same = before is None or before == token.value
        if not same and self._era(unit) <= self.eras.get(name, 0):
            del self.done.numbers[name]
            self.done.spare.append(unit.start)
            text = f"{before} / {token.value}"
            self.done.refused.append(Refused(text, Why.TWICE, field=name))
            return
        self.done.numbers[name] = token.value
        self.eras[name] = self._era(unit)

    def _era(self, unit: Unit) -> int:
        """How often the message took something back before this figure."""
        return sum(start < unit.start for start in self.turns)

    def _beyond(self, name: str, value: int) -> bool:
        """Whether more people would have chosen one than there are ballots at the station."""
        limit = self.scope.printed
        return limit is not None and value > limit and name not in CLOSING

    def _names_pair(self, name: str, unit: Unit) -> bool:
        """ "01 menang 02 kalah": a figure written as another pair is named."""
        token, contest = unit.token, self.scope.contest
        if token is None or not token.lead or len(token.text) != 2 or contest.has_parties:
            return False
        codes = {choice.code for choice in contest.parties()}
        told = [one.token for one in self.units if one.kind is Kind.VALUE and one.token is not None]
        all_lead = all(one.lead and len(one.text) == 2 for one in told)
        return all_lead and name in codes and str(token.value) in codes - {name}

    def _hollow(self, name: str, value: int) -> bool:
        """Whether a sum would be nothing although its parts are something."""
        given = {**self.scope.given, **self.done.numbers}
        parties = [choice.code for choice in self.scope.contest.parties()]
        parts = {"valid": parties, "total": ["valid", "invalid"]}.get(name, [])
        known = [given.get(part) for part in parts]
        less = name == "valid" and None in known and value < sum(one or 0 for one in known)
        return less or (not value and any(known))

    def _row(self, label: Label, values: Sequence[Unit]) -> None:
        """A label with a list behind it: the figures of its page in the form's order."""
        fields = self._row_fields(label, len(values))
        whole = fields == CLOSING and len(values) == len(CLOSING)
        if fields is None or (whole and not adds_up(values)):
            for unit in values:
                self._leave((unit,))
            return
        if len(values) > len(fields):
            text = " ".join(unit.text for unit in values[:12])
            self.done.refused.append(Refused(text, Why.TOO_MANY, len(fields)))
            return
        for name, unit in zip(fields, values, strict=False):
            self._put(name, unit)

    def _row_fields(self, label: Label, count: int) -> tuple[str, ...] | None:
        if label.called in (Called.VALID, Called.INVALID, Called.TOTAL):
            at = {Called.VALID: 0, Called.INVALID: 1, Called.TOTAL: 2}[label.called]
            return CLOSING[at:] if count <= 3 - at else None
        contest = self.scope.contest
        if label.called is Called.OWN and self.party is not None:
            return party_page(contest, self.party).fields
        code = self._party_of(label)
        if code is None or not contest.has_parties:
            return None
        page = self.scope.party_page(code)
        own = party_page(contest, code).fields
        if page is None and count not in (len(own), len(own) - 1):
            return None
        self.party = self.spoken = code
        if page is not None:
            self.done.party = code
        return own

    def _list(self, entry: Entry) -> None:
        first, last = entry.values[0].start, entry.values[-1].start
        found = listed([u for u in self.units if first <= u.start <= last], self.scope)
        if found is None:
            for unit in entry.values:
                self._leave((unit,))
            return
        soft = any(unit.soft for unit in entry.values)
        alone = sum(unit.kind is Kind.VALUE for unit in self.units) == len(entry.values)
        sure = found.sure and not (alone and one_figure(found, self.scope))
        if sure and entry.how == "list" and not soft:
            for name, unit in found.placed.items():
                self._put(name, unit)
                self.done.listed.update([name] if found.ordered else [])
            if any(one.why is Why.HUGE for one in self.done.refused):  # "10287 45"
                propose(self.done, found.placed.keys() & self.done.numbers.keys())
            return
        for name, unit in found.placed.items():
            if unit.token is not None and unit.token.bad is None:
                self.done.proposed[name] = unit.value
            else:
                self._leave((unit,))

    def _fill(self, unit: Unit) -> None:
        """ "sisanya 0", "semua 0": the fields of the page that nobody has given."""
        page = self._page()
        value = unit.value if unit.token is not None else 0
        everything = unit.sub == "all" and not any(self.scope.given.get(n) for n in page.fields)
        people = "caleg" in unit.text or "calon" in unit.text or "candidate" in unit.text
        if unit.sub == "except":
            return
        alone = not (self.named or any(self.scope.given.get(n) for n in page.fields))
        if unit.sub == "rest" and value and alone:
            return self.done.left.append(unit.text)  # of all the others, but than whom?
        if (stranger := self._stranger(unit)) is not None:
            self.done.left.append(f"{stranger.text} {unit.text}")
            return
        for name in page.fields:
            closes = name in CLOSING or (name == page.party and len(page.fields) > 1)
            known = name in self.done.numbers or (not everything and name in self.scope.given)
            named = name in self.named
            nothing = not self.named and unit.sub == "all"
            sums = everything and name == page.party and not value and nothing
            number = name.partition(".")[2]
            if people and number in ("", "0"):
                continue
            if unit.sub in ("even", "odd") and (
                not number or number == "0" or int(number) % 2 != (unit.sub == "odd")
            ):
                continue
            if not known and not named and (not closes or sums):
                self.done.numbers[name] = value

    def _stranger(self, unit: Unit) -> Unit | None:
        """The unknown word that "semua nol" is said of, if any: a name of another ballot."""
        place = next((n for n, one in enumerate(self.units) if one.start == unit.start), 0)
        if unit.sub in ("rest", "even", "odd"):
            return None
        for beside in (reversed(self.units[:place]), self.units[place + 1 :]):
            one = next((other for other in beside if other.kind is not Kind.WORD), None)
            if one is not None and one.kind is Kind.UNKNOWN:
                return one
        return None

    def _page(self) -> Page:
        party = self.party if self.party is not None else None
        if party is not None:
            page = self.scope.party_page(party)
            inner = any(name.startswith(f"{party}.") for name in self.done.numbers)
            if page is not None:
                return page
            if inner:
                return party_page(self.scope.contest, party)
        return self.scope.page

    def _several(self, entry: Entry) -> None:
        """Labels that share a value, or a range of them with one value or as many."""
        names: list[str] = []
        unit = entry.values[0]
        for label in entry.labels:
            for number in (label.number, *label.more):
                one = label if not label.more else Label(label.called, number=number)
                name = self._field(one, unit)
                if name:
                    names.append(name)
        if entry.how == "range" and len(names) == 2:
            names = between(self.scope.contest, *names)
        if not names:
            self._leave(entry.units)
            return
        if len(entry.values) > 1 and len(entry.values) != len(names):
            self._leave(entry.values)
            return
        for place, name in enumerate(names):
            self._put(name, entry.values[place if len(entry.values) > 1 else 0])
        if entry.label is not None and entry.label.loose:
            propose(self.done, [name for name in names if name in self.done.numbers])
