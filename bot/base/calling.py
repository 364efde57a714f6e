"""Whom to call: names of witnesses with their phones, for who leads there and nobody else."""

from collections.abc import Sequence

from bot.base.work import Work, held_by
from models.rules.rights import Action, may
from models.stores.attendance.missing import Absent
from models.stores.persons.phones_of import phones_of


async def called(work: Work, absent: Sequence[Absent], path: str) -> list[list[str]]:
    """The witnesses of each station by name; with their phones where they may be called.

    That phones were told is noted in the audit log; never whose.
    """
    if not absent or not may(await held_by(work), Action.HANDLE_ABSENCE, path):
        return [list(one.witnesses) for one in absent]
    ids = {person for one in absent for person in one.people}
    phones = await phones_of(work.tx, work.keys, ids)
    if phones:
        await work.note("saw", "phones:witnesses", count=len(phones))
    return [
        [_told(name, phones.get(person, "")) for name, person in zip(*pair, strict=True)]
        for one in absent
        for pair in ((one.witnesses, one.people),)
    ]


def _told(name: str, phone: str) -> str:
    return f"{name} {phone}".strip()
