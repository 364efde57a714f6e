"""Who helps, and whether they were asked."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class CoordinatorTold(Outcome):
    """Who is nearest to help, and the phone; both empty where nobody is named."""

    name: str = ""
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class PersonCalled(Outcome):
    """Who was asked to help; `again`: they were within this hour. Empty where nobody is named."""

    names: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWanted(Outcome):
    """A notice to a leader: somebody needs a word, with what was not understood."""

    name: str
    texts: tuple[str, ...] = ()
    phone: str | None = None
    number: int | None = None
    kelurahan: str = ""
