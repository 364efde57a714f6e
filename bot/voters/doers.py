"""Does what voters ask for: the look-up, and what is kept about them; in the turn's transaction."""

from dataclasses import asdict
from uuid import UUID

from prometheus_client import Counter

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.identity import voter_keys
from bot.base.work import Work
from bot.engine.effects import DropFile, Effect, EraseText
from bot.engine.messages import Outcome
from bot.voters.talk.effects import DeleteOwnData, FindVoter, TellOwnData
from bot.voters.talk.outcomes import (
    OwnData,
    OwnDataDeleted,
    OwnDataHeld,
    VoterFound,
    VoterNotFound,
    VotersHarvested,
    VotingPlace,
)
from models.redaction import emptied, redacted
from models.registers.names import first_names, full_name
from models.registers.register_row import FAMILY_CARD, FULL_NAME
from models.rules.voter_limits import Asked, Limits, Status, decide
from models.stores.base import elections, holds
from models.stores.base.elections import LoadedElection
from models.stores.messaging import notices
from models.stores.persons import mandates, roles
from models.stores.questions import questions
from models.stores.recruiting import recruits
from models.stores.voters import voter_asks, voter_data, voters
from models.stores.voters.voter_asks import Question
from models.stores.voters.voter_register import Kind, register_of

ASKS = Counter("saksi_voter_questions", "Questions about polling stations", ["outcome"])
LIMITS = Limits()
KECAMATAN = 3
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA"}
_ZONES |= {"Asia/Jayapura": "WIT"}


async def find_voter(work: Work, effect: FindVoter) -> Outcome:
    """Look up a voter: the same statements whether the NIK is known, wrong, or barred."""
    election = await elections.current_election(work.tx)
    register = await register_of(work.tx, election.id) if election else None
    if election is None or register is None:
        return VoterNotFound()
    keys = voter_keys(work.keys)
    base = bytes.fromhex(effect.nik[1] if register.masked else effect.nik[0])
    said = _normal(effect.fact, register)
    facts = [form for one in said for form in keys.stored(keys.fact(base, one))]
    contact = work.turn.contact
    question = Question(
        election.id,
        work.contact_id,
        f"{contact['channel']}/{contact['account']}",
        UUID(bytes=keys.wrap(base)),
        keys.layers,
        work.turn.now,
    )
    asked = await voter_asks.count(work.tx, question)
    decision = decide(asked, LIMITS)
    line = 0.0 if decision.silent else await voter_asks.pace(work.tx, question, LIMITS)
    listed = await voters.find(work.tx, election.id, facts)
    place = None
    if listed is not None and not decision.barred:
        place = await _place(work, election, listed)
    answered = place is not None
    if await voter_asks.settle(work.tx, question, asked, decision, answered=answered):
        await _warn(work, question, asked)
    ASKS.labels("answered" if answered else "not answered").inc()
    if place is None:
        return VoterNotFound(decision.wait + line, decision.silent)
    return VoterFound(place, decision.wait + line)


async def _warn(work: Work, question: Question, asked: Asked) -> None:
    """Tell those who lead that a sender asks too much: once a day and sender."""
    event = VotersHarvested(asked.asked, asked.missed, asked.found)
    told = [
        notice(
            f"harvest:{question.contact_id}:{question.day}:{one.person_id}",
            event,
            one.person_id,
            inbox_id=work.message_id,
        )
        for one in await roles.topmost(work.tx, question.election_id)
    ]
    await notices.put(work.tx, told)


def _normal(fact: str, register: Kind) -> tuple[str, ...]:
    """The second fact as the register's was hashed; of a first name the ways to write it."""
    if register.fact == FAMILY_CARD:
        return ("".join(letter for letter in fact if letter.isdigit()),)
    return (full_name(fact),) if register.fact == FULL_NAME else first_names(fact)


async def _place(work: Work, election: LoadedElection, listed: voters.Listed) -> VotingPlace | None:
    row = await voter_data.place_of(work.tx, listed.station_id)
    if row is None:
        return None
    areas = await mandates.areas_above(work.tx, election.id, {row.path})
    by_level = sorted(areas.values(), key=lambda area: -area.level)
    kecamatan = next((area for area in by_level if area.level == KECAMATAN), None)
    zone = next((area.timezone for area in by_level if area.timezone), election.config.timezone)
    hours = election.config.station
    return VotingPlace(
        number=f"{row.number:02}",
        place=row.place or "",
        lat=row.lat,
        lon=row.lon,
        kelurahan=row.kelurahan,
        kelurahan_word=row.kelurahan_word or "Kel.",
        kecamatan=kecamatan.name if kecamatan else "",
        kecamatan_word=(kecamatan.local_word if kecamatan else "") or "Kec.",
        opens=f"{hours.opens:%H.%M}",
        closes=f"{hours.closes:%H.%M}",
        zone=_ZONES.get(zone, ""),
        status="dptb" if listed.status is Status.DPTB else "dpt",
    )


async def erase_text(work: Work, effect: EraseText) -> None:
    """Take what this message said out of the stored event."""
    number = work.message_id
    event = await voter_data.event_of(work.tx, number) if number is not None else None
    if event is None:
        return
    said = work.turn.inbound.text
    told = work.keys.unseal_payload(event.payload)
    kept = redacted(told, said, all_numbers=event.messages == 1)
    await voter_data.replace_payload(work.tx, event.id, work.keys.seal_payload(kept))


async def drop_file(work: Work, effect: DropFile) -> None:
    """Have the message's file deleted once this turn is committed."""
    stored, number = work.turn.inbound.stored, work.message_id
    if number is not None:
        await voter_data.drop_file(work.tx, number, stored.path if stored else None)


async def tell_own_data(work: Work, effect: TellOwnData) -> Outcome:
    """What is kept about this sender's questions."""
    election = await elections.current_election(work.tx)
    days = election.config.voters.keep_days if election else 0
    await work.note("own data shown", f"contact:{work.contact_id}")
    kept = await voter_data.own(work.tx, work.contact_id)
    return OwnData(**asdict(kept), days=days)


async def delete_own_data(work: Work, effect: DeleteOwnData) -> Outcome:
    """Delete the questions; of somebody who is no witness also what was said."""
    hold = await holds.keeps_contact(work.tx, work.contact_id)
    if hold is not None:
        await work.note("own data held", f"contact:{work.contact_id}", hold=hold)
        return OwnDataHeld(hold=hold)
    gone = await voter_data.delete_questions(work.tx, work.contact_id)
    await questions.delete_of(work.tx, work.contact_id)
    await recruits.forget(work.tx, work.contact_id)
    if work.facts.person is None:
        for number, payload in await voter_data.events_of(work.tx, work.contact_id):
            empty = emptied(work.keys.unseal_payload(payload))
            await voter_data.replace_payload(work.tx, number, work.keys.seal_payload(empty))
        await voter_data.forget_said(work.tx, work.contact_id)
    await work.note("own data deleted", f"contact:{work.contact_id}", questions=gone)
    return OwnDataDeleted(questions=gone)


DOERS: dict[type[Effect], Doer] = {
    FindVoter: find_voter,
    EraseText: erase_text,
    DropFile: drop_file,
    TellOwnData: tell_own_data,
    DeleteOwnData: delete_own_data,
}
