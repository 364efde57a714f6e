"""Outcomes as the database keeps them until they are told, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter

from bot.engine.messages import Outcome
from models.stores.messaging.notices import NewNotice

_Kind = TypeVar("_Kind", bound=Outcome)
_ADAPTERS: dict[type, TypeAdapter[object]] = {}


def notice(
    purpose: str,
    event: Outcome,
    person_id: int | None = None,
    *,
    contact_id: int | None = None,
    inbox_id: int | None = None,
    not_before: datetime | None = None,
) -> NewNotice:
    """An event for a person, or for a contact whose person is not known; see NewNotice."""
    data = as_json(event)
    return NewNotice(purpose, event.event, data, person_id, contact_id, inbox_id, not_before)


def as_json(event: object, *, lean: bool = False) -> dict[str, object]:
    """What a dataclass carries, JSON through and through; `lean`: without what is as by default."""
    told = _adapter(type(event)).dump_python(event, mode="json", exclude_defaults=lean)
    return dict(told)


def from_json(kind: type[_Kind], kept: Mapping[str, object]) -> _Kind:
    """The event again, whatever version wrote it; raises ValueError where it does not fit."""
    found = _adapter(kind).validate_python(kept)
    assert isinstance(found, kind)
    return found


def _adapter(kind: type) -> TypeAdapter[object]:
    """What pydantic knows of a kind; made when it is first needed."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
