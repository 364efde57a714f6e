"""PANGGIL: a person is asked to help; and the buttons that say what was meant."""

from collections.abc import Mapping

from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, phrase
from bot.engine.words import Word
from bot.intents.talk.effects import CallPerson
from models.rules.access import Who


def call(turn: Turn, rest: str) -> Step:
    """The nearest coordinators are told, with what was not understood."""
    place = turn.facts.mandates[0].station.id if turn.facts.mandates else None
    at = turn.data.get("station") or place
    texts = tuple(str(text) for text in turn.data.get("unheard", ()))
    return turn.stay(effects=(CallPerson(int(at) if at else None, texts),), unheard=None)


def _texts(told: object) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, list | tuple) else ()


def called(turn: Turn, outcome: Mapping[str, object]) -> Step:
    """They are told; or were within this hour; or nobody is named."""
    names = _texts(outcome.get("names"))
    if not names:
        return turn.stay(turn.reply("intents.nobody"))
    key = "intents.called_again" if outcome.get("again") else "intents.called"
    return turn.stay(turn.reply(key, names=names))


def wanted(turn: Turn, event: Mapping[str, object]) -> Step:
    """The event: somebody needs a word with a person."""
    station: Phrase | str = ""
    if event.get("number") is not None:
        number = f"{int(str(event['number'])):02d}"
        station = phrase("tell.station", number=number, kelurahan=event["kelurahan"])
    texts = tuple(f'"{text}"' for text in _texts(event.get("texts")))
    return turn.stay(
        turn.reply(
            "intents.wanted",
            who=event["name"],
            station=station,
            phone=event.get("phone") or phrase("intents.no_phone"),
            texts=texts,
        )
    )


def coordinator(turn: Turn, outcome: Mapping[str, object]) -> Step:
    """Who helps here, and the phone."""
    who = outcome.get("name", "")
    if not who:
        return turn.stay(turn.reply("intents.nobody"))
    phone = outcome.get("phone") or phrase("intents.no_phone")
    return turn.stay(turn.reply("intents.coordinator", who=who, phone=phone))


SPEC = Spec(
    "person",
    who=Who.KNOWN,
    words={Word.PANGGIL: call},
    outcomes={
        "person_called": called,
        "person_wanted": wanted,
        "coordinator_told": coordinator,
    },
)
