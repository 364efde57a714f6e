"""Reads a witness's message as numbers of a ballot: what goes where, what can't, what is left.

Each number and each word that might be a name ends in one of two ways: placed for a reason (its
label, its name, its place in a list that holds nothing but numbers), or told and asked about.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.engine.grammar.clean import clean
from bot.filling.grammar import choice_names as names_
from bot.filling.grammar.account import closed, own_numbers, propose, unexplained
from bot.filling.grammar.answer_sheet import sheet
from bot.filling.grammar.build import Builder
from bot.filling.grammar.evidence import borne, likely_valid, settling
from bot.filling.grammar.field_names import Placed
from bot.filling.grammar.figures import first_page
from bot.filling.grammar.fixes import fixed, labelled, relatives, swaps
from bot.filling.grammar.in_scope import known_figures, pairs
from bot.filling.grammar.mend import mended
from bot.filling.grammar.noise import in_shares
from bot.filling.grammar.numerals import pieces_of
from bot.filling.grammar.place import Placer
from bot.filling.grammar.referred import anew, referred, reopened, told_by_others
from bot.filling.grammar.scope import Parsed, Refused, Scope, Why
from bot.filling.grammar.solve import Solver
from bot.filling.grammar.talk import heard_as_talk, is_asking, only_ours, tells_trouble
from bot.filling.grammar.tokens import Mark, Token, too_many
from bot.filling.grammar.units import Called, Kind, Label, Unit
from bot.filling.grammar.ways import Reading
from bot.filling.pages import FIGURES
from models.rules.completeness import CLOSING
from models.values import Contest

_CLOSE = 2.5
"""Two readings whose costs lie nearer than that are both possible."""
_ROW = 3
"""Figures in one message that are a row of the form, whatever else was asked for."""
_HEAD = 1_200
"""Letters of a message that tell whose names it uses."""
_MOST = 800
"""Pieces of a message that are read at once: more than the longest form has."""


def parse(text: str, scope: Scope, *, elsewhere: bool = False) -> Parsed:
    """The numbers of a message in this scope; never fails, whatever was typed.

    `elsewhere`: other stations were spoken of in the same message.
    """
    if scope.page.name == FIGURES:
        return first_page(text, scope)
    filled = sheet(text, scope)
    if filled is not None:
        return filled
    told = clean(text)
    if in_shares(told):
        return Parsed(others=True)
    if too_many(told, _MOST):
        return Parsed(refused=(Refused(text[:20], Why.TOO_LONG),), heard=True)
    return _understood(text, scope, elsewhere)


def _understood(text: str, scope: Scope, elsewhere: bool) -> Parsed:
    """A message that is no template and no longer than can be read."""
    pieces = pieces_of(text)
    asking = is_asking(pieces)
    ours, others, asks = only_ours(_split(pieces, scope))
    first = built(ours, scope)
    whole = known_figures(mended(first), scope)
    units, references = referred(whole, scope)
    first = _left(first, whole, units)
    unclear = any(unit.token is not None and unit.token.bad for unit in units)
    asked = (asks or (asking and not unclear)) and not any(unit.label for unit in units)
    again = reopened(units, scope)
    if again is not None and not asking:
        return again
    if heard_as_talk(units, asked) and not references:
        return Parsed(others=others, rows=_only_rows(units))
    done = _read(units, anew(units, scope), first)
    unsure = tells_trouble(units) and len(done.numbers) < 3
    hedged = any(unit.kind is Kind.MARK and unit.sub in ("hedge", "which") for unit in units)
    if (unsure and not done.correcting) or asking or hedged:
        done = replace(done, numbers={}, proposed={**done.proposed, **done.numbers})
    if others or elsewhere:
        done = _unsure(done, scope)
    done = settling(likely_valid(pairs(done, units, scope), scope), units, scope)
    done = told_by_others(done, references, scope)
    return replace(done, others=others, rows=_only_rows(units))


def _unsure(done: Parsed, scope: Scope) -> Parsed:
    """Beside figures of others a number without a label is asked about, unless it is a sum."""
    bare = {name for name in done.numbers if name in done.listed}
    if not bare:
        return done
    if scope.asked in CLOSING and len(bare) == 1:
        return done
    likely = {name: number for name, number in done.numbers.items() if name in bare}
    sure = {name: number for name, number in done.numbers.items() if name not in bare}
    return replace(done, numbers=sure, proposed={**done.proposed, **likely})


def _only_rows(units: Sequence[Unit]) -> bool:
    """Whether a message tells only rows of the form that are not asked for: ballots, voters."""
    called = [unit.label.called for unit in units if unit.label is not None]
    return Called.OTHER in called and set(called) <= {Called.OTHER, Called.INVALID}


def _split(pieces: Sequence[Token], scope: Scope) -> list[Token]:
    """ "1.45 2.102" where no candidates are, or row by row: a number, a point, a number."""
    counted = [t for t in pieces if t.mark in (Mark.NUMBER, Mark.DOTTED)]
    words = any(t.mark is Mark.WORD for t in pieces)
    alike = all(t.mark is Mark.DOTTED for t in counted)
    plain = scope.contest.has_parties or not (words or alike)
    if len(counted) < 2 or (plain and not _row_by_row(counted)):
        return list(pieces)
    found: list[Token] = []
    for token in pieces:
        if token.mark is not Mark.DOTTED:
            found.append(token)
            continue
        for place, part in enumerate(token.text.split(".")):
            if place:
                found.append(replace(token, mark=Mark.POINT, text=".", bad=None))
            lead = part.startswith("0") and len(part) > 1
            found.append(
                replace(token, mark=Mark.NUMBER, text=part, value=int(part), bad=None, lead=lead)
            )
    return found


def _row_by_row(counted: Sequence[Token]) -> bool:
    """Whether all numbers are "1.21", "2.34", "3.58": the rows of a list and their figures."""
    heads = [t.text.partition(".")[0] for t in counted if t.mark is Mark.DOTTED]
    rows = [str(n) for n in range(1, len(counted) + 1)]
    return len(heads) > 2 and heads == rows


def built(pieces: Sequence[Token], scope: Scope) -> list[Unit]:
    """The labels, values and other pieces of a message, before corrections are joined."""
    contest = scope.contest
    people = names_.inside(contest, None) if contest.has_parties else None
    builder = Builder(
        pieces,
        names_.whole(contest),
        people,
        page=scope.page.party,
        closing=scope.asked in CLOSING or scope.asked is None,
        parties=contest.has_parties,
    )
    return [_of_here(unit, scope) for unit in builder.build()]


def _of_here(unit: Unit, scope: Scope) -> Unit:
    """The unit, as a word without weight where it names a place that the station lies in."""
    if unit.kind not in (Kind.UNKNOWN, Kind.WORD) or not scope.names_place(unit.text):
        return unit
    return replace(unit, kind=Kind.WORD, sub="place")


def named_in(text: str, contest: Contest) -> int:
    """How many names of a contest's pairs, persons or parties stand in a message with figures."""
    names, pieces, parties = names_.whole(contest), pieces_of(text[:_HEAD]), contest.has_parties
    builder = Builder(pieces, names, None, page=None, closing=False, parties=parties)
    return sum(u.label is not None and u.label.called is Called.NAME for u in builder.build())


