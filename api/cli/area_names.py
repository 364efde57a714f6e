"""Areas as commands take them: by code, or by a name that means one alone."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.stores.base.areas import Area
    from models.stores.base.database import Transaction
    from models.stores.base.elections import LoadedElection
    from models.stores.recap.recap import Question


async def named_area(tx: "Transaction", election: "LoadedElection", said: str) -> "Area":
    """The area of a code or name; raises NotFound, BadInput with those that may be meant."""
    from models.stores.base.named_areas import NamedAreas
    from models.stores.persons.role_import import one_area

    return await one_area(tx, election, NamedAreas(tx, election.id), said, {})


async def with_code(tx: "Transaction", question: "Question", election: str | None) -> "Question":
    """The question about the area that it names."""
    from models.stores.base import elections

    if not question.area:
        return question
    loaded = await elections.election(tx, election)
    return replace(question, area=(await named_area(tx, loaded, question.area)).code)
