"""Notes that witnesses are at their stations; in the turn's transaction."""

from bot.attendance.talk.effects import CheckIn, NoteMandateLetter
from bot.attendance.talk.outcomes import CheckedIn
from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from models.stores.attendance import presence


async def check_in(work: Work, effect: CheckIn) -> Outcome:
    """Note the presence; the time is the one at which the witness sent it."""
    work.require_own(effect.station_id)
    new = presence.NewCheckIn(
        person_id=work.person_id,
        station_id=effect.station_id,
        at=work.turn.inbound.at,
        location=effect.location,
        distance_m=effect.distance_m,
        flags=effect.flags,
        inbox_id=work.message_id,
    )
    number, receipt = await presence.put_check_in(work.tx, new)
    await work.note("checked in", f"station:{effect.station_id}", flags=list(effect.flags))
    return CheckedIn(receipt=receipt, check_in=number)


async def note_mandate_letter(work: Work, effect: NoteMandateLetter) -> None:
    """Whether the written mandate was handed over."""
    await presence.note_letter(work.tx, effect.check_in_id, work.person_id, effect.handed)


DOERS: dict[type[Effect], Doer] = {CheckIn: check_in, NoteMandateLetter: note_mandate_letter}
