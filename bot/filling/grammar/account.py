"""The account of a reading: each number is explained, and what stands in doubt is only proposed."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.engine.grammar.lexicon import is_a, known
from bot.filling.grammar.around_figures import changed_by_words
from bot.filling.grammar.field_names import Placed
from bot.filling.grammar.scope import Why
from bot.filling.grammar.units import Kind, Unit
from bot.filling.grammar.ways import Entry


def unexplained(
    built: Sequence[Unit], units: Sequence[Unit], entries: Iterable[Entry]
) -> list[Unit]:
    """Numbers that no entry of a reading explains; `built`: the units as first cut."""
    held = {unit.start for unit in units if unit.token is not None or unit.label is not None}
    kept = held | {start for unit in units for start in unit.took}
    told = {unit.start for entry in entries for unit in (*entry.units, *entry.values)}
    gone = [one for one in built if one.kind is Kind.VALUE and one.start not in kept]
    return [*gone, *(u for u in units if u.kind is Kind.VALUE and u.start not in told)]


def closed(
    done: Placed,
    units: Sequence[Unit],
    entries: Sequence[Entry],
    lost: Sequence[Unit],
    *,
    sums: bool = False,
) -> None:
    """Closes a reading: what stands beside a number that nobody explains is proposed.

    Where a number is `lost`, all is: then the reading itself is wrong. `sums`: those told in the
    message bear all its figures.
    """
    if any(one.why is Why.TWICE for one in done.refused):
        propose(done, list(done.numbers))
    if lost:
        done.left.extend(unit.text for unit in lost)
        propose(done, list(done.numbers))
        return
    starts = _beside_spare(units, set(done.spare), entries) | _beside_unknown(units)
    starts |= {unit.start for unit in units if unit.sub == "maybe"}
    listed = {done.stand[name] for name in done.listed if name in done.stand}
    starts |= changed_by_words(units, set(done.stand.values()), listed, borne=sums)
    far = _over_a_pause(units, entries)
    propose(
        done,
        [name for name in done.numbers if done.stand.get(name) in starts | far],
    )


def propose(done: Placed, names: Iterable[str]) -> None:
    """Figures that are asked about instead of taken."""
    for name in names:
        done.proposed[name] = done.numbers.pop(name)


def _beside_spare(units: Sequence[Unit], spare: set[int], entries: Sequence[Entry]) -> set[int]:
    """Where the figures stand beside a spare one: of its line, or next to it behind a name."""
    found: set[int] = set()
    digits = [entry for entry in entries if entry.how == "digits"]
    alone = {entry.values[0].start for entry in entries if entry.how == "left" and entry.values}
    whole = {one.start: entry.values[0].start for entry in digits for one in entry.values}
    line: list[Unit] = []
    for unit in [*units, Unit(Kind.GAP, sub="line")]:
        if unit.kind is Kind.VALUE:
            line.append(unit)
        elif unit.kind is Kind.GAP and unit.sub in ("line", ".", ";"):
            for place, one in enumerate(line):
                if one.start in spare:
                    near = line if one.start in alone else line[max(0, place - 1) : place + 2]
                    found |= {whole.get(other.start, other.start) for other in near}
            line = []
    return found


def _beside_unknown(units: Sequence[Unit]) -> set[int]:
    """Where figures stand that a word nobody knows parts from their label."""
    said = [unit for unit in units if not (unit.kind is Kind.WORD and _says_nothing(unit.text))]
    found: set[int] = set()
    for place, unit in enumerate(said):
        before = [one.kind for one in said[max(0, place - 2) : place]]
        if unit.kind is Kind.VALUE and before == [Kind.LABEL, Kind.UNKNOWN]:
            found.add(unit.start)
        party = [one.text for one in said[max(0, place - 4) : place - 1]]
        if before == [Kind.UNKNOWN, Kind.LABEL] and "partai" in party:
            found.add(unit.start)  # "partai kepala burung garuda 28"
    for one, two in pairwise(units):
        spelled = one.token is not None and one.token.spelled and two.start - one.end < 2
        if spelled and two.kind is Kind.WORD and len(two.text) == 2 and two.text not in known():
            found.add(one.start)  # "cepek go": a part of the number that we do not know
    return found


def _over_a_pause(units: Sequence[Unit], entries: Iterable[Entry]) -> set[int]:
    """Where figures stand whose label comes behind a comma or a line break: "237, sah 234"."""
    found: set[int] = set()
    if _figures_first(units):
        return found
    places = {unit.start: place for place, unit in enumerate(units)}
    for entry in entries:
        begin = places.get(entry.values[0].start, -1) if entry.how == "pair" else -1
        for unit in units[begin + 1 :] if begin >= 0 else ():
            if unit.kind in (Kind.LABEL, Kind.VALUE):
                break
            if unit.kind is Kind.GAP and unit.sub in (",", "line", ".", ";"):
                ahead = next((u for u in units[begin + 1 :] if u.label is not None), None)
                before = [u for u in units[:begin] if u.label == entry.label]
                if ahead is not None and ahead.label == entry.label and not before:
                    found.add(entry.values[0].start)
                break
    return found


def _figures_first(units: Sequence[Unit]) -> bool:
    """ "54;Anies", "112;Prabowo": rows of a table, each a figure, a sign and a name."""
    rows: list[list[Unit]] = [[]]
    for unit in units:
        if unit.kind is Kind.GAP and unit.sub == "line":
            rows.append([])
        elif unit.kind is not Kind.WORD or not _says_nothing(unit.text):
            rows[-1].append(unit)
    rows = [row for row in rows if row]
    kinds = [[unit.kind for unit in row] for row in rows]
    turns = len(rows) > 3 and kinds == [[Kind.VALUE], [Kind.LABEL]] * (len(rows) // 2)
    alike = len(rows) > 1 and all(kind == [Kind.VALUE, Kind.GAP, Kind.LABEL] for kind in kinds)
    return turns or alike


def own_numbers(units: Sequence[Unit], entries: Iterable[Entry]) -> bool:
    """Whether nothing but the parties' own numbers stand before their names: "12 PAN 13 PBB"."""
    pairs = [entry for entry in entries if entry.how == "pair" and entry.label is not None]
    same = [e for e in pairs if e.label and str(e.values[0].value) in e.label.codes]
    said = [u for u in units if u.label is not None or u.kind is Kind.VALUE]
    first = {unit.start for unit in said[:1]}
    return bool(pairs) and len(same) == len(pairs) and pairs[0].values[0].start in first


def _says_nothing(text: str) -> bool:
    return all(
        is_a(word, "filler", "greeting", "address", "particle", "votes") for word in text.split()
    )
