"""Numbers that stand alone: in the form's order from the field asked on, a page, or pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.filling.grammar.scope import Scope
from bot.filling.grammar.units import Kind, Unit
from models.rules.completeness import CLOSING


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a list's numbers go, by field; `sure`: no other way to read it is as good.

    `ordered`: by their place alone, without a number as label.
    """

    placed: Mapping[str, Unit]
    sure: bool
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class _Way:
    placed: Mapping[str, Unit]
    score: float
    ordered: bool = True


def listed(units: Sequence[Unit], scope: Scope) -> Listed | None:
    """The likeliest way to read numbers and the signs between them; None where there is none."""
    found = [unit for unit in units if unit.kind is Kind.VALUE]
    pairs = _in_pairs(units, found, scope)
    joined = False
    if not pairs or pairs[0].score < 3:
        whole = digits_joined(units)
        joined, found = len(whole) < len(found), whole
    ways = [*_in_order(found, scope), *pairs]
    if not ways:
        return None
    ways.sort(key=lambda way: -way.score)
    best = ways[0]
    others = [w for w in ways[1:] if _numbers(w) != _numbers(best)]
    sure = (not others or best.score - others[0].score >= 2) and best.score >= 1.5
    if len(found) > _FEW and _names_all(best, scope):
        sure = not any(_sums_fit(way, scope) for way in others)
    if len(found) == 1 and scope.asked in best.placed:
        sure = not _names_one(found[0], scope)
    begins = scope.page.fields[0] in best.placed and len(scope.page.fields) > 8
    if begins and scope.page.party is None and len(found) == 2 and best.ordered:
        sure = False  # "DPR 210/27": rather sums than the first two of many parties
    if (
        _unlikely(best, scope)
        or _just_numbers(found, scope)
        or (best.ordered and _rows_of_two(units))
    ):
        sure = False
    if (
        joined
        and len(found) != 1
        and not any(unit.kind in (Kind.GAP, Kind.WORD, Kind.AND) for unit in units)
    ):
        sure = False
    return Listed(best.placed, sure, best.ordered)


_FEW = 4


def _names_all(way: _Way, scope: Scope) -> bool:
    """ "1 56 2 101 3 59": whether each choice is named by number, and nothing else."""
    return not way.ordered and set(way.placed) == {c.code for c in scope.contest.parties()}


def _sums_fit(way: _Way, scope: Scope) -> bool:
    """Whether the numbers fit a sum of the form."""
    given = {**scope.given, **_numbers(way)}
    return any(
        whole in given
        and all(part in given for part in parts)
        and given[whole] == sum(given[part] for part in parts)
        for whole, parts in _sums(scope).items()
    )


def _names_one(unit: Unit, scope: Scope) -> bool:
    """Whether a number alone is written as pairs are named: "02"."""
    lead = unit.token is not None and unit.token.lead and len(unit.token.text) == 2
    return lead and scope.page.party is None and _code(unit, scope) is not None


def digits_joined(units: Sequence[Unit]) -> list[Unit]:
    """The numbers, with two or three digits spoken one by one made one: "empat lima" is 45."""
    found: list[Unit] = []
    run: list[Unit] = []
    last: Unit | None = None
    for unit in units:
        digit = unit.token is not None and unit.token.spelled and unit.value < 10
        beside = last is not None and unit.start - last.end < 2
        if run and not (digit and beside):
            found.extend(_one_number(run))
            run = []
        if digit:
            run.append(unit)
        elif unit.kind is Kind.VALUE:
            found.append(unit)
        last = unit
    return [*found, *_one_number(run)]


def _one_number(run: list[Unit]) -> list[Unit]:
    if not 2 <= len(run) <= 3 or not run[0].value or run[0].token is None:
        return run
    text = " ".join(unit.text for unit in run)
    value = int("".join(str(unit.value) for unit in run))
    token = replace(run[0].token, text=text, value=value)
    return [replace(run[0], text=text, token=token, end=run[-1].end)]


def _numbers(way: _Way) -> dict[str, int]:
    return {name: unit.value for name, unit in way.placed.items()}


def _in_order(found: Sequence[Unit], scope: Scope) -> list[_Way]:
    """From the field asked on, and from the top of the page."""
    page = scope.page
    choices = [name for name in page.fields if name not in CLOSING and name != page.party]
    asked = scope.asked if scope.asked in page.fields else None
    ways: list[_Way] = []
    if asked is not None:
        fields = page.fields[page.fields.index(asked) :]
        if len(found) <= len(fields):
            ways.append(_way(fields, found, scope, 3.0))
    whole = len(found) in (len(page.fields), len(choices)) or len(choices) + 1 == len(found)
    first = page.fields[0]
    if (asked != first) and len(found) > 1 and len(found) <= len(page.fields):
        base = 3.0 if asked is None and not scope.given else 1.0 if whole else -2.0
        ways.append(
            _way(page.fields, found, scope, max(base, 2.5 if whole and not asked else base))
        )
    return ways


def _way(fields: Sequence[str], found: Sequence[Unit], scope: Scope, base: float) -> _Way:
    placed = dict(zip(fields, found, strict=False))
    base += 2.0 if len(found) == len(scope.page.fields) else 0.0
    return _Way(placed, base + _fits(placed, scope))


