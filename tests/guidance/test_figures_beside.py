"""Figures beside a story, a word of the talk or an identity number are taken, never swallowed."""

import pytest

from tests.guidance.places import at, given

PAIRS = {"1": 102, "2": 87, "3": 45}
STORIES = [
    "kejadian: anies 102 prabowo 87 ganjar 45",
    "lapor kejadian ribut, hasil ppwp 102 87 45",
    "incident: president 102 87 45",
    "kejadian saksi lain marah, hasilnya 01 anies 102, 02 prabowo 87, 03 ganjar 45",
]


@pytest.mark.parametrize("said", STORIES)
def test_figures_told_with_an_incident_are_noted_and_gone_on_with(said: str) -> None:
    talk = at("home")
    replies = talk.say(said)
    assert talk.dialog.step == "incident"
    assert given(talk) == {"7:11": PAIRS}
    assert any("juga sudah dicatat" in reply.text for reply in replies)
    if "Kejadian apa" in replies[-1].text:
        talk.say("[Lainnya]")
    ended = talk.say("[Kirim]")
    assert talk.dialog.step == "report"
    assert "Suara sah di formulir" in ended[-1].text


@pytest.mark.parametrize(
    "said",
    [
        "kejadian jam 10 ada 5 orang bagi 3 amplop di TPS 35",
        "kejadian surat suara kurang 10 lembar",
        "keberatan, 2 pemilih nyoblos 2 kali jam 11",
    ],
)
def test_numbers_of_a_story_are_no_figures(said: str) -> None:
    talk = at("home")
    talk.say(said)
    assert talk.dialog.step == "incident"
    assert given(talk) == {}


def test_a_number_before_a_story_answers_the_open_question() -> None:
    talk = at("ppwp-mid")
    talk.say("87, tadi saksi 02 protes keras di depan")
    assert talk.dialog.step == "incident"
    assert given(talk)["7:11"] == {"1": 102, "2": 87}
    if "category" not in talk.dialog.data:
        talk.say("[Lainnya]")
    assert "ganjar" in talk.say("[Kirim]")[-1].text.lower()


@pytest.mark.parametrize(
    "said",
    [
        "pemilih pindahan ada 3",
        "pemilih tambahan 5 orang",
        "pemilih dpk ada 4, dptb 3",
        "pemilih 250",
    ],
)
def test_counted_voters_report_no_voter(said: str) -> None:
    talk = at("home")
    talk.say(said)
    assert not [line for line in talk.lines if line.startswith("!")]
    assert talk.dialog.step == "home"


def test_figures_behind_counted_voters_are_taken() -> None:
    talk = at("home")
    talk.say("pemilih pindahan 3 orang, anies 102 prabowo 87 ganjar 45")
    assert given(talk) == {"7:11": PAIRS}
    assert not [line for line in talk.lines if line.startswith("! Report")]


def test_a_voter_who_moved_is_still_reported() -> None:
    talk = at("home")
    talk.say("pemilih pindah Asep Hidayat, Cisarua, RT 03")
    assert [line for line in talk.lines if line.startswith("! ReportVoterChange kind=pindah")]


@pytest.mark.parametrize(
    "said", ["periksa ppwp 102 87 45", "salinan ppwp 102 87 45", "foto ppwp 102 87 45"]
)
def test_figures_behind_a_word_of_something_else_are_figures(said: str) -> None:
    talk = at("home")
    talk.say(said)
    assert given(talk) == {"7:11": PAIRS}


def test_one_figure_behind_periksa_is_taken_where_nothing_is_in_dispute() -> None:
    talk = at("home")
    talk.say("cek ulang prabowo 87")
    assert given(talk) == {"7:11": {"2": 87}}


def test_figures_behind_a_kind_beres_are_taken() -> None:
    talk = at("saved")
    talk.say("beres, dpr 1=12 2=30")
    assert given(talk)["7:12"] == {"1": 12, "2": 30}


@pytest.mark.parametrize("place", ["ppwp-mid", "ppwp-confirm", "ppwp-doubt", "dpr"])
def test_a_nik_between_figures_is_erased_and_leaves_the_ballot_open(place: str) -> None:
    talk = at(place)
    before, step = given(talk), talk.dialog.step
    replies = talk.say("nik saya 9999990101900001")
    assert (talk.dialog.step, given(talk)) == (step, before)
    assert "sudah kami hapus" in replies[0].text
    assert len(replies) > 1
    assert "! EraseText" in talk.lines


def test_figures_beside_a_nik_are_taken() -> None:
    talk = at("ppwp-mid")
    talk.say("nik 9999990101900001, prabowo 87 ganjar 45")
    assert given(talk) == {"7:11": PAIRS}
    assert "! EraseText" in talk.lines
