"""Laws of whoever wrote before the list of witnesses was imported: known now, heard as known."""

import pytest

from bot.engine.messages import Dialog
from tests.talk import Talk
from tests.worlds import siti, stranger


@pytest.mark.parametrize(
    "text", ["ppwp 102 87 45 sah 234 tidak sah 3 jumlah 237", "anies 102 prabowo 87 ganjar 45"]
)
def test_figures_of_a_witness_who_was_a_stranger_are_taken(text: str) -> None:
    talk = Talk(stranger())
    talk.say("halo")
    assert talk.dialog.step == "enrol"
    talk.facts = siti()
    talk.say(text)
    assert "102" in str(talk.dialog.data["drafts"])


def test_a_word_that_is_not_understood_leaves_the_way_of_strangers() -> None:
    talk = Talk(siti(), Dialog("enrol"))
    talk.say("xyz")
    assert talk.dialog.step == "home"


@pytest.mark.parametrize("code", ["K7M-QR4-HJ9", "WVN-934-AKQ", "wvn-934-akq"])
def test_a_code_of_somebody_known_is_no_figure_whatever_letters_were_drawn(code: str) -> None:
    talk = Talk(siti())
    assert "sudah terdaftar" in talk.say(code)[0].text
    assert not talk.dialog.data.get("drafts")
