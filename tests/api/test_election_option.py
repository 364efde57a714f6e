"""Commands of an election take --election: another one than the chosen one is meant, or refused."""

import inspect
from pathlib import Path

import pytest

from api.cli.commands import app
from tests.api.terminal import Saksi
from tests.architecture.test_commands import commands
from tests.packs.tiny import make_tiny_pack

CANDIDATE = ("--list", "dpr:9801", "--participant", "party:3", "--number", "1")
DIED = ("--state", "died", "--reason", "KPU 1/2024")
EKO = ("081200000003", "coordinator")


@pytest.fixture
async def saksi(database_url: str, tmp_path: Path) -> Saksi:
    here = Saksi(database_url, str(tmp_path / "var"))
    assert (await here("load", str(make_tiny_pack(tmp_path / "tiny")))).code == 0
    return here


@pytest.mark.parametrize(
    "words",
    [
        ("witnesses", "codes"),
        ("witnesses", "export", "{folder}/saksi.csv"),
        ("roles", "list"),
        ("roles", "codes"),
        ("roles", "grant", *EKO, "--everywhere", "--name", "Pak Eko"),
        ("elections", "candidate"),
        ("elections", "candidate", *CANDIDATE, *DIED),
    ],
    ids=" ".join,
)
async def test_the_election_that_is_named_is_the_one_that_is_meant(
    saksi: Saksi, tmp_path: Path, words: tuple[str, ...]
) -> None:
    told = [word.format(folder=tmp_path) for word in words]
    refused = await saksi(*told, "--election", "none-2024")
    assert (refused.code, "election" in refused.err) == (2, True)
    done = await saksi(*told, "--election", "tiny-2024")
    assert done.code == 0, done.err


OF_ALL = (
    *("run", "web", "worker", "reader", "clock", "migrate", "openapi", "doctor", "status"),
    *("load", "packs", "build-pack", "elections", "chat", "rehearse", "rehearsal", "verify"),
    *("reconcile", "capacity", "backup", "restore", "database", "audit", "forms", "read-form"),
    *("evaluate-forms", "layout", "train-digits", "tokens", "token", "phones", "phone-link"),
    *("phone-moved", "remove", "roles remove", "rotate-voters", "voters rotate"),
    *("voters changes decide", "voters changes undo", "voter-changes decide"),
    *("voter-changes undo", "broadcasts report", "broadcasts pause", "broadcast report"),
    "broadcast pause",
)
"""What is about the installation, its people or one receipt, and not about an election."""


def test_every_command_about_an_election_takes_one() -> None:
    without = [
        one.words
        for one in commands(app)
        if "election" not in inspect.signature(one.function).parameters
    ]
    assert len(without) > 40
    assert [w for w in without if not f"{w} ".startswith(tuple(f"{o} " for o in OF_ALL))] == []
