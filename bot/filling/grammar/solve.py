"""Every way to read the units of a message, and the cheapest ones: which value has which label.

A reading places each value with a reason, or leaves it over; what speaks against a placement costs.
"""

from collections.abc import Iterator, Sequence

from bot.filling.grammar.from_value import FromValue
from bot.filling.grammar.units import Kind
from bot.filling.grammar.ways import BEAM, LONG, MARGIN, MARGIN_LONG, Entry, Move, Node, Reading


class Solver(FromValue):
    """Finds the cheapest readings of units."""

    def best(self) -> list[Reading]:
        """The cheapest readings, at most a few, each with other placements."""
        size = len(self.units)
        table: list[dict[str, list[Node]]] = [{} for _ in range(size + 1)]
        table[0][""] = [Node(0.0, None, None)]
        margin = MARGIN if size < LONG else MARGIN_LONG
        for place in range(size):
            least = min((nodes[0].cost for nodes in table[place].values()), default=0.0)
            for side, nodes in table[place].items():
                if nodes[0].cost > least + margin:
                    continue
                for end, cost, turned, entry in self._moves(place, side):
                    self.moved += 1
                    kept = table[end].setdefault(turned, [])
                    for node in nodes:
                        total = node.cost + cost
                        if len(kept) < BEAM or total < kept[-1].cost:
                            _keep(kept, Node(total, entry, node))
        last = [node for nodes in table[size].values() for node in nodes]
        last.sort(key=lambda node: node.cost)
        return _distinct(last)

    def _moves(self, place: int, side: str) -> Iterator[Move]:
        unit = self.units[place]
        if unit.kind is Kind.VALUE:
            yield from self._from_value(place, side)
        elif unit.kind is Kind.LABEL:
            yield from self._from_label(place, side)
        elif unit.kind is Kind.FILL:
            yield place + 1, 0.0, side, Entry("fill", values=(), units=(unit,))
        elif unit.kind is Kind.UNKNOWN:
            yield place + 1, self._beside(place), side, None
            yield from self._unknown(place, side)
        else:
            yield place + 1, 0.0, side, None


def _keep(nodes: list[Node], made: Node) -> None:
    """Keep the cheapest few, in order."""
    place = len(nodes)
    while place and nodes[place - 1].cost > made.cost:
        place -= 1
    nodes.insert(place, made)
    del nodes[BEAM:]


def _distinct(nodes: Sequence[Node]) -> list[Reading]:
    found: list[Reading] = []
    seen: set[tuple[object, ...]] = set()
    for node in nodes:
        entries: list[Entry] = []
        at: Node | None = node
        while at is not None:
            if at.entry is not None:
                entries.append(at.entry)
            at = at.before
        entries.reverse()
        key = tuple(
            (e.how, e.label, tuple((v.start, v.value) for v in e.values))
            for e in entries
            if e.how not in ("heading", "ordinal")
        )
        if key not in seen:
            seen.add(key)
            found.append(Reading(node.cost, tuple(entries)))
    return found[:3]
