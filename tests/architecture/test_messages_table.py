"""docs/messages.md: every word of the chat stands in a table of those who may say it."""

import re
from pathlib import Path

import pytest

from bot.capabilities import CONVERSATION
from models.rules.access import Who

TABLES = {
    Who.ANYONE: ("Everybody",),
    Who.KNOWN: ("A witness", "Everybody"),
    Who.WITNESS: ("A witness",),
    Who.REPORTER: ("A witness", "Operator"),
    Who.LEADER: ("Coordinator",),
    Who.REVIEWER: ("Reviewer",),
    Who.OPERATOR: ("Operator",),
    Who.READER: ("Who reads the count",),
    Who.INFORMED: ("Who reads the count",),
    Who.AUDITOR: ("Who reads the count",),
    Who.CANDIDATE: ("Candidate",),
    Who.FIELD_OFFICER: ("Field officer",),
    Who.RECAP_WITNESS: ("Witness at the PPK",),
}
"""The headings below which the words of each are told."""

WORDS = [
    (str(word).upper(), spec.who)
    for spec in CONVERSATION.engine.specs
    for word in spec.words
    if spec.who is not None
]


def sections() -> dict[str, str]:
    """The first column of each section's tables, by heading."""
    text = Path(__file__).parents[2].joinpath("docs", "messages.md").read_text("utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    rows = {
        heading: "\n".join(line.split("|")[1] for line in body.splitlines() if line[:1] == "|")
        for heading, body in zip(parts[::2], parts[1::2], strict=True)
    }
    return rows


@pytest.mark.parametrize(("word", "who"), WORDS)
def test_a_word_stands_in_a_table_of_those_who_may_say_it(word: str, who: Who) -> None:
    told = [rows for head, rows in sections().items() if head.startswith(TABLES[who])]
    assert any(re.search(rf"\b{word}\b", rows) for rows in told), (
        f"add {word} to docs/messages.md, below one of {TABLES[who]}"
    )


def test_the_walk_finds_words() -> None:
    assert ("HADIR", Who.WITNESS) in WORDS
    assert len(WORDS) > 40
