"""Does what voters ask for: the look-up, and what is kept about them; in the turn's transaction."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from prometheus_client import Counter

from bot.engine import effects as e
from bot.engine.messages import Outcome
from bot.identity import voter_keys
from models.redaction import emptied, redacted
from models.registers.entry import FAMILY_CARD, FIRST_NAME, FULL_NAME
from models.registers.names import first_name, full_name
from models.rules.asking import Asked, Limits, Status, decide
from models.rules.nik_text import without
from models.rules.voter_change import ADDS, Change
from models.stores.base import elections, holds
from models.stores.base.elections import LoadedElection
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from models.stores.persons import mandates, roles
from models.stores.questions import questions
from models.stores.recruiting import recruits
from models.stores.register_updates import voter_changes
from models.stores.voters import voter_asks, voter_data, voters
from models.stores.voters.voter_asks import Question
from models.stores.voters.voter_register import Kind, register_of

if TYPE_CHECKING:
    from bot.perform import Work

ASKS = Counter("saksi_voter_questions", "Questions about polling stations", ["outcome"])
LIMITS = Limits()
KECAMATAN = 3
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA"}
_ZONES |= {"Asia/Jayapura": "WIT"}


async def find_voter(work: "Work", effect: e.FindVoter) -> Outcome:
    """Look up a voter: the same statements whether the NIK is known, wrong, or barred."""
    election = await elections.current_election(work.session)
    register = await register_of(work.session, election.id) if election else None
    if election is None or register is None:
        return Outcome("voter_not_found", {"wait": 0.0, "silent": False})
    keys = voter_keys(work.keys)
    base = bytes.fromhex(effect.nik[1] if register.masked else effect.nik[0])
    facts = keys.stored(keys.fact(base, _normal(effect.fact, register)))
    contact = work.turn.contact
    question = Question(
        election.id,
        work.contact_id,
        f"{contact['channel']}/{contact['account']}",
        UUID(bytes=keys.wrap(base)),
        keys.layers,
        work.turn.now,
    )
    asked = await voter_asks.count(work.session, question)
    decision = decide(asked, LIMITS)
    line = 0.0 if decision.silent else await voter_asks.pace(work.session, question, LIMITS)
    listed = await voters.find(work.session, election.id, facts)
    place = None
    if listed is not None and not decision.barred:
        place = await _place(work, election, listed)
    answered = place is not None
    if await voter_asks.settle(work.session, question, asked, decision, answered=answered):
        await _warn(work, question, asked)
    ASKS.labels("answered" if answered else "not answered").inc()
    data = {"wait": decision.wait + line, "silent": decision.silent, **(place or {})}
    return Outcome("voter_found" if answered else "voter_not_found", data)


async def _warn(work: "Work", question: Question, asked: Asked) -> None:
    """Tell those who lead that a sender asks too much: once a day and sender."""
    data = {"asked": asked.asked, "missed": asked.missed, "found": asked.found}
    told = [
        NewNotice(
            f"harvest:{question.contact_id}:{question.day}:{one.person_id}",
            "voters_harvested",
            data,
            one.person_id,
            inbox_id=work.message_id,
        )
        for one in await roles.topmost(work.session, question.election_id)
    ]
    await notices.put(work.session, told)


def _normal(fact: str, register: Kind) -> str:
    """The second fact as the register's was hashed."""
    if register.fact == FAMILY_CARD:
        return "".join(letter for letter in fact if letter.isdigit())
    return full_name(fact) if register.fact == FULL_NAME else first_name(fact)


async def _place(
    work: "Work", election: LoadedElection, listed: voters.Listed
) -> dict[str, Any] | None:
    row = await voter_data.place_of(work.session, listed.station_id)
    if row is None:
        return None
    areas = await mandates.areas_above(work.session, election.id, {row.path})
    by_level = sorted(areas.values(), key=lambda area: -area.level)
    kecamatan = next((area for area in by_level if area.level == KECAMATAN), None)
    zone = next((area.timezone for area in by_level if area.timezone), election.config.timezone)
    hours = election.config.station
    return {
        "number": f"{row.number:02}",
        "place": row.place or "",
        "lat": row.lat,
        "lon": row.lon,
        "kelurahan": row.kelurahan,
        "kelurahan_word": row.kelurahan_word or "Kel.",
        "kecamatan": kecamatan.name if kecamatan else "",
        "kecamatan_word": (kecamatan.local_word if kecamatan else "") or "Kec.",
        "opens": f"{hours.opens:%H.%M}",
        "closes": f"{hours.closes:%H.%M}",
        "zone": _ZONES.get(zone, ""),
        "status": "dptb" if listed.status is Status.DPTB else "dpt",
    }


