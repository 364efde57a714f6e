"""What a last word stores, beyond what is stored already, is what the message above it showed."""

import re
from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.engine.facts import ReportFacts
from models.rules.checks import cells
from tests.talk import Talk
from tests.worlds import PPWP, WORLDS

FIELDS = {
    "1": ("1", "1 ANIES–MUHAIMIN"),
    "2": ("2", "2 PRABOWO–GIBRAN"),
    "3": ("3", "3 GANJAR–MAHFUD"),
    "valid": ("sah", "Sah"),
    "invalid": ("tidak sah", "Tidak sah"),
    "total": ("jumlah", "Jumlah"),
}
"""How a figure is typed, and how the echo of a first report names it."""
_CHANGED = re.compile(
    r"^(?:Nomor (?P<choice>[123]) .*|"
    r"(?P<closing>Suara sah|Suara tidak sah|Jumlah sah dan tidak sah))"
    r": (?P<old>[0-9]+) → (?P<new>[0-9]+)\.$",
    re.MULTILINE,
)
_CLOSING = {
    "Suara sah": "valid",
    "Suara tidak sah": "invalid",
    "Jumlah sah dan tidak sah": "total",
}
NUMBERS = st.integers(0, 199)
CHANGES = st.builds(
    "ubah ppwp {} jadi {}".format, st.sampled_from([typed for typed, _ in FIELDS.values()]), NUMBERS
)
LEAVES = st.sampled_from(
    ["batal", "abaikan", "ga jadi", "hadir", "isi dpr", "dpr 1=12 2=30", "belum", "isi ppwp"]
)
ANSWERS = st.sampled_from(
    ["ya", "sesuai formulir", "benar", "tidak", "urung", "ubah", "92", "jumlah 96 sah 92", "siap"]
)
LINES = st.one_of(CHANGES, LEAVES, ANSWERS)


def last(talk: Talk) -> ReportFacts | None:
    """The presidential report as it is stored."""
    found = [report for report in talk.facts.reports if report.contest_id == 11]
    return found[-1] if found else None


def stored(report: ReportFacts | None) -> Mapping[str, int]:
    return cells(report.tally, PPWP) if report is not None else {}


def changes_shown(text: str) -> dict[str, tuple[int, int]]:
    """The figures that an echo says are changed, from what to what."""
    return {
        hit["choice"] or _CLOSING[hit["closing"]]: (int(hit["old"]), int(hit["new"]))
        for hit in _CHANGED.finditer(text)
    }


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=2, max_size=12))
def test_a_correction_stores_what_the_last_echo_showed_and_nothing_else(lines: list[str]) -> None:
    talk = Talk(WORLDS["siti"]())
    talk.say("ppwp 1=102 2=87 3=3 sah 192 tidak sah 4 jumlah 196")
    talk.say("benar")
    echoed: dict[str, tuple[int, int]] = {}
    for line in lines:
        before = last(talk)
        replies = talk.say(line)
        after = last(talk)
        if after != before:
            old, new = stored(before), stored(after)
            assert echoed == {n: (old[n], new[n]) for n in new if old[n] != new[n]}
        buttons = [data for reply in replies for _, data in reply.buttons]
        if any(data.startswith(("benar:", "sesuai formulir:")) for data in buttons):
            text = "\n".join(reply.text for reply in replies)
            again = "tersimpan, Bu" in text  # reminds of the echo that still stands above it
            echoed = echoed if again else changes_shown(text)


@settings(max_examples=80, deadline=None)
@given(
    st.permutations(sorted(FIELDS)),
    st.lists(NUMBERS, min_size=6, max_size=6),
    st.lists(st.sampled_from(["batal", "isi dpr", "hadir", "siapa menang ya?"]), max_size=3),
    st.lists(st.tuples(st.sampled_from(sorted(FIELDS)), NUMBERS), max_size=3),
)
def test_a_first_report_stores_what_was_shown_since_the_talk_came_to_it(
    order: list[str], votes: list[int], left: list[str], changed: list[tuple[str, int]]
) -> None:
    talk = Talk(WORLDS["siti"]())
    said = " ".join(f"{FIELDS[n][0]}={v}" for n, v in zip(order[:3], votes, strict=False))
    talk.say(f"ppwp {said}")
    for line in left:
        talk.say(line)
    shown: dict[str, int] = {}
    rest = " ".join(f"{FIELDS[n][0]}={v}" for n, v in zip(order[3:], votes[3:], strict=True))
    lines = [f"ppwp {rest}", *(f"ppwp {FIELDS[n][0]} jadi {v}" for n, v in changed)]
    for line in [*lines, "sesuai formulir"]:
        text = "\n".join(reply.text for reply in talk.say(line))
        if last(talk) is not None:
            break
        shown |= {n: new for n, (_, new) in changes_shown(text).items()}
        for name, (_, told) in FIELDS.items():
            hit = re.search(rf"(?:^|· ){re.escape(told)}:? ([0-9]+)(?= ·|$)", text, re.MULTILINE)
            shown |= {name: int(hit[1])} if hit else {}
    assume(last(talk) is not None)
    assert stored(last(talk)) == shown
