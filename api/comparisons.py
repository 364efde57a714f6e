"""Comparisons as JSON: both sides, the differences, which way votes moved, what seats it moves."""

from collections.abc import Iterable
from typing import Any

from api.http.provenance import stamp
from models.rules.seat_effect import Effect
from models.stores.base import layouts
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.official import comparison
from models.stores.official import seat_differences as effects
from models.stores.official.comparison import Compared
from models.stores.official.seat_differences import Together, Weighed
from models.stores.recap import recap
from models.stores.recap.recap import Question


async def beside_published(
    tx: Transaction,
    question: Question,
    version: str,
    election: str | None = None,
    *,
    everything: bool = False,
    made_for: str = "",
) -> dict[str, object]:
    """Our count beside a published version; raises BadInput, NotFound."""
    scope = await recap.understand(tx, question, election)
    found = await comparison.compare(tx, scope, version)
    head = {**scope.heading, "version": version, "compared": len(found.places)}
    weighed = await effects.weigh(tx, scope.election, question.ballot, scope.layouts, found.places)
    return {
        **head,
        "coverage": found.coverage,
        **stamp(scope.election, made_for),
        **_told(*weighed, everything),
    }


async def one_step(
    tx: Transaction,
    loaded: LoadedElection,
    question: Question,
    steps: tuple[str, str],
    *,
    everything: bool = False,
    made_for: str = "",
) -> dict[str, object]:
    """One step of the official ladder, (lower, upper) as "level:version"; raises BadInput."""
    found = await comparison.ladder(tx, loaded, question, *steps)
    known = await layouts.layouts(tx, loaded, question.ballot)
    weighed = await effects.weigh(tx, loaded, question.ballot, known, found.places)
    return {
        "election": loaded.code,
        "ballot": question.ballot.value,
        "lower": steps[0],
        "upper": steps[1],
        "compared": len(found.places),
        "coverage": found.coverage,
        **stamp(loaded, made_for),
        **_told(*weighed, everything),
    }


def _told(weighed: list[Weighed], together: list[Together], everything: bool) -> dict[str, object]:
    return {
        "together": [
            {"contest": one.contest, **effect(one.effect)}
            for one in together
            if one.effect.seats or one.effect.persons_in or one.effect.persons_out
        ],
        "rows": rows(weighed, everything),
    }


def rows(found: Iterable[Weighed], everything: bool = False) -> list[dict[str, Any]]:
    """Places with a difference, the greatest effect first; all places with `everything`."""
    return [
        {**row(one.compared), "contest": one.contest, **effect(one.effect)}
        for one in found
        if everything or one.compared.shift.differences
    ]


def row(one: Compared) -> dict[str, Any]:
    """One place: `ours` and `theirs` hold the fields that differ, `differences` theirs - ours."""
    moved, mine, their = one.shift, one.ours.named(), one.theirs.named()
    return {
        "code": one.code,
        "name": one.name,
        "complete": one.complete,
        "state": one.state,
        "ours": {name: mine[name] for name in moved.differences},
        "theirs": {name: their[name] for name in moved.differences},
        "differences": dict(moved.differences),
        "within": dict(moved.within),
        "between": moved.between,
        "invalid": moved.invalid,
        "added": moved.added,
    }


def effect(found: Effect) -> dict[str, object]:
    """`seats` by party and `persons` that would change; `margin` of the contest's closest seat."""
    return {
        "seats": dict(found.seats),
        "persons": {"in": list(found.persons_in), "out": list(found.persons_out)},
        "margin": found.margin,
        "share": round(found.share, 4),
    }
