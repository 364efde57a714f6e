"""Messages that do not reach a witness: the nearest coordinator hears of it, once a day."""

from bot.base.ports import Outgoing, SendFailed
from bot.messaging import unreached
from bot.messaging.outbox import Sender
from models.stores.messaging import outbox
from models.stores.messaging.outbox import NewOutgoing
from models.values import Role
from tests.cases.desk import Desk
from tests.messaging.test_outbox import Line


class Blocked(Line):
    """The terminal's messages, none of which arrives."""

    name, account = "console", "console"

    async def send(self, recipient: str, message: Outgoing) -> str:
        """Refuse it for good."""
        raise SendFailed("Forbidden: bot was blocked by the user", again=False)


async def test_the_nearest_coordinator_hears_once_a_day_that_a_witness_is_not_reached(
    desk: Desk,
) -> None:
    siti = await desk.witness("Bu Siti", 1)
    dedi = await desk.holder("Pak Dedi", 2, Role.COORDINATOR, "980101")
    pusat = await desk.holder("Bu Ani", 3, Role.ADMINISTRATOR)
    for phone in (siti, dedi, pusat):
        await phone.say("belum")
    ((contact, account),) = await desk.rows(
        "select id, account from contact where person_id = :person", person=siti.person
    )
    line = Blocked()
    line.account = account
    for number in range(2):
        async with desk.database.transaction() as tx:
            new = NewOutgoing(f"duty:{number}", contact, Outgoing("x").to_json(), 1)
            await outbox.enqueue(tx, [new], paced=False)
        assert await Sender(desk.database, line, limited=False).once() == 0
    await desk.notices.drain()
    heard = await dedi.hear()
    assert heard.count("tidak sampai ke Bu Siti, TPS 01 Sukamaju Kidul: chat-nya diblokir") == 1
    assert await pusat.hear() == ""
    assert await siti.hear() == ""


async def test_a_report_of_failure_and_a_broadcast_are_told_apart(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    dedi = await desk.holder("Pak Dedi", 2, Role.COORDINATOR)
    for phone in (siti, dedi):
        await phone.say("belum")
    of_siti = "contact_id = (select id from contact where person_id = :person)"
    await desk.do(
        f"update outbox set provider_id = 'w1', priority = 2 where {of_siti}", person=siti.person
    )
    ((account,),) = await desk.rows(
        f"select account from outbox where {of_siti}", person=siti.person
    )
    for priority in (2, 0):
        await desk.do("update outbox set priority = :p where provider_id = 'w1'", p=priority)
        async with desk.database.transaction() as tx:
            place = ("console", account, "w1")
            await unreached.told_by_provider(tx, *place, "undeliverable (131026)")
        await desk.notices.drain()
        heard = await dedi.hear()
        assert ("tidak bisa menerima WhatsApp" in heard) == (priority == 0)