def tallied(text: str, contests: Iterable[Contest], row: int = _ROW) -> bool:
    """Whether figures that name no ballot can be nothing else: several, or beside names."""
    pieces = pieces_of(text)
    found = sum(piece.mark in (Mark.NUMBER, Mark.DOTTED) for piece in pieces)
    return found >= row or (found > 1 and any(named_in(text, one) > 1 for one in contests))


def _read(units: list[Unit], scope: Scope, first: Sequence[Unit]) -> Parsed:
    correction = fixed(units, scope)
    if correction is not None:
        return correction
    said = labelled(units, scope)
    units, told = relatives(said, scope)
    if told:
        new = {name: number for one in told for name, number in one.numbers.items()}
        after = replace(scope, given={**scope.given, **new})
        return _with(_read(units, after, _left(first, said, units)), told)
    units, turned = swaps(said)
    first = _left(first, said, units)
    solver = Solver(units, codes(scope), scope.contest.has_parties, rows(scope))
    readings = solver.best()
    if not readings:
        return Parsed()
    done = _placed(readings[0], units, scope)
    lost = unexplained(first, units, readings[0].entries)
    rivals = [_placed(other, units, scope) for other in readings[1:] if _near(readings[0], other)]
    doubtful = [rival for rival in rivals if _contradicts(done, rival)]
    if (doubtful or own_numbers(units, readings[0].entries)) and done.numbers:
        propose(done, list(done.numbers))
    sums = borne({**done.numbers, **done.proposed}, scope) and not (done.left or done.refused)
    closed(done, units, readings[0].entries, lost, sums=sums)
    for one, other in turned:
        given = {**scope.given, **done.numbers}
        if one in given and other in given:
            done.numbers.update({one: given[other], other: given[one]})
    return _parsed(done, units)


