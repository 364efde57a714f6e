"""Turns confirmed pages into a report to be saved, and knows what is saved afterwards."""

from dataclasses import replace

from bot.engine.facts import ReportFacts
from bot.engine.messages import Step
from bot.engine.turn import Turn
from bot.filling import doubts
from bot.filling.cases import Case, drafts_with, tally_of, to_save
from bot.filling.effects import AskCorrection, SubmitReport
from bot.filling.outcomes import ReportSaved
from bot.filling.pages import Page
from models.values import Ballot

LETTERS = {
    Ballot.PPWP: "P",
    Ballot.DPR: "D",
    Ballot.DPD: "S",
    Ballot.DPRD_PROV: "V",
    Ballot.DPRD_KAB: "K",
    Ballot.GUBERNUR: "G",
    Ballot.BUPATI: "B",
}
"""First letter of a report's receipt code; a party's number follows it (D3-8QF)."""


def submit(turn: Turn, case: Case, open_pages: tuple[Page, ...]) -> Step:
    """Asks for the report to be saved; the receipt comes with the outcome."""
    given = {**case.saved, **to_save(case, open_pages)}
    corrected = any(case.saved[n] != given[n] for n in case.saved)
    party = open_pages[0].party if len(open_pages) == 1 else None
    effect = SubmitReport(
        case.mandate.id,
        case.station.id,
        case.contest_id,
        tally_of(case.contest, given),
        case.detail,
        doubts.findings(case, set(given)),
        reason="correction" if corrected else "",
        label=f"{LETTERS[case.contest.ballot]}{party or ''}",
        read_from=case.draft.read_from,
        task_id=case.mandate.task,
    )
    drafts = drafts_with(turn, case)
    if corrected and closed(turn):
        # The draft goes with the request; what is saved stays until a coordinator says yes.
        kept = drafts_with(turn, case.with_draft(case.draft.without(set(given))))
        return turn.stay(effects=(AskCorrection(effect),), drafts=kept)
    return turn.stay(effects=(effect,), drafts=drafts, corrected=case.complete or None)


def closed(turn: Turn) -> bool:
    """Whether the election's closing time for corrections has passed."""
    election = turn.facts.election
    return bool(election and election.closes_at and turn.now > election.closes_at)


def after_saving(
    turn: Turn, case: Case, open_pages: tuple[Page, ...], outcome: ReportSaved
) -> Case:
    """The case with the report as it was just saved, and without what the draft held of it."""
    given = {**case.saved, **to_save(case, open_pages)}
    report = ReportFacts(
        0,
        case.station.id,
        case.contest_id,
        outcome.revision,
        tally_of(case.contest, given),
        outcome.receipt,
        turn.now,
    )
    kept = case.draft.without(set(given))
    return replace(case, report=report, draft=kept)
