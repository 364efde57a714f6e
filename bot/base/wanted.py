"""What a question about an area names: the ballot, the area; pure."""

from bot.engine.grammar.ballots import ballot_in
from bot.engine.turn import Turn

_AREA_WORDS = frozenset("kota kabupaten kab provinsi propinsi prov".split())


def wanted(turn: Turn, rest: str) -> tuple[str, str, str]:
    """The ballot, the area's name and its code that a question names; each may be empty."""
    if turn.pressed is not None:
        ballot, _, code = turn.pressed.partition(":")
        return ballot, "", code
    first, _, more = rest.strip().partition(" ")
    known = turn.facts.election.ballots if turn.facts.election else ()
    if first.lower() in _AREA_WORDS and more:
        return "", rest.strip(), ""
    found, place = ballot_in(rest, known)
    return (found.ballot if found else ""), place.strip(" .,:-"), ""
