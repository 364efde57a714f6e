"""Every command says for whom it is, and its --help shows it."""

from collections.abc import Iterator

import pytest
import typer
from typer.models import CommandInfo

from api.cli.access import PANELS, WHO
from api.cli.commands import app


def commands(group: typer.Typer, path: str = "") -> Iterator[tuple[str, CommandInfo]]:
    """Every command below a group, with its words."""
    for one in group.registered_commands:
        callback = one.callback
        yield f"{path}{one.name or (callback.__name__ if callback else '')}", one
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            name = inner.typer_instance.info.name or inner.name
            yield from commands(inner.typer_instance, f"{path}{name} ")


@pytest.mark.parametrize(("name", "one"), list(commands(app)))
def test_a_command_says_for_whom_it_is(name: str, one: CommandInfo) -> None:
    assert one.callback in WHO, "add it by command(app, Who.INSTALLATION) (api/cli/access.py)"
    assert one.rich_help_panel == PANELS[WHO[one.callback]]


def test_the_walk_finds_commands_and_those_of_groups() -> None:
    names = [name for name, _ in commands(app)]
    assert {"grant", "audit verify", "voter-changes list"} <= set(names)
