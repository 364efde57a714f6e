"""Who a command is for: said where it is added, shown by --help, walked by a test.

The command line knows no persons: whoever may run it on the installation's machine, with its
database and its key, is the installation. What needs neither is for anyone.
"""

import inspect
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Annotated

import typer

from models.rules.access import Who

Function = Callable[..., object]
Election = Annotated[str | None, typer.Option(help="Code; the chosen election without.")]

PANELS = {
    Who.INSTALLATION: "For whoever runs this installation",
    Who.ANYONE: "For anyone: reads and writes files alone",
}
WHO: dict[Callable[..., object], Who] = {}
"""Every command's function and for whom it is."""


@lru_cache
def of_election(function: Function) -> Function:
    """The command with --election beside its options: what it does, it does in that one."""

    @wraps(function)
    def told(*args: object, election: str | None = None, **given: object) -> object:
        from models.stores.base.elections import WANTED

        token = WANTED.set(election)
        try:
            return function(*args, **given)
        finally:
            WANTED.reset(token)

    option = inspect.Parameter(
        "election", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Election
    )
    known = inspect.signature(function)
    told.__signature__ = known.replace(  # type: ignore[attr-defined]
        parameters=[*known.parameters.values(), option]
    )
    told.__annotations__ = {**function.__annotations__, "election": Election}
    return told


def command(
    group: typer.Typer, who: Who, name: str | None = None, *, hidden: bool = False
) -> Callable[[Function], Function]:
    """Add a function as a command, as `group.command(name)` does, and say for whom it is."""

    def add(function: Function) -> Function:
        WHO[function] = who
        group.command(name, rich_help_panel=PANELS[who], hidden=hidden)(function)
        return function

    return add
