"""What the talk knows of a person, in one statement: every message of theirs asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import JSON, TextClause, column, text

from models.rules.rights import Held
from models.stores.attendance import presence
from models.stores.base.session import Session
from models.stores.incidents import paper_copies
from models.stores.persons import mandates, people, roles
from models.stores.reading import photos
from models.stores.reports import own_reports

Known = SimpleNamespace
"""A row with the columns of its own query (models/stores), moments as datetimes."""
_PARTS: Mapping[str, TextClause] = {
    "roles": roles.OF,
    "mandates": mandates.MANDATES,
    "reports": own_reports.LATEST,
    "check_ins": presence.CHECK_INS,
    "photos": photos.OF,
    "copies": paper_copies.OF,
}
_MOMENTS = {"reports": "created_at", "check_ins": "at"}


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with everything that a turn of the talk looks at; rows as in their own stores."""

    name: str
    held: tuple[Held, ...]
    mandates: list[Known]
    reports: list[Known]
    check_ins: list[Known]
    photos: list[Known]
    copies: list[Known]


def _statement(parts: Iterable[str]) -> Any:
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
    parts = {part: _rows(part, getattr(row, part, ())) for part in _PARTS}
    held = tuple(roles.held_of(one) for one in parts.pop("roles"))
    return KnownPerson(row.name, held, **parts)


def _rows(part: str, documents: Iterable[Mapping[str, Any]]) -> list[Known]:
    found = [SimpleNamespace(**document) for document in documents]
    moment = _MOMENTS.get(part)
    if moment is not None:
        for one in found:
            setattr(one, moment, datetime.fromisoformat(getattr(one, moment)))
    return found
