"""The rights of every word and route as one table, made from what the code declares.

`.venv/bin/python -m tests.rights_table > docs/rights.md` writes it; a test compares and walks it.
"""

from dataclasses import dataclass

from fastapi.routing import APIRoute

from api.app import ROUTERS
from api.http.deps import Guard
from api.screen.gate import Gate
from bot.capabilities import CONVERSATION
from models.rules.access import Who, admits
from models.values import Role
from tests.architecture.test_routes import needs


@dataclass(frozen=True, slots=True)
class Persona:
    """One kind of person who may come: with a role, a mandate, or neither."""

    name: str
    role: Role | None = None
    mandate: bool = False
    known: bool = True

    def may(self, who: Who) -> bool:
        """Whether the entrance is open for this person."""
        roles = (self.role.value,) if self.role else ()
        return admits(who, roles, known=self.known, mandate=self.mandate)


PERSONAS = (
    Persona("stranger", known=False),
    Persona("enrolled"),
    Persona("witness", mandate=True),
    *(Persona(role.value, role) for role in Role),
)
HEAD = """# Rights

Which word of the chat and which route of the API is open to whom, made from the code
(`tests/rights_table.py`) and walked by `tests/attacks/test_rights_walk.py`. Where a role holds (its
own area and everything below), what is one's own, and what ties bind is asked behind this gate by
`models/rules/rights.py`, in chat and API alike; seats are told only of districts that lie in the
own area as a whole (`models/stores/seats/districts.py`). A word may still answer that it is not
this person's. Codes that belong to somebody, the provider's signatures and the browser phone's
cookie are not in this table; a route that is nobody's here is for the installation's own token.
Pages of the war room (`/screen`) are opened by a session, and for persons alone; of these
`/screen/operations` and `/screen/imports` only for administrators of the whole election. `/public`
is for everybody while two administrators hold it open, and is nothing otherwise.
"""


def words() -> list[tuple[str, Who]]:
    """Every word of the chat, and for whom it is."""
    found = [
        (str(word).upper(), spec.who)
        for spec in CONVERSATION.engine.specs
        for word in spec.words
        if spec.who is not None
    ]
    return sorted(found)


def routes() -> list[tuple[str, str, Who]]:
    """Every route that is guarded for somebody: method, path, for whom."""
    found = []
    for route in (one for router in ROUTERS for one in router.routes):
        inside = set(needs(route.dependant)) if isinstance(route, APIRoute) else set()
        for guard in (one for one in inside if isinstance(one, Guard | Gate)):
            method = next(iter(sorted(route.methods or {"GET"})))
            found.append((method, route.path, guard.who))
    return sorted(found)


def table() -> str:
    """The whole page."""
    names = " | ".join(persona.name for persona in PERSONAS)
    rule = "|---" * (len(PERSONAS) + 1) + "|"
    lines = [HEAD, "## Words", "", f"| word | {names} |", rule]
    lines += [_row(word, who) for word, who in words()]
    lines += ["", "## Routes", "", f"| route | {names} |", rule]
    lines += [_row(f"{method} {path}", who) for method, path, who in routes()]
    return "\n".join(lines) + "\n"


def _row(name: str, who: Who) -> str:
    cells = " | ".join("yes" if persona.may(who) else "-" for persona in PERSONAS)
    return f"| {name} | {cells} |"


if __name__ == "__main__":
    print(table(), end="")
