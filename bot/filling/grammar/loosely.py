"""Words that may mean another row of the form: which sums bear the likelier meaning."""

from collections.abc import Sequence

from bot.filling.grammar.field_names import Placed
from bot.filling.grammar.scope import Scope
from bot.filling.grammar.units import Called, Label, Unit


def borne(label: Label, done: Placed, units: Sequence[Unit], scope: Scope) -> bool:
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
