"""An intent's answer, with the question that was open behind it; the talk stays where it is."""

import re
from dataclasses import replace

from bot.engine.messages import Button, Dialog, Kind, Phrase, Reply, Step
from bot.engine.spec import Chain
from bot.engine.texts import LANGUAGES, catalogue
from bot.engine.turn import KEPT, Turn, button, phrase
from bot.engine.words import Word
from bot.filling import home
from bot.intents.talk.effects import TellCoordinator
from bot.intents.talk.match import Intent
from bot.intents.talk.told import ANSWERS, FILLING, spoken_of
from models.rules.access import Who, admits

_BUTTONS = {
    "belum": "button.missing",
    "isi": "button.fill",
    "hadir": "button.here",
    "kejadian": "button.incident",
    "salinan": "intents.button_copy",
    "tukar": "intents.button_swap",
    "bahasa": "intents.button_language",
    "data saya": "intents.button_data",
    "surat mandat": "intents.button_letter",
    "panggil": "intents.button_call",
}
"""What the buttons below answers say."""
_PERSON = "panggil"
"""An answer with this button asks whether a person shall help."""
_OF_BALLOT = frozenset({"template"})
"""Words that are said of a ballot, where one is named."""
_MOST = 3
"""Buttons below an answer; no more fit on WhatsApp."""
_ANSWERED = re.compile(r"\s*([0-9]{1,4})\s*[,.;:]\s+(?=[^\W\d])")
_RETURNS = (*FILLING, "check_in", "mandate_letter", "choose", "recheck", "copy", "quiz")
"""Places of the talk that are gone back to when a story is told or left."""


def given(turn: Turn, chain: Chain, intent: Intent) -> Step:
    """The answer of an intent that is meant."""
    if intent.kind == "story":
        return story(turn, chain, intent)
    if (
        turn.facts.person is not None
        and not turn.facts.mandates
        and turn.dialog.step not in FILLING
    ):
        return others(turn, chain, intent)
    return _of_witness(turn, chain, intent)


def others(turn: Turn, chain: Chain, intent: Intent) -> Step:
    """The answer to somebody known who is no witness: what it says of a station is not theirs."""
    roles = turn.facts.person.roles if turn.facts.person else ()
    reads, leads = admits(Who.READER, roles), admits(Who.LEADER, roles)
    if intent.code == "missing" and reads:
        return chain.word(turn.saying(Word.BELUM))
    if intent.code == "next":
        return home.greet(turn, "")
    if intent.witness:
        return home.for_witnesses(turn, "")
    of = (("intent_leader", leads), ("intent_reader", reads), ("intent_other", not reads))
    keys = (f"{table}.{intent.code}" for table, theirs in of if theirs)
    own = next((key for key in keys if key in catalogue(LANGUAGES[0])), None)
    if own is not None:
        return said(turn, chain, phrase(own), quiet=intent.quiet)
    return _of_witness(turn, chain, intent)


def _of_witness(turn: Turn, chain: Chain, intent: Intent) -> Step:
    if intent.say:
        case = spoken_of(turn) if intent.code in _OF_BALLOT and turn.facts.mandates else None
        words = f"{intent.say} {case.ballot.name}" if case is not None else intent.say
        return with_return(turn, chain.word(turn.saying(words)))
    if intent.code == "coordinator" and turn.facts.mandates:
        place = turn.data.get("station") or turn.facts.mandates[0].station.id
        return turn.stay(effects=(TellCoordinator(station_id=int(place)),))
    special = ANSWERS.get(intent.code) if turn.facts.mandates else None
    told, buttons = special(turn) if special else (phrase(f"intent.{intent.code}"), ())
    own = tuple(
        replace(button(word, _BUTTONS[word]), yes=word == _PERSON) for word in intent.buttons
    )
    return said(turn, chain, told, buttons or own, quiet=intent.quiet)


def said(
    turn: Turn, chain: Chain, told: Phrase, buttons: tuple[Button, ...] = (), *, quiet: bool = False
) -> Step:
    """A text, then the open question once more unless it is `quiet`."""
    told = replace(told, values={"name": turn.name, "you": turn.you, **told.values})
    asked = None if quiet else chain.again(turn)
    if asked is None:
        if len(buttons) == 1 and not quiet:
            buttons = (replace(buttons[0], yes=True),)
        return turn.stay(turn.reply("intents.answer", *buttons[:_MOST], told=told))
    return turn.stay(joined(turn, told, buttons, asked))


def joined(turn: Turn, told: Phrase, buttons: tuple[Button, ...], asked: Reply) -> Reply:
    """An answer and the open question as one message."""
    question = phrase(asked.key, **asked.values)
    more = tuple(one for one in buttons if one not in asked.buttons)
    both = (*asked.buttons, *more[: max(0, _MOST - len(asked.buttons))])
    return turn.reply("intents.answer_and", *both, ask=asked.ask, told=told, question=question)


def story(turn: Turn, chain: Chain, intent: Intent) -> Step:
    """Something happened: the story is kept as it was told, and only what lacks is asked for.

    A number before it ("87, tadi saksi 02 protes") answers the question that was open.
    """
    answered = _ANSWERED.match(turn.text) if turn.dialog.step == "report" else None
    if answered is not None:
        placed = turn.after(chain.rest(turn.saying(answered[1])))
        return story(placed.saying(turn.text[answered.end() :]), chain, intent)
    done = chain.rest(turn.saying(f"kejadian {turn.text.strip()}"))
    opened = turn.after(done)
    if intent.category and opened.dialog.step == "incident" and "category" not in opened.data:
        pressed = replace(turn.inbound, kind=Kind.PRESS, text=f"jenis:{intent.category}")
        done = chain.rest(replace(opened, inbound=pressed))
    return with_return(turn, done)


def with_return(turn: Turn, done: Step) -> Step:
    """Remembers where the talk stood when it goes into a story, to go on from there."""
    if done.dialog.step != "incident" or turn.dialog.step not in _RETURNS:
        return done
    if "back" in done.dialog.data:  # figures told with the story: the talk goes on with those
        return done
    back = {"step": turn.dialog.step, "data": dict(turn.data)}
    return replace(done, dialog=replace(done.dialog, data={**done.dialog.data, "back": back}))


def returned(turn: Turn, chain: Chain, done: Step) -> Step:
    """The story is told or left: the talk goes on where it was, with its question."""
    back = turn.data.get("back") if turn.dialog.step == "incident" else None
    if back is None or done.dialog.step == "incident":
        return done
    if done.dialog.step != "home":
        return done
    kept = {key: done.dialog.data[key] for key in KEPT if key in done.dialog.data}
    before = Dialog(back["step"], {**back["data"], **kept})
    asked = chain.again(turn.after(Step(before)))
    more = (asked,) if asked is not None else ()
    first = tuple(replace(reply, buttons=()) if more else reply for reply in done.replies)
    return replace(done, dialog=before, replies=(*first, *more))