def _fits(placed: Mapping[str, Unit], scope: Scope) -> float:
    """How well the numbers agree with what is known, and with the sums of the form."""
    numbers = {name: unit.value for name, unit in placed.items()}
    same = sum(scope.given.get(name) == number for name, number in numbers.items())
    valid = numbers.get("valid", scope.given.get("valid", 0))
    if numbers.get("invalid", 0) > max(20, valid / 2):
        same -= 3
    score = 1.5 * same - 1.0 * sum(
        name in scope.given and scope.given[name] != number for name, number in numbers.items()
    )
    given = {**scope.given, **numbers}
    for whole, parts in _sums(scope).items():
        if whole in numbers and all(part in given for part in parts):
            counted = sum(given[part] for part in parts)
            score += 4.0 if counted == given[whole] else -0.5
            if counted > 3 * given[whole] + 3 or 3 * counted + 3 < given[whole]:
                score -= 3.0
    return score


def _sums(scope: Scope) -> dict[str, list[str]]:
    sums = {
        "valid": [choice.code for choice in scope.contest.parties()],
        "total": ["valid", "invalid"],
    }
    if scope.page.party is not None:
        party = scope.page.party
        sums[party] = [name for name in scope.page.fields if name != party]
    return sums


def _in_pairs(units: Sequence[Unit], found: Sequence[Unit], scope: Scope) -> list[_Way]:
    """ "1 102 2 87", "1/12 2/30", "01 45": numbers that are labels and figures by turns."""
    if len(found) < 2 or len(found) % 2:
        return []
    heads, values = found[::2], found[1::2]
    codes = [_code(head, scope) for head in heads]
    if any(code is None for code in codes) or len(set(codes)) < len(codes):
        return []
    if any(unit.token is None or unit.token.bad or unit.token.zero for unit in heads):
        return []
    placed = {str(code): value for code, value in zip(codes, values, strict=True)}
    score = _pair_evidence(units, heads, scope, [str(code) for code in codes]) + _fits(
        placed, scope
    )
    return [_Way(placed, score, False)] if score > -2 else []


def _code(head: Unit, scope: Scope) -> str | None:
    """The field that a number names at this place."""
    page = scope.page
    inner = f"{page.party}.{head.value}"
    if page.party is not None and inner in page.fields and head.value:
        return inner
    name = str(head.value)
    return name if any(choice.code == name for choice in scope.contest.parties()) else None


def _pair_evidence(
    units: Sequence[Unit], heads: Sequence[Unit], scope: Scope, codes: Sequence[str]
) -> float:
    """What speaks for labels: leading zeros, keycaps, lines of two, numbers that count on."""
    score = -1.0
    written = [head.token for head in heads if head.token is not None]
    if all(token.cap for token in written) or all(
        token.lead and len(token.text) == 2 for token in written
    ):
        score += 7.0
    inner, outer = _separators(units)
    if len(heads) > 1 and inner != outer and len(inner) == 1 and len(outer) == 1:
        score += 6.0 if len(heads) > 2 or inner & {"/", "|", "-"} or outer & {"line"} else 4.0
    elif len(heads) == 1 and inner & {"/", "|", "-"}:
        score += 2.0
    numbers = [head.value for head in heads]
    counting = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    start = scope.asked in (codes[0],) or numbers[0] == 1
    if counting and start and len(numbers) > 2:
        score += 6.0
    elif counting and start and len(numbers) == 2:
        score += 4.0
    elif len(numbers) > 2 and numbers == sorted(numbers):
        score += 2.5
    elif len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] - len(numbers), -1)):
        score += 6.0 if outer == {"line"} and inner == {"."} else 0.0
    elif counting and start:
        score += 2.0
    return score


def _separators(units: Sequence[Unit]) -> tuple[set[str], set[str]]:
    """The signs within pairs and between them."""
    inner: set[str] = set()
    outer: set[str] = set()
    count, signs = 0, ""
    for unit in units:
        if unit.kind is Kind.VALUE:
            if count:
                (inner if count % 2 else outer).add(signs or " ")
            count, signs = count + 1, ""
        elif unit.kind is Kind.GAP and count:
            signs = unit.sub if unit.sub == "line" or signs != "line" else signs
    return inner, outer


def _rows_of_two(units: Sequence[Unit]) -> bool:
    """ "0. 11" line by line: hardly a list of all the numbers one after the other."""
    inner, outer = _separators(units)
    return outer == {"line"} and bool(inner) and not inner & {"line"}


def _just_numbers(found: Sequence[Unit], scope: Scope) -> bool:
    """Whether a list may be nothing but the parties' own numbers: 4 5 6 7 8."""
    numbers = [unit.value for unit in found]
    counting = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    asked = scope.asked or ""
    return (
        len(numbers) > 2
        and counting
        and str(numbers[0]) in (asked, "1")
        and scope.contest.has_parties
    )


_BALLOTS = 306  # at most: 300 voters and two in a hundred


def one_figure(found: Listed, scope: Scope) -> bool:
    """Whether "1 0 2" may be 102: no station counts so few votes for all of a president's pairs."""
    choices = [choice.code for choice in scope.contest.parties()]
    if not found.ordered or list(found.placed) != choices or len(choices) >= _FEW:
        return False
    figures = [unit.value for unit in found.placed.values()]
    if not figures[0] > 0 or any(figure > 9 for figure in figures):
        return False
    return int("".join(map(str, figures))) <= (scope.printed or _BALLOTS)


def _unlikely(way: _Way, scope: Scope) -> bool:
    """ "102 87 45 237": whether no sum bears the one figure more, which may be any of the sums."""
    choices = [choice.code for choice in scope.contest.parties()]
    if scope.contest.has_parties or not way.ordered or len(way.placed) != len(choices) + 1:
        return False
    figures = [way.placed[code].value for code in choices if code in way.placed]
    valid = way.placed.get("valid")
    return len(figures) == len(choices) and valid is not None and valid.value != sum(figures)


def adds_up(sums: Sequence[Unit]) -> bool:
    """Whether valid and invalid votes make the total."""
    valid, invalid, total = (unit.value for unit in sums)
    return valid + invalid == total
