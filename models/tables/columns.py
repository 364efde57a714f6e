"""Column kinds that every table shares, so that each table reads as its field's terms."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    SmallInteger,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

BIG = BigInteger
SMALL = SmallInteger
BYTES = LargeBinary
JSON = JSONB
MOMENT = DateTime(timezone=True)
SMALLS = ARRAY(SmallInteger)
INTEGERS = ARRAY(Integer)


def key(kind: Any = BigInteger) -> Any:
    """A primary key that the database counts up."""
    return Field(default=None, primary_key=True, sa_type=kind, sa_column_args=[Identity()])


def now() -> Any:
    """A moment that the database sets when the row is written."""
    return Field(default=None, sa_type=MOMENT, sa_column_kwargs={"server_default": func.now()})
