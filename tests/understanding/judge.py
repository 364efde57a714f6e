"""The judge of the corpus: what became of each figure that a message meant."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from tests.understanding.place import Figures, Standing, opened

HERE = Path(__file__).parent


class Verdict(StrEnum):
    """What became of a message.

    RIGHT: what was meant was taken, nothing else changed (or asked, where a clerk would ask).
    ASKED: nothing wrong, and a question that shows every figure which was not taken.
    LOST: a figure is neither taken nor shown in a question. WRONG: a figure that nobody meant.
    UNKIND: "I don't understand", a list of words, or silence.
    """

    RIGHT = "right"
    ASKED = "asked"
    LOST = "lost"
    WRONG = "wrong"
    UNKIND = "unkind"


@dataclass(frozen=True, slots=True)
class Item:
    """A message of the corpus, where the talk stood, and what it meant."""

    id: str
    group: str
    place: str
    say: str
    means: Mapping[str, Mapping[str, int]]
    ask: bool = False
    confirm: Any = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with its verdict, why, and what was answered."""

    item: Item
    verdict: Verdict
    why: str = ""
    replies: tuple[str, ...] = field(default=())


_NAMES = ("id", "group", "place", "say", "means", "ask", "confirm", "answer")
_UNKIND = re.compile(r"belum paham|Balas salah satu|Pesan lain belum saya pahami")


def corpus(pattern: str = "hand*.jsonl") -> list[Item]:
    """The messages of all hands, or of those whose files match."""
    lines = [
        json.loads(line)
        for file in sorted(HERE.glob(pattern))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [Item(**{name: one[name] for name in _NAMES if name in one}) for one in lines]


def judge(item: Item) -> Judged:
    """Say an item where it belongs and look at what became of it."""
    before = opened(item.place)
    after = before.say(item.say)
    verdict, why = _verdict(item, before, after)
    return Judged(item, verdict, why, tuple(reply.text for reply in after.replies))


def changes(before: Figures, after: Figures) -> Figures:
    """The figures that are new or different; -1 for one that is gone."""
    found: Figures = {}
    for ballot in {**before, **after}:
        old, new = before.get(ballot, {}), after.get(ballot, {})
        here = {n: new.get(n, -1) for n in {**old, **new} if old.get(n) != new.get(n)}
        if here:
            found[ballot] = here
    return found


def _verdict(item: Item, before: Standing, after: Standing) -> tuple[Verdict, str]:
    changed = changes(before.held, after.held)
    wrong = _unmeant(changed, item.means)
    if wrong:
        return Verdict.WRONG, " ".join(wrong)
    text = "\n".join(reply.text for reply in after.replies)
    if not text:
        return Verdict.UNKIND, "no answer"
    unkind = bool(_UNKIND.search(text))
    missing = _missing(after.held, item.means)
    if item.ask and missing == _missing({}, item.means):
        asks = "?" in text or any(reply.buttons for reply in after.replies)
        return (Verdict.RIGHT, "") if asks and not unkind else (Verdict.UNKIND, "does not ask")
    if item.confirm and not missing and after.reports == before.reports:
        return _confirmed(item, unkind)
    if not missing:
        return (Verdict.UNKIND, "unkind") if unkind and not changed else (Verdict.RIGHT, "")
    asks = "?" in text or any(reply.buttons for reply in after.replies)
    if item.ask and asks and all(_shown(figure, item.say, text) for figure in missing):
        return Verdict.RIGHT, ""
    unshown = [figure for figure in missing if not _shown(figure, item.say, text)]
    if unshown:
        return (Verdict.UNKIND, "unkind") if unkind else (Verdict.LOST, " ".join(unshown))
    return (Verdict.ASKED, " ".join(missing)) if asks else (Verdict.LOST, " ".join(missing))


def _confirmed(item: Item, unkind: bool) -> tuple[Verdict, str]:
    """A word that confirms, where nothing was stored; SAMA only fills the sum (in `means`)."""
    if item.confirm == "same" and item.means and not unkind:
        return Verdict.RIGHT, ""
    return (Verdict.UNKIND, "unkind") if unkind else (Verdict.ASKED, "not confirmed")


def _unmeant(changed: Figures, means: Mapping[str, Mapping[str, int]]) -> list[str]:
    return [
        f"{ballot}.{name}={number}"
        for ballot, here in changed.items()
        for name, number in here.items()
        if means.get(ballot, {}).get(name) != number
    ]


def _missing(held: Figures, means: Mapping[str, Mapping[str, int]]) -> list[str]:
    return [
        f"{ballot}.{name}={number}"
        for ballot, here in means.items()
        for name, number in here.items()
        if held.get(ballot, {}).get(name) != number
    ]


EXAMPLE = re.compile(r"[Cc]ontoh\b:?\s*[^\n]*")
"""What a reply tells to type holds figures of its own: they show nothing of a message."""


def _shown(figure: str, said: str, text: str) -> bool:
    """Whether a figure is shown in a question: its number, or the words it was written in."""
    text = EXAMPLE.sub("", text)
    number = figure.rpartition("=")[2]
    if re.search(rf"(?<![0-9]){number}(?![0-9])", text):
        return True
    quoted = re.findall(r"[\"“]([^\"”]+)[\"”]", text)
    return any(quote.strip(" .…").lower() in said.lower() for quote in quoted if quote.strip())


def table(judged: Sequence[Judged], by: str = "group") -> str:
    """Verdicts by group (or by hand), with totals and shares."""
    keys = sorted({_key(one, by) for one in judged})
    width = max(len(key) for key in [*keys, "all"])
    lines = [f"{'':{width}}  {'n':>5} " + " ".join(f"{one:>6}" for one in Verdict)]
    for key in [*keys, "all"]:
        here = [one for one in judged if key in ("all", _key(one, by))]
        lines.append(f"{key:{width}}  {len(here):>5} " + _counts(here))
    share = Counter(one.verdict for one in judged)
    told = ", ".join(f"{one} {100 * share[one] / len(judged):.1f} %" for one in Verdict)
    return "\n".join([*lines, told])


def _key(one: Judged, by: str) -> str:
    return one.item.id.partition("-")[0] if by == "hand" else one.item.group


def _counts(judged: Iterable[Judged]) -> str:
    counts = Counter(one.verdict for one in judged)
    return " ".join(f"{counts[one]:>6}" for one in Verdict)
