"""A reviewer's decision, whether it comes by chat or from a screen: the same rights, one store."""

from collections.abc import Iterable

from models.rules.rights import Action, Held, refuse_tied, require
from models.rules.settling import StationResult
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.disputes import decisions
from models.stores.disputes.decisions import Word
from models.stores.persons import mandates
from models.values import StationFacts


async def allowed(
    tx: Transaction,
    held: Iterable[Held],
    place: tuple[int, int],
    cells: Iterable[str],
    *,
    own: bool,
) -> None:
    """Raises NotAllowed, OwnReport (`own`: the reviewer reported there), TiedToParticipant."""
    station, contest = place
    kept = require(held, Action.DECIDE, await mandates.path_of(tx, station), own=own)
    refuse_tied(kept, await elections.contest(tx, contest), cells)


async def decide(
    tx: Transaction,
    held: Iterable[Held],
    place: tuple[int, int],
    word: Word,
    facts: StationFacts,
    *,
    own: bool,
) -> StationResult | None:
    """Decide the dispute of a place (ids of station and contest); what counts there now.

    Raises what `allowed` does, and StaleRevision, BadInput.
    """
    await allowed(tx, held, place, word.numbers, own=own)
    return await decisions.decide(tx, *place, word, facts)
