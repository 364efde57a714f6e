"""A sum behind the choices alone is hardly that of valid and invalid votes: it is asked about."""

from dataclasses import replace

from bot.filling.grammar.parsed import Parsed
from bot.filling.grammar.scope import Scope

_CLOSING = ("valid", "invalid")


def likely_valid(done: Parsed, scope: Scope) -> Parsed:
    """ "anies 54 prabowo 112 ganjar 47 jumlah 213": the valid votes are proposed, not the total."""
    told = {**scope.given, **done.proposed, **done.numbers}
    choices = [choice.code for choice in scope.contest.parties()]
    if "total" not in done.numbers or any(name in told for name in _CLOSING):
        return done
    if not choices or any(code not in told for code in choices):
        return done
    total = done.numbers["total"]
    if sum(told[code] for code in choices) != total:
        return done
    left = {name: number for name, number in done.numbers.items() if name != "total"}
    return replace(done, numbers=left, proposed={**done.proposed, "valid": total})
