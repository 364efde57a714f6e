"""Every command says for whom it is, stands on the first page; every earlier name still works."""

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from typing import Any

import pytest
import typer

from api.cli.access import PANELS, WHO
from api.cli.commands import app
from api.cli.first_page import PAGE
from models.rules.access import Who

EARLIER = """
run load build-pack import-witnesses export-witnesses recruits accept decline assign swap mandates
coverage grant revoke remove phone-moved import-voters forget-voters rotate-voters questions
voters-log phone-link chat recap seats outlook findings attendance sample quick-count read-form
evaluate-forms layout train-digits import-official compare d-hasil evidence openapi rehearse lines
web worker reader clock migrate backup restore audit/show audit/verify token/make token/list
token/revoke broadcast/write broadcast/report broadcast/pause voter-changes/list
voter-changes/decide voter-changes/apply voter-changes/undo voter-changes/recap hold/add hold/list
hold/lift
""".split()
"""The names before there were groups; `roles` is a group now, and lists when nothing follows."""
FOR_ANYONE = {
    "packs build",
    "forms read",
    "forms evaluate",
    "forms layout",
    "forms train",
    "openapi",
    "capacity",
}


class Found:
    """A command as it is reached: its words, its function, whether help shows it."""

    def __init__(
        self, words: str, function: Callable[..., Any], panel: object, shown: bool
    ) -> None:
        self.words, self.function, self.panel, self.shown = words, function, panel, shown


def commands(group: typer.Typer, path: str = "", shown: bool = True) -> Iterator[Found]:
    """Every command below a group; a group that runs by itself is one, too."""
    for one in group.registered_commands:
        assert one.callback is not None
        words = f"{path}{one.name or one.callback.__name__}"
        yield Found(words, one.callback, one.rich_help_panel, shown and not one.hidden)
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        seen = shown and inner.hidden is not True
        yield from commands(inner.typer_instance, f"{path}{inner.name} ", seen)


ALL = list(commands(app))
SHOWN = [one for one in ALL if one.shown]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.words)
def test_a_command_says_for_whom_it_is(one: Found) -> None:
    assert one.function in WHO, "add it by add(group, name, who, function) (api/cli/commands.py)"
    assert one.panel == PANELS[WHO[one.function]]


def test_only_what_works_on_files_alone_is_for_anyone() -> None:
    assert {one.words for one in SHOWN if WHO[one.function] is Who.ANYONE} == FOR_ANYONE


def test_every_earlier_name_runs_the_same_function_as_a_name_of_today() -> None:
    found = {one.words: one.function for one in ALL}
    today = {one.function for one in SHOWN}
    missing = [name for name in EARLIER if found.get(name.replace("/", " ")) not in today]
    assert missing == []


def test_a_name_that_is_not_shown_is_an_earlier_one() -> None:
    hidden = {one.words.replace(" ", "/") for one in ALL if not one.shown}
    assert hidden <= set(EARLIER)
    assert not hidden & {one.words.replace(" ", "/") for one in SHOWN}


def test_the_first_page_fits_a_screen_and_names_every_command_in_its_group() -> None:
    lines = PAGE.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    missing = [one.words for one in SHOWN if not told(one.words)]
    assert missing == []
    names = {tuple(one.words.split()[:2]) for one in SHOWN}
    assert [pair for pair in grouped() if pair not in names] == []


def grouped() -> set[tuple[str, str]]:
    """Groups of the page with their commands: `roles  list, grant`; a list may take two lines."""
    page = re.sub(r",\n +", ", ", PAGE)
    found = re.findall(r"(?:^ ?| ) ([a-z]+) {2,}((?:[a-z-]+, )+[a-z-]+)(?= {2}|$)", page, re.M)
    return {(group, name) for group, names in found for name in names.split(", ")}


def told(words: str) -> bool:
    first, *rest = words.split()
    if rest:
        return (first, rest[0]) in grouped()
    return re.search(rf"(^  {first}  |[ \n]{first}[ ,.])", PAGE, re.M) is not None


def test_the_help_of_every_group_and_command_can_be_shown() -> None:
    for one in SHOWN:
        out = io.StringIO()
        with redirect_stdout(out), pytest.raises(SystemExit) as ended:
            app([*one.words.split(), "--help"])
        assert ended.value.code == 0
        assert (one.function.__doc__ or "").split()[0] in out.getvalue()


def test_the_first_page_comes_at_once() -> None:
    """It takes nothing in but Python's own and what tells the page: the rest takes two seconds."""
    done = imports("-m", "api.cli", "--help")
    assert done.stdout.strip() == PAGE.strip()
    more = taken_in(done) - taken_in(imports("-c", "pass"))
    foreign = {name for name in more if name.partition(".")[0] not in sys.stdlib_module_names}
    assert "api.cli.first_page" in foreign
    assert {name for name in foreign if not name.startswith("api.cli.")} <= {"api", "api.cli"}
    assert len(foreign) <= 5


def imports(*words: str) -> subprocess.CompletedProcess[str]:
    """Python, which tells of each module that it takes in."""
    command = [sys.executable, "-X", "importtime", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def taken_in(done: subprocess.CompletedProcess[str]) -> set[str]:
    return set(re.findall(r"^import time: .*\| +(\S+)$", done.stderr, re.M))
