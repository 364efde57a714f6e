"""Corrections: who changed what is told to the coordinators; late ones wait for their word."""

from dataclasses import replace

from bot.base.capability import Doer
from bot.base.events import as_json, notice
from bot.base.work import Work, held_by
from bot.corrections.talk.effects import DecideCorrection
from bot.corrections.talk.outcomes import (
    CorrectionAnswered,
    CorrectionDecided,
    CorrectionMade,
    CorrectionWaiting,
)
from bot.engine.effects import Effect
from bot.engine.facts import ContestFacts, MandateFacts, StationPlace
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused
from bot.filling import tell
from bot.filling.cases import plain_case
from bot.filling.effects import AskCorrection, SubmitReport
from bot.filling.outcomes import CellsDiffer, CorrectionAsked, ReportRefused
from models.errors import NotYourStation, SaksiError, StaleRevision
from models.rules.checks import cells
from models.rules.rights import Action, refuse_tied, require
from models.stores.attendance import escalations
from models.stores.attendance.escalations import CORRECTION, Waiting
from models.stores.base import elections
from models.stores.corrections import corrections
from models.stores.corrections.corrections import Asked, HeldCorrection
from models.stores.messaging import notices
from models.stores.persons import mandates, roles
from models.stores.persons.roles import Holder
from models.stores.reports import reports, results, revision_numbers
from models.stores.reports.reports import Saved
from models.values import Contest


async def ask_correction(work: Work, effect: AskCorrection) -> Outcome:
    """Keep a correction until a coordinator decides, and tell the nearest ones."""
    report = effect.report
    try:
        async with work.tx.begin_nested():
            mandate = own_mandate(work, report)
            tally = replace(report.tally, figures={**report.tally.figures, **report.figures})
            asked = Asked(
                work.person_id,
                mandate.participant_id,
                report.station_id,
                report.contest_id,
                corrections.as_json(tally, report.detail, report.findings),
                work.message_id,
            )
            number = await corrections.ask(work.tx, asked)
    except SaksiError as refusal:
        return ReportRefused(code=refusal.code)
    await work.note("correction asked", f"correction:{number}", station=report.station_id)
    change = changed(work, report, mandate.station)
    event = CorrectionWaiting(
        correction=number,
        witness=change.witness,
        ballot=change.ballot,
        number=change.number,
        kelurahan=change.kelurahan,
        changes=change.changes,
    )
    who = await tell_leaders(work, report, f"correction:{number}", event)
    if who and work.facts.election is not None:
        path = await mandates.path_of(work.tx, report.station_id)
        case = (CORRECTION, number, work.facts.election.id, event.event, as_json(event))
        place = (path, who[0].level, work.person_id, work.turn.now)
        await escalations.begin(work.tx, Waiting(*case, *place))
    return CorrectionAsked()


def own_mandate(work: Work, report: SubmitReport) -> MandateFacts:
    """The mandate that a report is given for; raises NotYourStation."""
    mandate = next((m for m in work.facts.mandates if m.id == report.mandate_id), None)
    covered = mandate is not None and any(c.id == report.contest_id for c in mandate.contests)
    if mandate is None or not covered or mandate.station.id != report.station_id:
        raise NotYourStation("no mandate for this station", station=report.station_id)
    return mandate


def changed(work: Work, report: SubmitReport, place: StationPlace) -> CorrectionMade:
    """Who changes what, in words that wait for their reader's language."""
    held = (*work.facts.mandates, *work.facts.tasks)
    contests = {c.id: c for mandate in held for c in mandate.contests}
    contest: ContestFacts = contests[report.contest_id]
    case = plain_case(work.facts, place, contest)
    said = (report.station_id, report.contest_id)
    last = next((r for r in work.facts.reports if (r.station_id, r.contest_id) == said), None)
    before = cells(last.tally, contest.contest) if last else {}
    after = cells(report.tally, contest.contest)
    return CorrectionMade(
        witness=work.facts.person.name if work.facts.person else "",
        ballot=tell.ballot(case.ballot),
        number=place.facts.number,
        kelurahan=place.kelurahan,
        changes=tuple(
            (tell.full_field(case, name), before[name], after[name])
            for name in after
            if name in before and before[name] != after[name]
        ),
    )


