"""Keeps reported changes of the register; in the turn's transaction."""

from uuid import UUID

from bot.base.capability import Doer
from bot.base.identity import voter_keys
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.register_updates.talk.effects import ReportVoterChange
from bot.register_updates.talk.outcomes import VoterChangeKept, VoterChangeRefused
from models.registers.names import first_name
from models.registers.register_row import FIRST_NAME
from models.rules.nik_text import without
from models.rules.voter_change import ADDS, Change
from models.stores.base import elections
from models.stores.base.elections import LoadedElection
from models.stores.register_updates import voter_changes
from models.stores.voters.voter_register import register_of


async def report_voter_change(work: Work, effect: ReportVoterChange) -> Outcome:
    """Keep a reported change of the register; the register itself stays as it is."""
    election = await elections.current_election(work.tx)
    if election is None:
        return VoterChangeRefused()
    keys = voter_keys(work.keys)
    person = None
    if effect.nik and effect.nik[0]:
        person = UUID(bytes=keys.wrap(bytes.fromhex(effect.nik[0])))
    new = voter_changes.NewChange(
        election.id,
        work.contact_id,
        work.turn.now,
        Change(effect.kind),
        person,
        keys.layers,
        without(effect.text),
        effect.photos,
        await _second_fact(work, election, effect) if person else None,
    )
    receipt = await voter_changes.put(work.tx, new)
    if receipt is None:
        return VoterChangeRefused()
    await work.note("voter change reported", f"voter_change:{receipt}", kind=effect.kind)
    return VoterChangeKept(receipt=receipt)


async def _second_fact(
    work: Work, election: LoadedElection, effect: ReportVoterChange
) -> UUID | None:
    """Keyed hash of a new voter's NIK with the first word of the report, which is the name.

    None where the register asks for another second fact: such a voter comes with an import.
    """
    register = await register_of(work.tx, election.id)
    name = first_name(effect.text.partition(",")[0])
    if register is None or register.masked or register.fact != FIRST_NAME or not name:
        return None
    if Change(effect.kind) not in ADDS or effect.nik is None:
        return None
    keys = voter_keys(work.keys)
    return UUID(bytes=keys.wrap(keys.fact(bytes.fromhex(effect.nik[0]), name)))


DOERS: dict[type[Effect], Doer] = {ReportVoterChange: report_voter_change}
