"""Laws of a thumb: it presses the Benar of the very message that it stands below, or nothing."""

import pytest

from bot.base.claimed_turns import OutboxNew, Turn
from bot.base.ports import Outgoing
from bot.messaging.reactions import as_press
from models.stores.base.database import Transaction
from tests.messaging.station import Station

_ASKS = {"satu": "benar:0001", "dua": "benar:0002"}


async def asking(tx: Transaction, turn: Turn) -> list[OutboxNew]:
    """Asks below each of two texts for the last word; of anything else says what it is."""
    heard = await as_press(tx, turn)
    mark = _ASKS.get(heard.text)
    buttons = (("Ubah lagi", "ubah lagi"), ("Benar", mark)) if mark else ()
    return [OutboxNew(f"{turn.key}:0", Outgoing(f"{heard.kind} {heard.text}", buttons))]


async def test_a_thumb_presses_what_stands_below_its_own_message(station: Station) -> None:
    siti, budi = station.person(1), station.person(2)
    async with station.website(), station.worker(asking):
        siti.say("satu")
        first = await siti.hear()
        siti.say("dua")
        second = await siti.hear()
        for message, told in ((second, "press benar:0002"), (first, "press benar:0001")):
            siti.react(message)
            assert await siti.hear_text() == told
        siti.say("terima kasih")
        thanks = await siti.hear()
        siti.react(thanks)
        assert await siti.hear_text() == "other thumbs_up", "nothing is asked there"
        budi.react(second)
        assert await budi.hear_text() == "other thumbs_up", "another person's message is not theirs"


@pytest.mark.parametrize("emoji", ["\N{FIRE}", "\N{THUMBS DOWN SIGN}", "\N{PILE OF POO}"])
async def test_another_emoji_presses_nothing(station: Station, emoji: str) -> None:
    siti = station.person()
    async with station.website(), station.worker(asking):
        siti.say("satu")
        siti.react(await siti.hear(), emoji)
        siti.say("terima kasih")
        assert await siti.hear_text() == "text terima kasih"
