"""Everyday questions: heard at every place of the talk, in both languages, and never as figures."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from bot.engine.spec import Chain
from bot.engine.turn import Turn
from bot.intents.talk import answer
from bot.intents.talk.match import Intent, heard, intents
from tests.conversations.reached import PLACES, places
from tests.guidance.places import SAID, at, given
from tests.talk import Talk

HERE = Path(__file__).parent
WORD_LISTS = ("belum paham", "don't understand", "HADIR, ISI, UBAH")
QUESTIONS = [one for one in intents().values() if one.kind == "question"]
FREE = {"incident", "copy", "recruit", "voter_update", "voter_fact", "broadcast", "decide"}
FREE |= {"revote", "swap", "questions"}
"""Steps in which words of one's own are the answer: a story told there belongs to them."""
VOTES = {"ppwp", "dpr", "dpd"}


def lines(name: str) -> list[dict[str, Any]]:
    """The messages of a file."""
    told = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in told]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The intents that were answered, as they come; the answers are the real ones."""
    codes: list[str] = []
    real = answer.given

    def noted(turn: Turn, chain: Chain, intent: Intent) -> Any:
        codes.append(intent.code)
        return real(turn, chain, intent)

    monkeypatch.setattr(answer, "given", noted)
    return codes


def reachable() -> Iterator[tuple[str, str, str]]:
    """Every question at every place where it may be asked: place, intent, what is typed."""
    for place, talk in sorted(places().items()):
        for intent in QUESTIONS:
            if talk.facts.person is None and not intent.anyone:
                continue
            for language in ("id", "en"):
                yield place, intent.code, intent.typed[language][0]


@pytest.mark.parametrize("place", PLACES)
def test_every_question_is_heard_at_every_place_in_both_languages(
    place: str, answered: list[str]
) -> None:
    missed = []
    for where, code, text in reachable():
        if where != place:
            continue
        start = places()[place]
        talk, before = Talk(start.facts, start.dialog), start.dialog
        answered.clear()
        replies = talk.say(text)
        word = intents()[code].say
        if code not in answered and not word:
            missed.append((code, text, [reply.text for reply in replies]))
        assert talk.dialog.data.get("drafts") == before.data.get("drafts")
        if not word and place not in ("late", "questions"):  # nothing is lost by leaving these
            assert talk.dialog.step == before.step, (code, text)
    assert not missed


@pytest.mark.parametrize("intent", intents().values(), ids=lambda one: one.code)
def test_each_phrase_of_the_data_is_heard_as_its_own_intent(intent: Intent) -> None:
    wrong = [
        (phrase, [(one.intent.code, round(one.score, 2)) for one in found[:2]])
        for phrase in (*intent.typed["id"], *intent.typed["en"])
        if not (found := heard(phrase))
        or found[0].score > max((o.score for o in found if o.intent == intent), default=0.0)
    ]
    assert not wrong


@pytest.mark.parametrize("one", lines("asked.jsonl"), ids=lambda one: one["say"][:40])
def test_questions_that_people_ask_find_their_answer(
    one: dict[str, Any], answered: list[str]
) -> None:
    talk = at(one["place"])
    before = given(talk)
    talk.say(one["say"])
    offered = {data.partition(":")[2] for data in talk.buttons.values()}
    assert set(one["intent"]) & {*answered[:1], *offered}
    assert given(talk) == before


def test_what_strangers_wrote_is_answered_kindly_and_changes_no_figure() -> None:
    found: Counter[str] = Counter()
    for one in lines("heard.jsonl"):
        talk = at(one["place"])
        before = given(talk)
        replies = talk.say(one["say"])
        changed = given(talk) != before
        unkind = any(words in reply.text for words in WORD_LISTS for reply in replies)
        found["changed" if changed else "unkind" if unkind else "kind"] += 1
    assert found["changed"] <= 1  # "caleg 5 di tip-ex, asalna 7 jadi 17": figures are in it
    assert found["unkind"] == 0


@pytest.mark.parametrize("one", lines("figures.jsonl"), ids=lambda one: one["say"][:40])
def test_no_question_takes_a_message_that_holds_figures(
    one: dict[str, Any], answered: list[str]
) -> None:
    at(one["place"]).say(f"{one['say']} ")
    assert not answered


NAMES = st.sampled_from(["anis", "amin", "prabowo", "ganjar", "01", "02", "3", "pkb", "golkar"])
SAYS = st.sampled_from(
    ["", "malam pak ", "ini hasilnya ", "siap ndan ", "maaf lama, ", "sudah ya ", "bentar, "]
)
ENDS = st.sampled_from(["", " makasih", " ya", " wkwk", " capek", " sudah masuk belum", " aman"])


@settings(max_examples=150, deadline=None)
@drawn(
    st.sampled_from(["ppwp", "ppwp-mid", "dpr", "dpr-mid", "dpd", "home"]),
    st.lists(st.tuples(NAMES, st.integers(0, 300)), min_size=2, max_size=6),
    SAYS,
    ENDS,
)
def test_a_tally_with_small_talk_around_it_is_never_answered_as_a_question(
    place: str, votes: list[tuple[str, int]], says: str, ends: str
) -> None:
    codes: list[str] = []
    real = answer.given

    def noted(turn: Turn, chain: Chain, intent: Intent) -> Any:
        codes.append(intent.code)
        return real(turn, chain, intent)

    text = says + ", ".join(f"{name} {number}" for name, number in votes) + ends
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer, "given", noted)
        at(place).say(text)
    assert not codes, text


def test_an_answer_ends_with_the_question_that_was_open() -> None:
    for place in ("ppwp-mid", "ppwp-sum", "ppwp-confirm", "dpr-mid"):
        talk = at(place)
        (reply,) = talk.say("bagaimana kirim foto")
        assert reply.text.rstrip().endswith(("?", "0", "16")), reply.text
        assert "foto" in reply.text.lower()


def test_wait_a_minute_is_waited_for_with_one_kind_word() -> None:
    talk = at("ppwp-mid")
    before = talk.dialog
    (reply,) = talk.say("bentar ya pak")
    assert reply.text == "Silakan, Bu. Kami tunggu; isian tidak hilang."
    assert talk.dialog == before


def test_twice_not_understood_offers_a_person_and_tells_what_was_written() -> None:
    talk = at("ppwp-mid")
    talk.say("blorong kemplang")
    (reply,) = talk.say("zxcv qwert")
    assert ("Panggil orang", "panggil") in reply.buttons
    talk.say("[Panggil orang]")
    assert "! CallPerson station_id=7 texts=blorong kemplang,zxcv qwert" in talk.lines
    assert talk.dialog.step == "report"


def test_what_is_understood_in_between_begins_the_count_anew() -> None:
    talk = at("ppwp-mid")
    talk.say("blorong kemplang")
    talk.say("87")
    (reply,) = talk.say("zxcv qwert")
    assert all(data != "panggil" for _, data in reply.buttons)


def test_a_story_told_before_its_category_is_kept_and_only_the_category_is_asked_for() -> None:
    talk = at("ppwp-mid")
    story = "lapor ada kecurangan pak, 3 orang nyoblos 2 kali jam 11 td"
    (asked,) = talk.say(story)
    assert "Kejadian apa" in asked.text
    (checked,) = talk.say("[Lainnya]")
    assert story in checked.text
    talk.say("[Kirim]")
    assert f"! ReportIncident category=other text={story} station_id=7 confidential=False" in (
        talk.lines
    )


def test_after_a_story_the_figures_go_on_where_they_were() -> None:
    talk = at("ppwp-mid")
    before = given(talk)
    talk.say("pak ada yang bagi bagi amplop di depan tps")
    replies = talk.say("[Kirim]")
    assert "Berapa suara nomor 2" in replies[-1].text
    assert talk.dialog.step == "report"
    assert given(talk) == before
    talk.say("87")
    assert given(talk)["7:11"] == {"1": 102, "2": 87}


def test_who_asks_for_the_coordinator_is_told_by_the_one_who_may_and_the_question_stays() -> None:
    talk = at("ppwp-mid")
    (reply,) = talk.say("nomor koordinator berapa ya")
    assert "Pak Dedi" in reply.text
    assert "Berapa suara nomor 2" in reply.text


def test_no_message_of_five_thousand_letters_takes_longer_than_a_blink() -> None:
    from time import thread_time

    long = " ".join(f"kuwxz{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}q" for n in range(550))
    heard("warm")
    begun = thread_time()
    heard(long[:4096])
    assert thread_time() - begun < 0.1


def test_english_speakers_are_answered_in_english() -> None:
    talk = at("ppwp-mid")
    person = talk.facts.person
    assert person is not None
    talk.facts = replace(talk.facts, person=replace(person, language="en"))
    (reply,) = talk.say("is it saved yet?")
    assert "waiting for RIGHT" in reply.text


def test_every_place_of_the_talk_is_walked() -> None:
    assert {"home", "report", "confirm", "doubt", "check_in", "choose", "enrol"} <= set(PLACES)
    assert set(SAID) >= VOTES
