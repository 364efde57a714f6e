"""The documentation is true: every path it names exists, every command it names is one."""

import re
from pathlib import Path

import pytest

from api.cli.commands import app
from tests.architecture.test_commands import commands

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").rglob("*.md")]
)
TO_BE_MADE = ("bot/survey", "models/tables/survey", "models/stores/survey", "conversations/survey")
"""What docs/add-a-capability.md has its reader make."""
FOLDERS = "api|bot|ocr|models|tests|docs|packs|bin"
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(rf"(?<![\w/.-])(?:{FOLDERS})/[\w./*-]*")
LINK = re.compile(r"\]\(([^)#\s]+)\)")
COMMAND = re.compile(r"(?:^|bin/|\| |: )saksi ([a-z][a-z-]*(?: [a-z][a-z-]*)*)", re.M)
NAMES = {found.words for found in commands(app)} | {"roles"}
GROUPS = {group.name for group in app.registered_groups}


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if page.name == "CHANGELOG.md":
        pytest.skip("tells what was")
    told = re.sub(r"--out \S+", "", text)  # what a command writes
    paths = {match.rstrip("./") for match in PATH.findall(told)}
    paths = {path for path in paths if not any(word in path for word in TO_BE_MADE)}
    missing = [path for path in paths if not is_there(re.sub(r"\b[A-Z]{2,}\b", "*", path))]
    missing += [link for link in LINK.findall(text) if not leads_somewhere(page, link)]
    assert missing == []


def is_there(path: str) -> bool:
    """A path, or a pattern with * that finds something."""
    return any(ROOT.glob(path))


def leads_somewhere(page: Path, link: str) -> bool:
    return link.startswith(("http:", "https:", "mailto:")) or (page.parent / link).exists()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_a_page_names_is_one(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh)?\n(.*?)```", text, re.S)
    inline = CODE.findall(re.sub(r"```.*?```", "", text, flags=re.S))
    said = [words for part in (*blocks, *inline) for words in COMMAND.findall(part)]
    assert [words for words in said if not is_command(words)] == []


def is_command(words: str) -> bool:
    """The longest beginning that is a command; a group alone names its page of help."""
    parts = words.split()
    beginnings = {" ".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return bool(beginnings & NAMES) or (len(parts) == 1 and parts[0] in GROUPS)


def test_decisions_have_a_number_each() -> None:
    numbers = [page.name[:4] for page in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))


def test_the_decision_on_figures_names_modules_that_there_are() -> None:
    page = ROOT / "docs" / "decisions" / "0010-every-number-is-accounted-for.md"
    how = page.read_text(encoding="utf-8").split("How (")[1].split("Proof:")[0]
    words = {word for word in CODE.findall(how) if word.isidentifier()} - {"names"}
    missing = [w for w in words if not is_there(f"bot/filling/grammar/{w}.py")]
    assert words >= {"tokens", "account"}
    assert missing == []


def test_the_check_finds_what_is_not_there() -> None:
    assert not is_there("bot/engine/nowhere.py")
    assert not is_command("witnesses vanish")
    assert is_command("voters changes list")


INDONESIAN = re.compile(r"\b(?:yang|dan|untuk|dari|atau|dengan|ini|itu|tidak|kalau|satu|semua)\b")
ENGLISH = re.compile(r"\b(?:the|and|of|to|is|for|are|with|that|from|which)\b")
FOR_OPERATORS = sorted([*(ROOT / "docs" / "operators").glob("*.md"), ROOT / "docs" / "packs.md"])
_FIRST = 800
"""Letters: what is on the screen when a page opens."""
TWINS = {"running.md": "menjalankan.md"}
"""Pages in English alone, and the Indonesian page that each one leads to."""


@pytest.mark.parametrize("page", FOR_OPERATORS, ids=named)
def test_what_an_operator_reads_is_indonesian_first(page: Path) -> None:
    text = page.read_text("utf-8")
    if page.name in TWINS:
        assert f"[Bahasa Indonesia]({TWINS[page.name]})" in text
        return
    first = (
        re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S).split("\n---\n")[0].lower()[:_FIRST]
    )
    ours, theirs = len(INDONESIAN.findall(first)), len(ENGLISH.findall(first))
    assert ours >= 5
    assert ours > 2 * theirs
