"""Who a command is for: said where it is added, shown by --help, walked by a test.

The command line knows no persons: whoever may run it on the installation's machine, with its
database and its key, is the installation. What needs neither is for anyone.
"""

from collections.abc import Callable
from typing import TypeVar

import typer

from models.rules.access import Who

Function = TypeVar("Function", bound=Callable[..., object])

PANELS = {
    Who.INSTALLATION: "For whoever runs this installation",
    Who.ANYONE: "For anyone: reads and writes files alone",
}
WHO: dict[Callable[..., object], Who] = {}
"""Every command's function and for whom it is."""


def command(
    group: typer.Typer, who: Who, name: str | None = None, *, hidden: bool = False
) -> Callable[[Function], Function]:
    """Add a function as a command, as `group.command(name)` does, and say for whom it is."""

    def add(function: Function) -> Function:
        WHO[function] = who
        group.command(name, rich_help_panel=PANELS[who], hidden=hidden)(function)
        return function

    return add
