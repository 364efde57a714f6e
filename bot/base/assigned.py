"""Witnesses at stations with the word to them: assigned, or in another one's place.

After the polls opened no one leader decides who speaks: the mandate works at once, its reports
count after another leader's word. Who leads above and the station's witnesses are told.
"""

from bot.base.events import notice
from bot.engine.outcomes import (
    MandateAsked,
    MandateEnded,
    MandateGiven,
    MandateNews,
    MandateNoted,
    MandateWaits,
)
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.mandates import assigning, late_mandates
from models.stores.mandates.assigning import Assignment, HeldMandate
from models.stores.mandates.late_mandates import LateMandate, NewRequest
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from models.stores.persons import roles


async def assign(tx: Transaction, election: LoadedElection, new: Assignment) -> bool:
    """Give the mandate and tell the witness; False when it was so already.

    Raises StationFull, and BadInput for an unknown participant.
    """
    mandate = await assigning.assign(tx, election, new)
    if mandate is None:
        return False
    await notices.put(tx, [_given(mandate, new)])
    await _ask(tx, mandate, new)
    return True


async def replace_witness(
    tx: Transaction, election: LoadedElection, old: HeldMandate, new: Assignment
) -> None:
    """Put somebody in another one's place; both hear it. Raises as the store does."""
    mandate = await assigning.replace_witness(tx, election, old, new)
    event = MandateEnded(number=new.station.number, kelurahan=new.station.kelurahan)
    purpose = f"mandate:{old.id}:ended"
    ended = notice(purpose, event, old.person_id, inbox_id=new.inbox_id)
    told = [_given(mandate, new), ended]
    await notices.put(tx, told)
    await _ask(tx, mandate, new, old.id)


async def _ask(tx: Transaction, mandate: int, new: Assignment, replaces: int | None = None) -> None:
    """Where one leader gave it after the polls opened: ask another one, and tell the others."""
    if not new.late or new.by is None:
        return
    request = NewRequest(mandate, new.by, replaces, inbox_id=new.inbox_id)
    row = await late_mandates.hold(tx, await late_mandates.put(tx, request))
    approvers = await asked(tx, row)
    over = await roles.over(tx, row.election_id, [row.path], roles.LEADS)
    above = [
        one for one in roles.above(over, row.author_id, {row.author_id}) if one not in approvers
    ]
    where = (row.name, row.number, row.kelurahan)
    news = MandateNews(row.receipt, row.author, *where)
    author = MandateWaits(row.receipt, len(approvers), *where)
    purpose = f"late:{row.id}"
    told = [notice(f"{purpose}:above:{one}", news, one) for one in above]
    told += [
        notice(f"{purpose}:there:{one}", MandateNoted(*where), one)
        for one in await late_mandates.others_at(tx, row.station_id, row.person_id)
    ]
    await notices.put(tx, [*told, notice(f"{purpose}:author", author, row.author_id)])


async def asked(tx: Transaction, row: LateMandate) -> list[int]:
    """Ask those for their word who lead nearest; who they are."""
    near = await roles.leaders(tx, row.election_id, row.path, {row.author_id})
    where = (row.name, row.number, row.kelurahan)
    event = MandateAsked(row.receipt, row.author, *where, undo=row.undoes is not None)
    people = [one.person_id for one in near]
    await notices.put(tx, [notice(f"late:{row.id}:asked:{p}", event, p) for p in people])
    return people


def _given(mandate: int, new: Assignment) -> NewNotice:
    place = new.station
    event = MandateGiven(mandate=mandate, number=place.number, kelurahan=place.kelurahan)
    return notice(f"mandate:{mandate}:given", event, new.person_id, inbox_id=new.inbox_id)
