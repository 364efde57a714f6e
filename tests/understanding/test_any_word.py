"""A word that stands on no list never lets the figure beside it be taken, whatever it means."""

import re

import pytest

from bot.engine.grammar.lexicon import tagged
from tests.understanding.judge import EXAMPLE, changes
from tests.understanding.place import opened

_WORDS = """jendela kucing sepeda gudang peluit pagar tetesan kelereng bendungan kerbau layangan
periode jilid kloter karung boneka tronton gerobak sandal genteng musholla lembaga survei spanduk
relawan simpatisan pendukung kampanye debat elektabilitas kolong jembatan ember payung xy lb
qw'lah""".split()
_CHANGING = sorted(
    {word for tag in ("unsettled", "loaded", "around") for word in tagged(tag) if word.isalpha()}
    - set("kalau kalo klo kl nek lek lamun".split())  # before a name: "as for"
    - (tagged("becomes") | tagged("except") | tagged("neutral"))  # each has a rule of its own
)
_BESIDE = [
    *("anies {} 20", "{} anies 20", "anies 20 {}", "20 {} anies", "anies 20 {} prabowo 30"),
    *("{} anies 20 prabowo 30 ganjar 45", "anies 20 prabowo 30 ganjar 45 {}", "sah {} 20"),
    *(
        "{} 102 87 45",
        "102 87 45 {}",
        "102 {} 87 45",
        "{} 20",
        "20 {}",
        "no 1 {} 20",
        "tidak sah 3 {}",
    ),
]


@pytest.mark.parametrize("said", _BESIDE)
def test_beside_a_word_of_no_list_no_figure_is_taken(said: str) -> None:
    before = opened("ppwp")
    taken = {word: changes(before.held, before.say(said.format(word)).held) for word in _WORDS}
    assert {word: figures for word, figures in taken.items() if figures} == {}


@pytest.mark.parametrize("said", ["{} anies 20", "anies 20 {}", "{} 113 76 58"])
def test_beside_a_word_that_changes_figures_none_is_taken(said: str) -> None:
    before = opened("ppwp")
    taken = {one: changes(before.held, before.say(said.format(one)).held) for one in _CHANGING}
    assert {word: figures for word, figures in taken.items() if figures} == {}


@pytest.mark.parametrize("said", [one for one in _BESIDE if one.count("0") + one.count("2") > 1])
def test_what_is_not_taken_is_shown(said: str) -> None:
    text = said.format("kelereng").replace("102 87 45", "113 76 58").replace("102", "113")
    replies = opened("ppwp").say(text).replies
    shown = EXAMPLE.sub("", "\n".join(reply.text for reply in replies))
    figures = {word for word in text.split() if word.isdigit() and len(word) > 1}
    assert figures <= set(re.findall("[0-9]+", shown)), shown
