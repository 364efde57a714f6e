"""Laws by kind of message: what each row of kinds.txt must leave in the draft, and what is asked.

A row: where the talk stands | what is typed, message by message | what is new or different since.
`¶` parts messages, `\\n` is a line break, `\\t` a tab; `4-7=0` are several fields, `asks 12 13` are
numbers or words that the last answer must show in a question, `stored` says that a report was
saved. Nothing but what a row says may have changed.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.understanding.judge import Figures, changes
from tests.understanding.place import Standing, opened

_ROWS = Path(__file__).parent / "kinds.txt"
_FIELD = re.compile(r"(?:([a-z_]+):)?([0-9]+-[0-9]+|[a-z0-9.]+)=(-?[0-9]+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of kinds.txt below the law that it stands for."""

    law: str
    place: str
    messages: tuple[str, ...]
    means: str

    @property
    def figures(self) -> Figures:
        """What must be new or different, by ballot and field."""
        found: Figures = {}
        for ballot, names, number in _FIELD.findall(self.means.partition("asks")[0]):
            here = found.setdefault(ballot or self.place.partition("-")[0], {})
            first, _, last = names.partition("-")
            several = range(int(first), int(last) + 1) if last else (names,)
            here.update({str(name): int(number) for name in several})
        return found

    @property
    def asked(self) -> tuple[str, ...]:
        """What the last answer must show."""
        return tuple(self.means.partition("asks")[2].split())


def rows() -> list[Row]:
    """Every row."""
    found: list[Row] = []
    law = ""
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            law = line[2:]
        elif line.strip():
            place, rest = line.split(" | ", 1)
            said, _, means = rest.rpartition(" |")
            messages = tuple(
                one.strip().replace("\\n", "\n").replace("\\t", "\t") for one in said.split("¶")
            )
            found.append(Row(law, place.strip(), messages, means.strip()))
    return found


def _said(row: Row) -> tuple[Standing, Standing]:
    before = after = opened(row.place)
    for message in row.messages:
        after = after.say(message)
    return before, after


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.law[:40]}: {row.messages[-1][:40]}")
def test_a_kind_of_message_leaves_what_it_means_and_asks_about_the_rest(row: Row) -> None:
    before, after = _said(row)
    text = "\n".join(reply.text for reply in after.replies)
    assert changes(before.held, after.held) == row.figures, text
    assert (after.reports > before.reports) == ("stored" in row.means), text
    if row.asked:
        assert "?" in text
    for shown in row.asked:
        assert re.search(rf"(?<![0-9a-z]){re.escape(shown)}(?![0-9a-z])", text, re.IGNORECASE), text


def test_every_law_of_kinds_stands_on_ten_rows() -> None:
    laws = [row.law for row in rows()]
    assert all(laws.count(law) >= 10 for law in set(laws))


@pytest.mark.parametrize(
    "complaint",
    [
        *("kebalik", "angkanya ketuker", "ada yg salah", "ubah", "ubah anies", "prabowo salah"),
        *(
            "anies kurang",
            "prabowo kurang 2",
            "prabowo lebih 2",
            "ganjar bukan 45",
            "yg sah keliru",
        ),
        *("prabowo 8Z", "prabowo 87 atau 78", "ganjar tambah 1", "yang prabowo tadi keliru"),
    ],
)
def test_no_last_word_is_offered_while_a_correction_is_open(complaint: str) -> None:
    after = opened("ppwp-confirm").say(complaint)
    labels = {label for reply in after.replies for label, _ in reply.buttons}
    assert "Benar" not in labels
    assert after.say("ya").reports == opened("ppwp-confirm").reports
