"""The made-up administrator of the sample: whoever tries Saksi out sees the war room at once."""

from bot.channels.webchat import ACCOUNT, CHANNEL
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.base.elections import current_election
from models.stores.messaging import inbox
from models.stores.persons import made_up, people, roles
from models.stores.persons.people import put_person
from models.stores.persons.roles import NewRole
from models.values import Role

NAME, PHONE = "Admin Contoh", "+6281200000009"
"""A number +62 812 0000 ...: no subscriber has it."""
_CHAT = inbox.Sender(CHANNEL, ACCOUNT, "made-up-administrator")
"""A browser phone that no browser opens: what is done from a page is answered there, too."""


async def sample_administrator(tx: Transaction, keys: Keys) -> int | None:
    """The person, made known with the role at the first call; None while no election is loaded.

    Never where real results are counted: whoever opens the page could see and do everything.
    """
    election = await current_election(tx)
    if election is None:
        return None
    person, _ = await put_person(tx, keys, NAME, PHONE)
    await roles.grant(tx, NewRole(person, Role.ADMINISTRATOR, election.id))
    await made_up.mark(tx, keys, [PHONE])
    if await inbox.chat_of(tx, person) is None:
        chat = await inbox.claim(tx, _CHAT, "id")
        if chat is not None:
            await people.bind(tx, chat["id"], person)
    return person