def _left(first: Sequence[Unit], before: Sequence[Unit], after: Sequence[Unit]) -> list[Unit]:
    """The units as first cut, without those that were heard apart."""
    kept = {unit.start for unit in after}
    apart = [unit for unit in before if unit.start not in kept]
    gone = {start for unit in apart for start in (unit.start, *unit.took)}
    return [unit for unit in first if unit.start not in gone]


def _with(done: Parsed, told: Sequence[Parsed]) -> Parsed:
    """A reading with what was told of single figures besides."""
    proposed = {name: n for one in told for name, n in one.proposed.items()}
    numbers = {name: n for one in told for name, n in one.numbers.items()}
    refused = (*done.refused, *(r for one in told for r in one.refused))
    merged = {**done.proposed, **proposed}
    taken = {**done.numbers, **numbers}
    made = replace(done, numbers=taken, proposed=merged, refused=refused)
    return replace(made, heard=True, correcting=True)


def rows(scope: Scope) -> Callable[[Label, int], bool]:
    """Whether a list of so many figures may stand behind a label."""

    def may(label: Label, count: int) -> bool:
        if label.called in (Called.VALID, Called.INVALID, Called.TOTAL):
            return count <= 3
        if not scope.contest.has_parties:
            return False
        if label.called is Called.OWN:
            return scope.page.party is not None and count <= len(scope.page.fields)
        codes = label.codes or {str(label.number)}
        if len(codes) != 1 or not any(c.code in codes for c in scope.contest.parties()):
            return False
        code = next(iter(codes))
        own = len(scope.contest.within(code)) + 1
        return (
            count <= own
            if scope.party_page(code) is not None
            else count > 3 and count in (own, own - 1)
        )

    return may


def _placed(reading: Reading, units: Sequence[Unit], scope: Scope) -> Placed:
    named: set[str] = set()
    placer = Placer(scope, units, frozenset())
    done = placer.place(reading.entries)
    if any(entry.how == "fill" for entry in reading.entries):
        without = [entry for entry in reading.entries if entry.how != "fill"]
        alone = Placer(scope, units, frozenset()).place(without)
        unclear = {one.field for one in alone.refused}
        if alone.left or "" in unclear:
            return alone  # what was not understood may be one of the rest
        named = set(alone.numbers) | set(alone.proposed) | unclear
        done = Placer(scope, units, frozenset(named)).place(reading.entries)
    return done


def _near(best: Reading, other: Reading) -> bool:
    return other.cost - best.cost < _CLOSE


def _contradicts(done: Placed, rival: Placed) -> bool:
    """Whether a rival explains as much and says something else."""
    if rival.left or rival.refused:
        return False
    return any(rival.numbers.get(name, number) != number for name, number in done.numbers.items())


def codes(scope: Scope) -> frozenset[int]:
    """Numbers that may be labels at this place."""
    codes = {int(choice.code) for choice in scope.contest.parties()}
    if scope.contest.has_parties:
        longest = max(len(scope.contest.within(c.code)) for c in scope.contest.parties())
        codes |= set(range(1, longest))
    return frozenset(codes)


def _parsed(done: Placed, units: Sequence[Unit]) -> Parsed:
    refused = [*done.refused, *(Refused(text, Why.WHOSE) for text in done.left)]
    old = any(unit.old is not None for unit in units)
    taken_back = old or any(u.kind is Kind.MARK and u.sub in ("oops", "swap", "but") for u in units)
    heard = bool(done.numbers or refused or done.proposed)
    return Parsed(
        done.numbers,
        tuple(refused),
        done.party,
        heard,
        done.proposed,
        taken_back,
        listed=frozenset(done.listed),
    )
