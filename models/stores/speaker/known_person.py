"""What the talk knows of a person and of the election, in one statement for every message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, TextClause, TextualSelect, column, text

from models.rules.rights import Held
from models.stores.attendance import presence
from models.stores.attendance.presence import CheckIn
from models.stores.base.database import Transaction
from models.stores.base.elections import CURRENT, LoadedElection, loaded
from models.stores.incidents import paper_copies
from models.stores.incidents.paper_copies import NotedCopy
from models.stores.persons import mandates, people, roles
from models.stores.persons.mandates import KnownMandate
from models.stores.persons.roles import Holder
from models.stores.reading import photos
from models.stores.reading.photos import SentPhotos
from models.stores.reports import own_reports
from models.stores.reports.own_reports import OwnReport

_PARTS: Mapping[str, TextClause] = {
    "roles": roles.OF,
    "mandates": mandates.MANDATES,
    "reports": own_reports.LATEST,
    "check_ins": presence.CHECK_INS,
    "photos": photos.OF,
    "copies": paper_copies.OF,
    "helpers": roles.HELPERS,
}
_ONCE = ("mandates", "helpers")
"""What a turn reads once: no effect changes them for a person who is known already."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with everything that a turn of the talk looks at."""

    name: str
    held: tuple[Held, ...]
    mandates: list[KnownMandate]
    reports: list[OwnReport]
    check_ins: list[CheckIn]
    photos: list[SentPhotos]
    copies: list[NotedCopy]
    helpers: list[Holder]
    election: LoadedElection | None


def _statement(parts: Iterable[str]) -> TextualSelect:
    """The person's row and the current election's with each part's rows as JSON, in their order."""
    told = ", ".join(
        f"(select coalesce(json_agg(t), '[]') from ({_PARTS[part].text}) t) as {part}"
        for part in parts
    )
    query = f"""
        select who.name as person_name, e.*, {told}
        from ({people.PERSON.text}) who left join ({CURRENT}) e on true"""
    columns = "person_name id code name held_on fingerprint".split()
    bound = text(query.replace(":election", "e.id"))
    return bound.columns(*map(column, columns), *(column(part, JSON) for part in parts))


_WHOLE = _statement(_PARTS)
_AGAIN = _statement(part for part in _PARTS if part not in _ONCE)


async def known_person(
    tx: Transaction, person_id: int, *, again: bool = False
) -> KnownPerson | None:
    """An active person with the current election, roles in it, mandates, and what was said so far.

    `again`: mandates and helpers are left out, because the turn knows them already.
    """
    row = (await tx.execute(_AGAIN if again else _WHOLE, {"person": person_id})).first()
    if row is None:
        return None
    return KnownPerson(
        row.person_name,
        tuple(roles.held_of(**one) for one in row.roles),
        [] if again else [KnownMandate(**one) for one in row.mandates],
        [OwnReport(**_timed(one, "created_at")) for one in row.reports],
        [CheckIn(**_timed(one, "at")) for one in row.check_ins],
        [SentPhotos(**one) for one in row.photos],
        [NotedCopy(**one) for one in row.copies],
        [] if again else [roles.holder_of(**one) for one in row.helpers],
        None if row.id is None else await loaded(tx, row),
    )


def _timed(document: dict[str, Any], moment: str) -> dict[str, Any]:
    """A row's JSON with its moment as one."""
    document[moment] = datetime.fromisoformat(document[moment])
    return document
