"""PANGGIL: a person is asked to help; and the buttons that say what was meant."""

from bot.engine.messages import Line, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, named_station, offered, phrase
from bot.engine.words import Word
from bot.intents.talk.effects import CallPerson
from bot.intents.talk.outcomes import CoordinatorTold, PersonCalled, PersonWanted
from models.rules.access import Who


def call(turn: Turn, rest: str) -> Step:
    """The nearest coordinators are told, with what was not understood."""
    place = turn.facts.mandates[0].station.id if turn.facts.mandates else None
    at = turn.data.get("station") or place
    texts = tuple(str(text) for text in turn.data.get("unheard", ()))
    return turn.stay(effects=(CallPerson(int(at) if at else None, texts),), unheard=None)


def called(turn: Turn, outcome: PersonCalled) -> Step:
    """They are told; or were within this hour; or nobody is named."""
    names = outcome.names
    if not names:
        return turn.stay(turn.reply("intents.nobody"))
    key = "intents.called_again" if outcome.again else "intents.called"
    return turn.stay(turn.reply(key, names=names))


def wanted(turn: Turn, event: PersonWanted) -> Step:
    """The event: somebody needs a word with a person."""
    who: Line = event.name
    if event.number is not None:
        station = named_station(event.number, event.kelurahan)
        who = phrase("intents.who_at", who=who, station=station)
    texts = tuple(f'"{text}"' for text in event.texts)
    return turn.stay(
        turn.reply(
            "intents.wanted",
            who=who,
            phone=event.phone or phrase("intents.no_phone"),
            unheard=phrase("intents.unheard", texts=texts) if texts else "",
        )
    )


def coordinator(turn: Turn, outcome: CoordinatorTold) -> Step:
    """Who helps here, and the phone."""
    who = outcome.name
    if not who:
        return turn.stay(turn.reply("intents.nobody"))
    phone = outcome.phone or phrase("intents.no_phone")
    call = offered("panggil", "intents.button_call")
    return turn.stay(turn.reply("intents.coordinator", call, who=who, phone=phone))


SPEC = Spec(
    "person",
    who=Who.KNOWN,
    words={Word.PANGGIL: call},
    hears=(
        on(PersonCalled, called),
        on(PersonWanted, wanted),
        on(CoordinatorTold, coordinator),
    ),
)
