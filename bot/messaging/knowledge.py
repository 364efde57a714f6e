"""Reads what the conversation may know, fresh for each message, and turns rows into facts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.base.capability import Asked, Conversation
from bot.base.elections import election_facts
from bot.base.places import place_of
from bot.engine import facts as f
from bot.engine.marks import marks_of
from bot.engine.messages import Dialog, Inbound, Kind
from models.rules.organisation import title
from models.rules.rights import Held
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.messaging.inbox import Contact
from models.stores.persons import mandates, people
from models.stores.persons.mandates import KnownMandate
from models.stores.persons.roles import Holder, nearest
from models.stores.speaker.known_person import KnownPerson, known_person
from models.values import ResultState, Tally


async def read_few_facts(tx: Transaction, contact: Contact) -> f.Facts:
    """The election and who is spoken to: enough for events that say all themselves."""
    election = await elections.current_election(tx)
    person_id = contact["person_id"]
    known = await people.person_facts(tx, person_id) if person_id else None
    person = None
    if known is not None and person_id is not None:
        person = f.PersonFacts(person_id, known[0], contact["language"])
    return f.Facts(
        election=election_facts(election) if election else None,
        person=person,
        channel=contact["channel"],
    )


async def read_facts(
    conversation: Conversation,
    tx: Transaction,
    contact: Contact,
    now: datetime,
    heard: tuple[Inbound, Dialog],
    before: f.Facts | None = None,
) -> f.Facts:
    """What a turn may look at, for the person behind this contact if it is known.

    `heard`: what arrived, and where the talk stands: capabilities read no more than
    such a message can need. `before`: what this turn knew before its effects; mandates are not
    read again, because no effect changes those of a person who is known already.
    """
    person_id = contact["person_id"]
    if before is None or before.person is None or before.person.id != person_id:
        before = None
    again = before is not None
    known = await known_person(tx, person_id, again=again) if person_id else None
    election = known.election if known else await elections.current_election(tx)
    told = election_facts(election) if election else None
    if known is None or person_id is None:
        left = await people.tries_left(tx, contact["id"], now)
        facts = f.Facts(election=told, channel=contact["channel"], tries_left=left)
        return await _with_more(conversation, tx, election, facts, heard)
    held = known.held
    names = tuple(dict.fromkeys(one.role.value for one in held))
    areas = tuple(one.path for one in held)
    titles = _titles(election, held) if election else ()
    facts = replace(
        _said(known),
        election=told,
        person=f.PersonFacts(person_id, known.name, contact["language"], names, areas, titles),
        mandates=before.mandates if before else await _mandates(tx, election, known),
        channel=contact["channel"],
    )
    return await _with_more(conversation, tx, election, facts, heard, held)


async def _with_more(
    conversation: Conversation,
    tx: Transaction,
    election: LoadedElection | None,
    facts: f.Facts,
    heard: tuple[Inbound, Dialog],
    held: tuple[Held, ...] = (),
) -> f.Facts:
    """The facts and what the capabilities add."""
    if election is None:
        return facts
    inbound, dialog = heard
    typed = inbound.kind in (Kind.TEXT, Kind.PRESS)
    text = inbound.text.partition(":")[0] if inbound.kind is Kind.PRESS else inbound.text
    said = conversation.engine.words.said(text) if typed else None
    person = facts.person
    marks = marks_of(inbound, dialog, person.roles if person else None, said.word if said else "")
    asked = Asked(tx, election, person.id if person else None, held)
    return await conversation.more_facts(facts, asked, marks)


def _titles(election: LoadedElection, held: Iterable[Held]) -> tuple[f.TitleFacts, ...]:
    """The roles in the organisation's own words; of an area's children never the whole ladder."""
    ladder = election.config.installation.ladder
    return tuple(
        f.TitleFacts(one.role.value, title(ladder, one.level, one.path.count(".")), one.place)
        for one in held
    )


def _said(known: KnownPerson) -> f.Facts:
    """What this person reported, checked in, sent and noted so far."""
    return f.Facts(
        reports=_reports(known),
        check_ins=tuple(
            f.CheckInFacts(row.id, row.station_id, row.at, row.receipt, row.mandate_letter)
            for row in known.check_ins
        ),
        photos=tuple(
            f.PhotoFacts(row.station_id, row.contest_id, row.photos) for row in known.photos
        ),
        copies=tuple(
            f.CopyFacts(row.station_id, row.status, row.handed_to) for row in known.copies
        ),
    )


async def _mandates(
    tx: Transaction, election: LoadedElection | None, person: KnownPerson
) -> tuple[f.MandateFacts, ...]:
    if election is None:
        return ()
    rows = [row for row in person.mandates if row.election_id == election.id]
    covered = sorted({n for row in rows for n in _covered(row)})
    known = await elections.contests(tx, covered, election.fingerprint)
    paths = {row.path for row in rows}
    above = await mandates.areas_above(tx, election.id, paths, election.fingerprint)
    found = []
    for row in rows:
        contests = [f.ContestFacts(number, known[number]) for number in _covered(row)]
        order = [ballot.code for ballot in election.config.ballots]
        contests.sort(key=lambda one: order.index(one.contest.ballot))
        found.append(
            f.MandateFacts(
                id=row.id,
                participant_id=row.participant_id,
                participant=row.participant,
                participant_code=row.participant_code,
                participant_kind=row.kind,
                station=place_of(row, above, election),
                coordinator=_coordinator(person.helpers, row.path),
                contests=tuple(contests),
            )
        )
    return tuple(found)


def _coordinator(helpers: list[Holder], path: str) -> str:
    """Who is nearest to help at a place; empty when nobody is named."""
    return next((one.name for one in nearest(helpers, path)), "")


def _covered(row: KnownMandate) -> list[int]:
    """The contests that a mandate names, or all of its station."""
    return list(row.own_contests or row.contests or [])


def _reports(known: KnownPerson) -> tuple[f.ReportFacts, ...]:
    return tuple(
        f.ReportFacts(
            id=row.report_id,
            station_id=row.station_id,
            contest_id=row.contest_id,
            revision=row.number,
            tally=Tally(tuple(row.votes), row.valid, row.invalid, row.total, row.figures or {}),
            receipt=row.receipt,
            at=row.created_at,
            state=ResultState(row.state) if row.state else None,
            cells=tuple(row.cells or ()),
            rechecked=row.reason == "recheck",
        )
        for row in known.reports
    )
