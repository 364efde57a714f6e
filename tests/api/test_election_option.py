"""Commands of an election take --election: another one than the chosen one is meant, or refused."""

from pathlib import Path

import pytest

from tests.api.terminal import Saksi
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