async def erase_text(work: "Work", effect: e.EraseText) -> None:
    """Take what this message said out of the stored event."""
    number = work.message_id
    event = await voter_data.event_of(work.session, number) if number is not None else None
    if event is None:
        return
    said = work.turn.inbound.text
    told = work.keys.unseal_payload(event.payload)
    kept = redacted(told, said, all_numbers=event.messages == 1)
    await voter_data.replace_payload(work.session, event.id, work.keys.seal_payload(kept))


async def drop_file(work: "Work", effect: e.DropFile) -> None:
    """Have the message's file deleted once this turn is committed."""
    stored, number = work.turn.inbound.stored, work.message_id
    if number is not None:
        await voter_data.drop_file(work.session, number, stored.path if stored else None)


async def tell_own_data(work: "Work", effect: e.TellOwnData) -> Outcome:
    """What is kept about this sender's questions."""
    election = await elections.current_election(work.session)
    days = election.config.voters.keep_days if election else 0
    await work.note("own data shown", f"contact:{work.contact_id}")
    return Outcome(
        "own_data", {**await voter_data.own(work.session, work.contact_id), "days": days}
    )


async def delete_own_data(work: "Work", effect: e.DeleteOwnData) -> Outcome:
    """Delete the questions; of somebody who is no witness also what was said."""
    hold = await holds.keeps_contact(work.session, work.contact_id)
    if hold is not None:
        await work.note("own data held", f"contact:{work.contact_id}", hold=hold)
        return Outcome("own_data_held", {"hold": hold})
    gone = await voter_data.delete_questions(work.session, work.contact_id)
    await questions.delete_of(work.session, work.contact_id)
    await recruits.forget(work.session, work.contact_id)
    if work.facts.person is None:
        for number, payload in await voter_data.events_of(work.session, work.contact_id):
            empty = emptied(work.keys.unseal_payload(payload))
            await voter_data.replace_payload(work.session, number, work.keys.seal_payload(empty))
        await voter_data.forget_said(work.session, work.contact_id)
    await work.note("own data deleted", f"contact:{work.contact_id}", questions=gone)
    return Outcome("own_data_deleted", {"questions": gone})


async def note_question(work: "Work", effect: e.NoteQuestion) -> None:
    """Keep a question without an answer; whatever number stood in it is hidden already."""
    election = await elections.current_election(work.session)
    if election is not None:
        said, now = without(effect.text), work.turn.now
        await questions.put(work.session, election.id, work.contact_id, said, now)


async def report_voter_change(work: "Work", effect: e.ReportVoterChange) -> Outcome:
    """Keep a reported change of the register; the register itself stays as it is."""
    election = await elections.current_election(work.session)
    if election is None:
        return Outcome("voter_change_refused")
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
    receipt = await voter_changes.put(work.session, new)
    if receipt is None:
        return Outcome("voter_change_refused")
    await work.note("voter change reported", f"voter_change:{receipt}", kind=effect.kind)
    return Outcome("voter_change_kept", {"receipt": receipt})


async def _second_fact(
    work: "Work", election: LoadedElection, effect: e.ReportVoterChange
) -> UUID | None:
    """Keyed hash of a new voter's NIK with the first word of the report, which is the name.

    None where the register asks for another second fact: such a voter comes with an import.
    """
    register = await register_of(work.session, election.id)
    name = first_name(effect.text.partition(",")[0])
    if register is None or register.masked or register.fact != FIRST_NAME or not name:
        return None
    if Change(effect.kind) not in ADDS or effect.nik is None:
        return None
    keys = voter_keys(work.keys)
    return UUID(bytes=keys.wrap(keys.fact(bytes.fromhex(effect.nik[0]), name)))


DOERS: dict[type[Any], Any] = {
    e.FindVoter: find_voter,
    e.EraseText: erase_text,
    e.DropFile: drop_file,
    e.NoteQuestion: note_question,
    e.ReportVoterChange: report_voter_change,
    e.TellOwnData: tell_own_data,
    e.DeleteOwnData: delete_own_data,
}
"""What the conversation with voters asks for; a part of bot.perform's table."""
