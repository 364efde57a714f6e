"""What our last message offered is taken or left by typing, at every place of the talk."""

import pytest

from tests.guidance.places import SAID, at
from tests.talk import Talk
from tests.worlds import WORLDS

TELLS = "saksi partai sebelah ngamuk"
ASKS_WHO = "nomor hp koordinator dong"
FILLED = [place for place in sorted(SAID) if place not in ("home", "saved")]


def effects(talk: Talk) -> list[str]:
    return [line for line in talk.lines if line.startswith("! ")]


@pytest.mark.parametrize("yes", ["ya", "iya catat", "boleh pak", "catat kejadian", "ok"])
@pytest.mark.parametrize("place", sorted(SAID))
def test_yes_to_an_offered_note_notes_the_story_and_saves_no_figure(place: str, yes: str) -> None:
    talk = at(place)
    talk.say(TELLS)
    talk.say(yes)
    assert talk.dialog.step == "incident"
    assert talk.dialog.data["text"] == TELLS
    assert not effects(talk)


@pytest.mark.parametrize("yes", ["ya", "iya tolong", "mau", "boleh", "panggil orang"])
@pytest.mark.parametrize("place", sorted(SAID))
def test_yes_to_an_offered_person_calls_one_and_the_talk_goes_on(place: str, yes: str) -> None:
    talk = at(place)
    step = talk.dialog.step
    talk.say("blorong kemplang")
    talk.say("zxcv qwert")
    replies = talk.say(yes)
    assert [line.split()[1] for line in effects(talk)] == ["CallPerson"]
    assert talk.dialog.step == step
    assert place not in FILLED or "\n" in replies[-1].text  # the open question stands behind it


@pytest.mark.parametrize("place", ["ppwp-confirm"])
@pytest.mark.parametrize("right", ["benar", "sudah betul", "simpan"])
def test_where_figures_wait_beside_an_offer_right_saves_them(place: str, right: str) -> None:
    talk = at(place)
    talk.say(ASKS_WHO)
    talk.say(right)
    assert [line.split()[1] for line in effects(talk)] == ["TellCoordinator", "SubmitReport"]


@pytest.mark.parametrize("place", sorted(SAID))
def test_an_offer_that_is_left_leaves_everything_as_it_was(place: str) -> None:
    talk = at(place)
    before = talk.dialog.step, talk.dialog.data.get("drafts")
    talk.say(ASKS_WHO)
    (reply,) = talk.say("ga usah")
    assert reply.text.startswith("Baik, Bu.")
    assert (talk.dialog.step, talk.dialog.data.get("drafts")) == before
    assert len(effects(talk)) == 1


def test_yes_answers_the_last_message_alone() -> None:
    talk = at("home")
    talk.say(ASKS_WHO)
    talk.say("siapa yang menang")
    talk.say("ya")
    assert [line.split()[1] for line in effects(talk)] == ["TellCoordinator"]


LABELS = {
    "a report": ("reviewer", ("SELISIH",), "Laporan A", "laporan a"),
    "a station": ("coordinator", ("PSU", "tps 7"), "TPS 07 Sukamaju", "sukamaju"),
    "a station to vouch for": ("coordinator", ("JAMIN TPS 7",), "TPS 07 Mekarsari", "mekarsari"),
    "a photo's ballot": ("siti", ("{photo a.jpg}",), "DPR RI (kuning)", "yang dpr"),
    "an intent": ("siti", ("bukan",), "Salah orang", "salah orang"),
}


@pytest.mark.parametrize("name", LABELS)
def test_the_words_of_a_button_do_what_it_does(name: str) -> None:
    world, said, label, words = LABELS[name]

    def after(line: str) -> list[str]:
        talk = Talk(WORLDS[world]())
        for one in said:
            talk.say(one)
        talk.lines.clear()
        talk.say(line)
        return talk.lines

    assert after(words) == after(f"[{label}]")


def test_a_part_of_a_label_presses_none_of_two_that_hold_it() -> None:
    talk = Talk(WORLDS["coordinator"]())
    talk.say("JAMIN TPS 7")
    talk.lines.clear()
    talk.say("tps 07")
    assert not effects(talk)


def test_what_agrees_with_the_form_does_not_answer_whether_an_edited_message_is_used() -> None:
    talk = at("ppwp-confirm")
    talk.say("{edited} PPWP 102 88 45 sah 235 tidak sah 3 jumlah 238")
    (reply,) = talk.say("tidak ada")
    assert "PAKAI atau ABAIKAN" in reply.text
    assert not effects(talk)


@pytest.mark.parametrize("line", ["bukan, yang 7", "salah, yg di 7", "bukan yang 07"])
def test_no_of_a_station_just_chosen_is_no_figure(line: str) -> None:
    talk = Talk(WORLDS["several"]())
    talk.say("presiden 102 87 45")
    talk.say("tps 12")
    before = talk.dialog.data["drafts"]
    talk.say(line)
    assert talk.dialog.data["drafts"] == before
    assert "TPS 07 Sukamaju" in "\n".join(talk.lines[-6:])


@pytest.mark.parametrize("place", ["home", "ppwp-mid", "ppwp-confirm"])
def test_yes_to_a_person_offered_to_somebody_angry_calls_one(place: str) -> None:
    talk = at(place)
    talk.say("jancok aplikasine elek")
    talk.say("iya")
    assert [line.split()[1] for line in effects(talk)] == ["CallPerson"]
