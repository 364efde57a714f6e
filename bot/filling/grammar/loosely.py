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


def own_before_candidates(done: Placed, scope: Scope) -> None:
    """ "pdip: 12, caleg 1 40": less than its candidates have is no sum; its own votes likely."""
    party = scope.page.party or ""
    parts = [n for name, n in done.numbers.items() if name.startswith(f"{party}.")]
    if party and done.numbers.get(party, sum(parts)) < sum(parts):
        number, own = done.numbers.pop(party), f"{party}.0"
        done.proposed[party if own in done.numbers else own] = number
