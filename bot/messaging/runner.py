"""One message, one transaction: facts, the conversation's turn, its effects, its replies."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.base.capability import Conversation
from bot.base.claimed_turns import OutboxNew, Turn
from bot.base.identity import hidden, nearly, readable
from bot.base.media import Media
from bot.base.ports import Outgoing
from bot.base.work import Work
from bot.engine.facts import Facts
from bot.engine.messages import Dialog, Document, Inbound, Kind, Outcome, State
from bot.engine.texts import Rendered, render
from bot.messaging.knowledge import read_facts, read_few_facts
from bot.messaging.reactions import as_press
from models.phones import e164
from models.rules.lines import Line, other
from models.sealing import Keys
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.messaging.inbox import Contact
from models.stores.persons import people
from models.stores.revotes import revotes
from ocr.file_kinds import SCAN

MOST_SPRINTS = 12
"""More outcomes in one turn than any conversation asks for: a loop in the engine, not a talk."""


@dataclass(frozen=True, slots=True)
class Runner:
    """Takes a turn through the conversation; `handle` is what the worker calls."""

    conversation: Conversation
    keys: Keys
    media: Media | None = None
    lines: tuple[Line, ...] = ()
    bots: tuple[str, ...] = ()
    pages: str = ""

    async def handle(self, tx: Transaction, turn: Turn) -> list[OutboxNew]:
        """Do one turn in the caller's transaction and return what is to be sent after it."""
        contact = await self._speaker(tx, turn)
        dialog = Dialog.from_json(contact["state"])
        asked = _nik_expected(contact, dialog)
        turn = replace(turn, inbound=readable(turn.inbound))
        inbound = await as_press(tx, turn) if turn.inbound.about else turn.inbound
        codes = () if asked else await self._station_codes(tx, inbound)
        heard = self.conversation.opened(hidden(inbound, self.keys, asked=asked, codes=codes))
        heard = self.conversation.engine.meant(heard, dialog)
        waiting, replies, facts = [heard], list[Rendered](), None
        for _ in range(MOST_SPRINTS):
            if not waiting:
                break
            inbound = waiting.pop(0)
            facts = await self._facts(tx, contact, turn.now, (inbound, dialog), facts)
            taken = self.conversation.engine.step(State(dialog, facts), inbound, turn.now)
            dialog = taken.dialog
            language = taken.language or contact["language"]
            texts = self.conversation.texts
            replies += [render(reply, language, texts) for reply in taken.replies]
            work = Work(tx, self.keys, turn, facts, self.media, self.pages)
            for effect in taken.effects:
                outcome = await self.conversation.perform(work, effect)
                if outcome is not None:
                    waiting.append(_arrived(turn, outcome))
            if taken.effects:
                now = await people.contact_now(tx, contact["id"])
                contact["person_id"], contact["language"] = now
        else:
            raise RuntimeError(f"the conversation does not come to rest at {dialog.step}")
        await _keep(tx, turn, dialog)
        return [
            OutboxNew(f"{turn.key}:{place}", _ready(reply), not_before=_later(turn, reply))
            for place, reply in enumerate(replies)
        ]

    async def _speaker(self, tx: Transaction, turn: Turn) -> Contact:
        """The contact, with the person behind it where a proven phone or another bot tells."""
        contact = turn.contact.copy()
        proven = contact["sender"] if contact["channel"] == "console" else turn.inbound.phone
        if proven and contact["person_id"] is None:
            contact["person_id"] = await self._owner(tx, contact["id"], str(proven))
        if contact["person_id"] is None and contact["channel"] == "telegram":
            contact["person_id"] = await self._known_elsewhere(tx, contact)
        return contact

    async def _facts(
        self,
        tx: Transaction,
        contact: Contact,
        now: datetime,
        heard: tuple[Inbound, Dialog],
        before: Facts | None,
    ) -> Facts:
        """What this message may look at, and the line that is meant for whoever speaks."""
        if before is None and self._alone(heard[0]):
            return self._with_line(await read_few_facts(tx, contact), contact)
        known = self.conversation, tx, contact, now, heard, before
        return self._with_line(await read_facts(*known), contact)

    def _alone(self, inbound: Inbound) -> bool:
        """Whether this is an event that says all itself."""
        return type(inbound.outcome) in self.conversation.engine.alone

    async def _owner(self, tx: Transaction, contact_id: int, phone: str) -> int | None:
        """Whose proven phone this is: proven by the provider, or by this machine's terminal."""
        person = await people.person_by_phone(tx, self.keys, e164(phone))
        if person is not None:
            await people.bind(tx, contact_id, person)
        return person

    async def _known_elsewhere(self, tx: Transaction, contact: Contact) -> int | None:
        """Who a person of Telegram is whom another bot of ours knows: the id is the same."""
        others = [name for name in self.bots if name != contact["account"]]
        if not others:
            return None
        person = await people.person_elsewhere(tx, "telegram", others, contact["sender"])
        if person is not None:
            await people.bind(tx, contact["id"], person, same_account=True)
        return person

    def _with_line(self, facts: Facts, contact: Contact) -> Facts:
        """The facts with the line that is meant for this person, where it is not this one."""
        if not self.lines or facts.person is None:
            return facts
        places = (*(m.station.path for m in facts.mandates), *facts.person.areas)
        line = other(self.lines, (contact["channel"], contact["account"]), places)
        return replace(facts, line=line.label) if line else facts

    async def _station_codes(self, tx: Transaction, inbound: Inbound) -> tuple[str, ...]:
        """Which numbers in a message that look like a NIK cut short are stations' codes."""
        numbers = nearly(inbound)
        election = await elections.current_election(tx) if numbers else None
        if election is None:
            return ()
        return await revotes.known_codes(tx, election.id, numbers)


async def _keep(tx: Transaction, turn: Turn, dialog: Dialog) -> None:
    """Keep where the talk stands, or leave it to whoever asked for that."""
    state = dialog.to_json()
    if state == turn.contact["state"]:
        return
    if turn.kept is not None:
        turn.kept.state = state
    else:
        await people.keep_dialog(tx, turn.contact["id"], state)


def _nik_expected(contact: Contact, dialog: Dialog) -> bool:
    """Whether a number here is rather a NIK than votes: of strangers, and where it was asked."""
    return contact["person_id"] is None or dialog.step.startswith("voter")


def _later(turn: Turn, reply: Rendered) -> datetime | None:
    """When a reply may go that has to wait."""
    return turn.now + timedelta(seconds=reply.after) if reply.after else None


def _arrived(turn: Turn, outcome: Outcome) -> Inbound:
    """What became of an effect, as the next thing that the conversation hears."""
    asked = turn.inbound
    return Inbound(
        Kind.OUTCOME,
        turn.now,
        outcome=outcome,
        album=asked.album,
        sender_name=asked.sender_name,
        language=asked.language,
        group=asked.group,
    )


def _ready(told: Rendered) -> Outgoing:
    """A reply in words, ready for any channel; a PDF scan goes out as the document it is."""
    if told.photo is not None and told.photo.endswith(SCAN[1]):
        scan = Document(told.photo, SCAN[0], f"formulir{SCAN[1]}")
        return Outgoing(told.text, told.buttons, told.ask, document=scan)
    return Outgoing(told.text, told.buttons, told.ask, told.photo, document=told.document)
