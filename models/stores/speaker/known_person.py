"""What the talk knows of a person, in one statement: every message of theirs asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, TextClause, TextualSelect, column, text

from models.rules.rights import Held
from models.stores.attendance import presence
from models.stores.attendance.presence import CheckIn
from models.stores.base.session import Session
from models.stores.incidents import copies
from models.stores.incidents.copies import NotedCopy
from models.stores.persons import mandates, people, roles
from models.stores.persons.mandates import KnownMandate
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
    "copies": copies.OF,
}


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


def _statement(parts: Iterable[str]) -> TextualSelect:
    """The person's row with each part's rows as JSON, in the order of its own query."""
    told = ", ".join(
        f"(select coalesce(json_agg(t), '[]') from ({_PARTS[part].text}) t) as {part}"
        for part in parts
    )
    query = text(f"select who.name, {told} from ({people.PERSON.text}) who")
    return query.columns(column("name"), *(column(part, JSON) for part in parts))


_WHOLE = _statement(_PARTS)
_AGAIN = _statement(part for part in _PARTS if part != "mandates")


async def known_person(
    session: Session, person_id: int, election_id: int | None, *, again: bool = False
) -> KnownPerson | None:
    """An active person with roles in the election, mandates, and what was said so far.

    `again`: mandates are left out, because the turn knows them already.
    """
    named = {"person": person_id, "election": election_id}
    row = (await session.execute(_AGAIN if again else _WHOLE, named)).first()
    if row is None:
        return None
    return KnownPerson(
        row.name,
        tuple(roles.held_of(**one) for one in row.roles),
        [] if again else [KnownMandate(**one) for one in row.mandates],
        [OwnReport(**_timed(one, "created_at")) for one in row.reports],
        [CheckIn(**_timed(one, "at")) for one in row.check_ins],
        [SentPhotos(**one) for one in row.photos],
        [NotedCopy(**one) for one in row.copies],
    )


def _timed(document: dict[str, Any], moment: str) -> dict[str, Any]:
    """A row's JSON with its moment as one."""
    document[moment] = datetime.fromisoformat(document[moment])
    return document
