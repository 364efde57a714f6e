"""The command line as a program: quick help, answers on standard output, the rest on error."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.api.terminal import Saksi
from tests.packs.tiny import make_tiny_pack


def saksi(*words: str, url: str = "", text: str = "", var: Path | None = None):
    environment = {**os.environ, "DATABASE_URL": url, "SAKSI_VAR": str(var or "")}
    if not url:
        environment.pop("DATABASE_URL")
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        input=text,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_help_imports_nothing_heavy() -> None:
    line = "import sys, api.cli.commands; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True).stdout
    heavy = {"sqlalchemy", "fastapi", "cv2", "numpy", "telegram", "matplotlib", "structlog"}
    assert not heavy & set(loaded.split())


async def test_bad_input_is_one_sentence_on_standard_error(
    database_url: str, tmp_path: Path
) -> None:
    done = await Saksi(database_url, str(tmp_path))("load", str(tmp_path / "nowhere"))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


async def with_siti(database_url: str, folder: Path) -> Saksi:
    """The made-up election, and Bu Siti as witness of its first station."""
    here = Saksi(database_url, str(folder))
    assert (await here("load", str(make_tiny_pack(folder / "tiny")), "--json")).code == 0
    people = folder / "people.csv"
    people.write_text(
        "name,phone,station,participant\nBu Siti,+62 812 0000 1111,9801012001001,pair:2\n"
    )
    imported = await here("import-witnesses", str(people), "--json")
    assert json.loads(imported.out)["new"] == 1
    return here


async def test_a_witness_talks_from_code_to_recap_in_the_terminal(
    database_url: str, tmp_path: Path
) -> None:
    here = await with_siti(database_url, tmp_path)
    talk = await asyncio.to_thread(
        saksi,
        "chat",
        "--phone",
        "+6281200001111",
        url=database_url,
        var=tmp_path,
        text="HADIR\n[Tidak bisa kirim lokasi]\n[Tidak bisa foto]\nsudah\n"
        "PPWP 1=100 2=80 3=20 sah 200 tidak sah 4 jumlah 204\nBenar\nBELUM\n",
    )
    assert "Hadir tercatat" in talk.stdout, talk.stdout + talk.stderr
    assert "Tersimpan" in talk.stdout, talk.stdout + talk.stderr
    found = await here("recap", "--ballot", "ppwp", "--json")
    row = json.loads(found.out)["rows"][0]
    assert (row["reported"], row["votes"]["1"], row["valid"], row["total"]) == (1, 100, 200, 204)


async def test_a_program_talks_in_json_and_sees_what_is_drafted_and_stored(
    database_url: str, tmp_path: Path
) -> None:
    here = await with_siti(database_url, tmp_path)
    lines = ["halo", r"PPWP 1=100 2=80\n3=20", "sah 200 tidak sah 4 jumlah 204", "Benar"]
    talk = await here("chat", "--phone", "+6281200001111", "--json", text="\n".join(lines) + "\n")
    hello, first, second, saved = map(json.loads, talk.out.splitlines())
    votes = {"1": 100, "2": 80, "3": 20}
    whole = {**votes, "valid": 200, "invalid": 4, "total": 204}
    assert (hello["drafts"], hello["stored"], hello["step"]) == ({}, {}, "home")
    assert first["said"] == lines[1]
    assert first["drafts"] == {"ppwp": votes}
    assert second["drafts"] == {"ppwp": whole}
    assert second["replies"][-1]["buttons"] == ["Benar", "Ubah lagi"]
    assert (saved["drafts"], saved["stored"]) == ({}, {"ppwp": whole})
    assert "Tersimpan" in saved["replies"][0]["text"]


async def test_bytes_that_are_no_text_are_answered_as_any_message(
    database_url: str, tmp_path: Path
) -> None:
    await with_siti(database_url, tmp_path)
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "api.cli", "chat", "--phone", "+6281200001111", "--json"],
        input=b"\xff\xfe halo\n\0\nHADIR\n",
        env={**os.environ, "DATABASE_URL": database_url, "SAKSI_VAR": str(tmp_path)},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert all(json.loads(line)["replies"] for line in done.stdout.splitlines()[::2])


def test_a_word_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "api.cli", "roles", "grant", "+6281200001111", "coordinator"]
    done = subprocess.run(
        [*map(os.fsencode, words), b"--name", b"Pak \xff", b"--everywhere"],
        env={**os.environ, "SAKSI_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_reader_that_goes_away_is_no_fault(database_url: str, tmp_path: Path) -> None:
    line = f"{sys.executable} -m api.cli openapi | head -c 1"
    environment = {**os.environ, "DATABASE_URL": database_url, "SAKSI_VAR": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-c", line], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("{", "")
