"""Words that are somebody else's, or say more than one thing: what they are for who types them."""

import pytest

from tests.guidance.places import at, given
from tests.talk import Talk
from tests.worlds import WORLDS


def world(name: str) -> Talk:
    """A talk of one of the worlds, from its beginning."""
    return Talk(WORLDS[name]())


@pytest.mark.parametrize(
    "said", ["ganti ppwp 2 jadi 90", "correct: president number 2 should be 90"]
)
def test_a_witness_who_says_replace_or_correct_changes_a_figure(said: str) -> None:
    talk = at("saved")
    assert "87 → 90" in talk.say(said)[0].text
    assert given(talk)["7:11"] == {"2": 90}


def test_correct_alone_still_says_yes() -> None:
    talk = at("ppwp-confirm")
    talk.say("correct")
    assert "7:11:saved" in given(talk)


def test_to_replace_a_witness_stays_the_coordinators_word() -> None:
    assert "bukan wewenang" in at("home").say("ganti tps 7 sukamaju")[0].text
    assert "Ganti: balas BAHASA" in at("home").say("ganti bahasa")[0].text


@pytest.mark.parametrize(
    "said",
    [
        *("SETUJUI K-7QK", "SETUJUI 12", "TOLAK 12", "TANGANI I-7QK", "setujui siaran B-7QKD"),
        *("BERES I-7QK sudah ditelepon", "TOLAK U-7QKD", "SETUJUI U-7QKD"),
    ],
)
def test_a_coordinators_word_with_a_code_is_refused_to_a_witness_in_so_many_words(
    said: str,
) -> None:
    (reply,) = at("home").say(said)
    assert reply.text.startswith("Maaf, Bu Siti, itu bukan wewenang")


def test_beres_without_a_code_is_a_kind_word_of_a_witness() -> None:
    assert at("home").say("beres")[0].text.startswith("Sama-sama")


def test_a_code_behind_yes_or_no_goes_to_whoever_gave_it() -> None:
    talk = world("coordinator")
    talk.say("setujui U-7QKD")
    talk.say("tolak U-7QKD")
    talk.say("setujui B-7QKD")
    told = [line for line in talk.lines if line.startswith("!")]
    assert told[:2] == [
        "! SteerVersion receipt=U-7QKD verb=approve",
        "! SteerVersion receipt=U-7QKD verb=reject",
    ]
    assert "B-7QKD" in told[2]


@pytest.mark.parametrize("promise", ["Ya", "ok", "oke siap", "ya sebentar"])
def test_a_yes_to_the_photo_of_the_sign_is_a_promise_and_no_missing_photo(promise: str) -> None:
    talk = world("siti")
    for line in ("hadir", "tidak bisa", promise, promise):
        talk.say(line)
    assert not [line for line in talk.lines if line.startswith("! CheckIn")]
    assert talk.dialog.step == "check_in"


@pytest.mark.parametrize("cannot", ["gak bisa", "tidak bisa foto", "kamera rusak", "tanpa foto"])
def test_who_cannot_send_a_photo_either_is_noted_all_the_same(cannot: str) -> None:
    talk = world("siti")
    for line in ("hadir", "tidak bisa", cannot):
        talk.say(line)
    assert "! CheckIn station_id=7 flags=no_location,no_photo" in talk.lines


@pytest.mark.parametrize(
    "way", [("hadir",), ("hadir", "tidak bisa"), ("hadir", "tidak bisa", "tanpa foto")]
)
@pytest.mark.parametrize("said", ["anies 102 prabowo 87 ganjar 45", "prabowo 87, anies 102"])
def test_figures_without_a_ballots_name_are_taken_wherever_presence_is_asked_for(
    way: tuple[str, ...], said: str
) -> None:
    talk = world("siti")
    for line in way:
        talk.say(line)
    talk.say(said)
    assert given(talk)["7:11"]["2"] == 87


def test_a_bare_row_of_figures_is_asked_for_its_ballot_and_presence_is_noted() -> None:
    talk = world("siti")
    talk.say("hadir")
    assert "surat suara yang mana" in talk.say("102 87 45")[0].text
    assert "! CheckIn station_id=7 flags=no_location,no_photo" in talk.lines
