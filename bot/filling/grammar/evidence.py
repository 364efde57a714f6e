"""What lets a careful clerk write figures down beside strange words: sums that hold, particles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.engine.grammar.lexicon import known
from bot.filling.grammar.field_names import Placed
from bot.filling.grammar.scope import Parsed, Scope
from bot.filling.grammar.units import Called, Kind, Label, Unit, rests, values


def borne(numbers: Mapping[str, int], scope: Scope) -> bool:
    """Whether each of the figures stands in a sum that the message tells, and that holds.

    "ganjar 54, sah 243, total 246": the valid votes are what all choices make, the total is valid
    and invalid votes; where one sum is asked for, it alone may be what we count. No sum may be
    larger than the ballots at the station.
    """
    given = {**scope.given, **numbers}
    held: set[str] = set()
    for whole, parts in _sums(scope).items():
        told = {whole, *parts} & set(numbers)
        if whole not in numbers or not all(part in given for part in parts):
            continue
        alone = len(told) < _FEW and whole != scope.asked
        room = scope.printed is None or given[whole] <= scope.printed
        if room and not alone and given[whole] == sum(given[part] for part in parts):
            held |= told
    return bool(numbers) and held == set(numbers)


_FEW = 2


def _sums(scope: Scope) -> dict[str, tuple[str, ...]]:
    sums: dict[str, tuple[str, ...]] = {
        "valid": tuple(choice.code for choice in scope.contest.parties()),
        "total": ("valid", "invalid"),
    }
    if scope.page.party is not None:
        party = scope.page.party
        sums[party] = tuple(name for name in scope.page.fields if name != party)
    return sums


_WHOSE = frozenset(
    "di dari ke ing neng ning nang kat punya punyane milik versi kata ujare menurut kel kelurahan"
    " desa rt rw kampung dusun blok tps saksi tim kubu relawan from at by of".split()
)
"""Behind these a strange word names a place or a person."""


def without_strange(units: Sequence[Unit]) -> list[Unit]:
    """The units with words that stand on no list as words that say nothing."""
    told: list[Unit] = []
    for unit in units:
        before = told[-1].text.split()[-1:] if told else []
        strange = unit.kind in (Kind.WORD, Kind.UNKNOWN) and not any(
            word in known() for word in unit.text.split()
        )
        quiet = strange and not _WHOSE.intersection(before)
        told.append(replace(unit, kind=Kind.WORD, sub="place") if quiet else unit)
    return told


def bears(label: Label, done: Placed, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether the sums bear a loose label: "sah 234 rusak 3", "122 sah 7 rusak 129 semua".

    "rusak" is what is not valid where the valid votes are told, no ballots are spoken of, and the
    station has as many ballots.
    """
    given = {**scope.given, **done.numbers}
    counted = [given.get(choice.code) for choice in scope.contest.parties()]
    valid = given.get("valid", None if None in counted else sum(n or 0 for n in counted))
    invalid, total = given.get("invalid"), given.get("total")
    if valid is None or invalid is None:
        return False
    if total is not None:
        return valid + invalid == total
    rows = any(one.label and one.label.called is Called.OTHER for one in units)
    room = scope.printed is None or valid + invalid <= scope.printed
    return label.called is Called.INVALID and room and not (label.papers or rows)


def own_before_candidates(done: Placed, scope: Scope) -> None:
    """ "pdip: 12, caleg 1 40": less than its candidates have is no sum, but its own votes."""
    party = scope.page.party or ""
    parts = [n for name, n in done.numbers.items() if name.startswith(f"{party}.")]
    if party and done.numbers.get(party, sum(parts)) < sum(parts):
        number, own = done.numbers.pop(party), f"{party}.0"
        if own in done.numbers:
            done.proposed[party] = number
        else:
            done.numbers[own] = number


_SHORT = 3
"""Letters of a particle at most."""
_VOWELS = frozenset("aeiou")
"""Without one it is a longer word cut short, which may change the figure: "112 krg"."""


def closing_particle(units: Sequence[Unit], at: int) -> bool:
    """Whether a strange word of few letters closes what is told: "ganjar 39 gi bos", "112 jiah".

    Particles of the languages are short, stand last and change nothing; most are on no list. With
    a name or a figure behind it in the same breath it may be what that one is about.
    """
    unit = units[at]
    whole = unit.text.isalpha() and not _VOWELS.isdisjoint(unit.text)
    if unit.kind is not Kind.UNKNOWN or len(unit.text) > _SHORT or not whole:
        return False
    for behind in units[at + 1 :]:
        if rests(behind):
            return True
        if behind.label is not None or behind.kind in (Kind.VALUE, Kind.FILL, Kind.MARK):
            return False
    return True


def likely_valid(done: Parsed, scope: Scope) -> Parsed:
    """ "anies 54 prabowo 112 ganjar 47 jumlah 213": what all choices make are the valid votes."""
    told = {**scope.given, **done.proposed, **done.numbers}
    choices = [choice.code for choice in scope.contest.parties()]
    if "total" not in done.numbers or "valid" in told or told.get("invalid") == 0:
        return done
    if not choices or any(code not in told for code in choices):
        return done
    total = done.numbers["total"]
    if sum(told[code] for code in choices) != total:
        return done
    left = {name: number for name, number in done.numbers.items() if name != "total"}
    if scope.asked == "valid" or all(code in done.numbers for code in choices):
        return replace(done, numbers={**left, "valid": total})
    return replace(done, numbers=left, proposed={**done.proposed, "valid": total})


def settling(done: Parsed, units: Sequence[Unit], scope: Scope) -> Parsed:
    """ "54" where our sum is 9 off: asked about, for the one choice with which all sums hold."""
    bare = len(values(units)) == len(units) == len(done.numbers) == 1
    choices = [choice.code for choice in scope.contest.parties()]
    whole = {*choices, "valid", "invalid", "total"} <= set(scope.given)
    if not (bare and whole and done.listed and scope.asked == "valid"):
        return done
    (name, number), *_ = done.numbers.items()
    ours = number in (sum(scope.given[code] for code in choices), scope.given[name])
    if ours or _agree(scope.given, choices) or _agree({**scope.given, name: number}, choices):
        return done
    fits = [code for code in choices if _agree({**scope.given, code: number}, choices)]
    return replace(done, numbers={}, proposed={fits[0] if len(fits) == 1 else name: number})


def _agree(given: Mapping[str, int], choices: Sequence[str]) -> bool:
    """Whether both sums of the form hold."""
    valid = sum(given[code] for code in choices) == given["valid"]
    return valid and given["valid"] + given["invalid"] == given["total"]