async def tell_leaders(
    work: Work, report: SubmitReport, purpose: str, event: Outcome
) -> tuple[Holder, ...]:
    """Bring an event about a station to whoever leads nearest to it; who that is."""
    if work.facts.election is None:
        return ()
    path = await mandates.path_of(work.tx, report.station_id)
    who = await roles.leaders(work.tx, work.facts.election.id, path, {work.person_id})
    told = [
        notice(f"{purpose}:{p.person_id}", event, p.person_id, inbox_id=work.message_id)
        for p in who
    ]
    await notices.put(work.tx, told)
    return who


async def tell_change(work: Work, report: SubmitReport, saved: Saved) -> None:
    """Tell the nearest coordinators of a correction that was saved."""
    change = changed(work, report, own_mandate(work, report).station)
    if change.changes and not saved.again:
        event = replace(change, receipt=saved.receipt)
        await tell_leaders(work, report, f"change:{saved.revision_id}", event)


async def ask_again(work: Work, saved: Saved, station: int, contest: int) -> None:
    """Have witnesses look again where reports differ; nobody hears another's figure."""
    told = [
        notice(
            f"differ:{one.dispute_id}:{one.person_id}:{one.round}",
            CellsDiffer(station, contest, one.cells),
            one.person_id,
            inbox_id=work.message_id,
        )
        for one in saved.doubted
    ]
    await notices.put(work.tx, told)


async def decide_correction(work: Work, effect: DecideCorrection) -> Outcome:
    """A coordinator's word: the correction becomes a revision, or the old numbers stay."""
    try:
        async with work.tx.begin_nested():
            await _decide(work, effect)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)
    return CorrectionDecided(approved=effect.approved)


async def _decide(work: Work, effect: DecideCorrection) -> None:
    row = await corrections.hold(work.tx, effect.correction)
    path = await mandates.path_of(work.tx, row.station_id)
    held = require(await held_by(work), Action.APPROVE, path, own=row.person_id == work.person_id)
    refuse_tied(held, *await _changed(work, row))
    if row.state != "waiting" or not await corrections.fits(work.tx, row):
        raise StaleRevision("this correction does not wait any more")
    saved = await _store(work, row) if effect.approved else None
    state = "approved" if effect.approved else "rejected"
    await corrections.close(work.tx, row.id, state, work.person_id)
    await work.note(f"correction {state}", f"correction:{row.id}", person=row.person_id)
    contest = await elections.contest(work.tx, row.contest_id)
    station = await mandates.name_of(work.tx, row.station_id)
    ballots = work.facts.election.ballots if work.facts.election else ()
    ballot = next(b for b in ballots if b.ballot == contest.ballot)
    event = CorrectionAnswered(
        approved=effect.approved,
        ballot=tell.ballot(ballot),
        number=station.number,
        kelurahan=station.kelurahan,
        receipt=saved.receipt if saved else "",
    )
    purpose = f"correction:{row.id}:answered"
    answer = notice(purpose, event, row.person_id, inbox_id=work.message_id)
    await notices.put(work.tx, [answer])


async def _changed(work: Work, row: HeldCorrection) -> tuple[Contest, list[str]]:
    """The contest of a correction, and the cells that it would change."""
    contest = await elections.contest(work.tx, row.contest_id)
    last = revision_numbers.tally_of(await corrections.before(work.tx, row))
    before = cells(results.padded(last, contest), contest)
    after = cells(corrections.from_json(row.numbers)[0], contest)
    return contest, [name for name in after if before.get(name) != after[name]]


async def _store(work: Work, row: HeldCorrection) -> Saved:
    """The witness's revision, from the message in which it was asked for."""
    tally, detail, findings = corrections.from_json(row.numbers)
    origin = reports.Origin(row.person_id, row.participant_id, inbox_id=row.inbox_id)
    place = (row.station_id, row.contest_id)
    saved = await reports.submit(
        work.tx, origin, *place, tally, detail=detail, findings=findings, reason="correction"
    )
    await ask_again(work, saved, *place)
    return saved


DOERS: dict[type[Effect], Doer] = {
    AskCorrection: ask_correction,
    DecideCorrection: decide_correction,
}
