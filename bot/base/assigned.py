"""Witnesses at stations with the word to them: assigned, or in another one's place."""

from dataclasses import replace

from models.stores.base.elections import LoadedElection
from models.stores.base.session import Session
from models.stores.mandates import assigning
from models.stores.mandates.assigning import Assignment, HeldMandate
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice


async def assign(session: Session, election: LoadedElection, new: Assignment) -> bool:
    """Give the mandate and tell the witness; False when it was so already.

    Raises StationFull, and BadInput for an unknown participant.
    """
    mandate = await assigning.assign(session, election, new)
    if mandate is None:
        return False
    await notices.put(session, [_given(mandate, new)])
    return True


async def replace_witness(
    session: Session, election: LoadedElection, old: HeldMandate, new: Assignment
) -> None:
    """Put somebody in another one's place; both hear it. Raises as the store does."""
    mandate = await assigning.replace_witness(session, election, old, new)
    data = {"number": new.station.number, "kelurahan": new.station.kelurahan}
    ended = NewNotice(f"mandate:{old.id}:ended", "mandate_ended", data, old.person_id)
    told = [_given(mandate, new), replace(ended, inbox_id=new.inbox_id)]
    await notices.put(session, told)


def _given(mandate: int, new: Assignment) -> NewNotice:
    data = {"mandate": mandate, "number": new.station.number, "kelurahan": new.station.kelurahan}
    told = NewNotice(f"mandate:{mandate}:given", "mandate_given", data, new.person_id)
    return replace(told, inbox_id=new.inbox_id)
