"""What is done from a page: the same effects as by chat, by the same doers, told in the same words.

The person's latest chat speaks: an act of weight is held where that chat is new for them, until
the code comes back there (bot/enrolment/holding.py).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from bot.base.claimed_turns import Turn
from bot.base.work import Work
from bot.capabilities import CONVERSATION
from bot.engine.effects import Effect
from bot.engine.facts import Facts
from bot.engine.messages import Dialog, Inbound, Kind, Outcome, State
from bot.engine.step import REST
from bot.engine.texts import render
from bot.messaging.knowledge import read_few_facts
from models.errors import NoChat
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.messaging import inbox


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the outcome of the doer (None: it tells none), and the chat's words."""

    outcome: Outcome | None
    text: str


async def do(tx: Transaction, keys: Keys, person: int, effect: Effect, language: str) -> Done:
    """Do an effect for a person, in the caller's transaction; a refusal is an outcome, too.

    Raises NoChat for somebody without a chat.
    """
    contact = await inbox.chat_of(tx, person)
    if contact is None:
        raise NoChat("write to the bot once: what is done here is answered there, too")
    now = datetime.now(UTC)
    facts = await read_few_facts(tx, contact)
    said = Inbound(Kind.OTHER, now, text="screen")
    turn = Turn(f"screen:{uuid4().hex}", contact, {"id": None}, said, now)
    outcome = await CONVERSATION.perform(Work(tx, keys, turn, facts), effect)
    return Done(outcome, _told(facts, outcome, language, now))


def _told(facts: Facts, outcome: Outcome | None, language: str, now: datetime) -> str:
    """The conversation's own answer to an outcome; its buttons stay in the chat."""
    if outcome is None:
        return ""
    heard = Inbound(Kind.OUTCOME, now, outcome=outcome)
    step = CONVERSATION.engine.step(State(Dialog(REST), facts), heard, now)
    texts = CONVERSATION.texts
    return "\n\n".join(render(one, language, texts).text for one in step.replies)
