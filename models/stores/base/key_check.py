"""Whether this installation's key is the one that the database was made with.

A restore without its key, a second machine with a key of its own: everything looks right, nobody is
recognised, and what comes in is hashed so that nothing finds it again.
"""

import hmac

from sqlalchemy import select, text
from sqlmodel import col

from models.errors import BadInput
from models.sealing import Broken, Keys
from models.settings import Settings
from models.stores.base.database import Transaction
from models.tables import KeyCheckRow, PersonRow

_PUT = text("insert into key_check (id, value) values (1, :value) on conflict (id) do nothing")
_VALUE = select(col(KeyCheckRow.value)).where(col(KeyCheckRow.id) == 1)
_SEALED = (
    select(col(PersonRow.phone_sealed)).where(col(PersonRow.phone_sealed).is_not(None)).limit(1)
)


class OtherKey(BadInput):
    """The secret key is another than the one that the database was made with."""

    code = "other_key"


async def hold(tx: Transaction, settings: Settings) -> None:
    """Raises OtherKey for another key, and where there is none; the first key is noted.

    Where the database knows a key already, no key file is made.
    """
    kept = await tx.scalar(_VALUE)
    if kept is not None and not Keys.there(settings):
        raise OtherKey(_told(settings, "there is no key here"))
    keys = Keys.of(settings)
    if kept is None and not await _opens(tx, keys):
        raise OtherKey(_told(settings, "the key here does not open its phone numbers"))
    if kept is None:
        await tx.execute(_PUT, {"value": keys.check_value})
        kept = await tx.scalar(_VALUE)
    if not hmac.compare_digest(bytes(kept or b""), keys.check_value):
        raise OtherKey(_told(settings, "the key here is another one"))


async def _opens(tx: Transaction, keys: Keys) -> bool:
    """Whether a phone of a database from before there was a check opens; True without any."""
    sealed = await tx.scalar(_SEALED)
    if sealed is None:
        return True
    try:
        keys.unseal_text(bytes(sealed))
    except Broken:
        return False
    return True


def _told(settings: Settings, why: str) -> str:
    where = "SAKSI_SECRET_KEY" if settings.secret_key else str(settings.var / "secret.key")
    return (
        f"this database was made with a key of its own, and {why}: put that key back ({where}), "
        "it was kept apart from the backup"
    )
