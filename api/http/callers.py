"""Who calls the API: the installation's token, a person's token, or anyone outside production.

A person's token has that person's roles, the same as in the chat. They are read from the database
and kept for a second, so that a check costs less than a millisecond.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from models.errors import NoToken
from models.rules.access import Who, admits
from models.rules.rights import Action, Held, paths
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.persons import api_tokens

KEEP_SECONDS = 1.0
"""How long roles are kept: a token or role that ended opens nothing a second later."""
MOST = 10_000

Reach = tuple[tuple[int, str], ...]
"""What somebody may see, by election: the paths of the topmost areas."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: "token", "anyone", or "person:12" with the roles held by election's id.

    `held` None: the installation itself, which may see everything. `reach` None likewise.
    """

    name: str
    held: Mapping[int, tuple[Held, ...]] | None = None
    reach: Reach | None = None

    @classmethod
    def person(cls, bearer: api_tokens.Bearer) -> "Caller":
        """A person with the roles that a token was found with."""
        seen = [(n, one) for n, held in bearer.held.items() for one in paths(held, Action.SEE)]
        return cls(f"person:{bearer.person_id}", bearer.held, tuple(sorted(seen)))

    @property
    def everything(self) -> bool:
        """Whether this is the installation itself."""
        return self.held is None

    def roles(self, election_id: int) -> tuple[Held, ...]:
        """The roles in an election; none for the installation, which needs none."""
        return self.held.get(election_id, ()) if self.held else ()

    def admitted(self, who: Who) -> bool:
        """Whether a route for `who` is open; where it is open is asked afterwards."""
        if self.held is None or who is Who.ANYONE:
            return True
        return admits(who, {one.role for held in self.held.values() for one in held})


class Callers:
    """The callers that one process knows."""

    def __init__(self, settings: Settings, keys: Keys, database: Database) -> None:
        given = settings.api_token
        self._token = given.get_secret_value().encode() if given else b""
        self._production = settings.production
        self._keys, self._database = keys, database
        self._kept: dict[bytes, tuple[float, Caller]] = {}

    def at_hand(self, authorization: str) -> Caller | None:
        """Who sends this header, if the database needs not be asked; raises NoToken."""
        kind, _, token = authorization.partition(" ")
        token = token.strip() if kind.lower() == "bearer" else ""
        if token and self._token and hmac.compare_digest(token.encode(), self._token):
            return Caller("token")
        if token.startswith(api_tokens.PREFIX):
            kept = self._kept.get(self._keys.token_hash(token))
            return kept[1] if kept and monotonic() - kept[0] < KEEP_SECONDS else None
        if self._production:
            raise NoToken("send a token: Authorization: Bearer ...")
        return Caller("anyone")

    async def known(self, authorization: str) -> Caller:
        """Who sends this header; raises NoToken."""
        caller = self.at_hand(authorization)
        if caller is not None:
            return caller
        token = authorization.partition(" ")[2].strip()
        async with self._database.transaction() as tx:
            found = await api_tokens.bearer(tx, self._keys, token)
        if found is None:
            raise NoToken("this token is unknown, ended or expired: ask for a new one")
        if len(self._kept) >= MOST:
            self._kept.clear()
        caller = Caller.person(found)
        self._kept[self._keys.token_hash(token)] = (monotonic(), caller)
        return caller
