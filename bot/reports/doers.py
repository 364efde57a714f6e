"""Saves reports, or new revisions of them; in the turn's transaction."""

from dataclasses import replace

from bot.base.capability import Doer
from bot.base.work import Work
from bot.corrections import doers as corrections
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.filling.effects import SubmitReport
from bot.filling.outcomes import ReportRefused, ReportSaved
from bot.typing_desk import doers as typing
from models.errors import SaksiError
from models.stores.attendance import presence
from models.stores.reports import reports

BY_FIGURES = "by_figures"
"""Flag of a presence that nobody said, and figures proved."""


async def submit_report(work: Work, effect: SubmitReport) -> Outcome:
    """Save a report, or a new revision of it, and tell where the station's result stands."""
    try:  # whatever is refused, is so before the first word is written
        origin = await _origin(work, effect)
        saved = await reports.submit(
            work.tx,
            origin,
            effect.station_id,
            effect.contest_id,
            replace(effect.tally, figures={**effect.tally.figures, **effect.figures}),
            detail=effect.detail,
            findings=effect.findings,
            reason=effect.reason,
        )
    except SaksiError as refusal:
        return ReportRefused(code=refusal.code)
    await corrections.ask_again(work, saved, effect.station_id, effect.contest_id)
    await _present(work, effect)
    if effect.reason == "correction" and effect.task_id is None:
        await corrections.tell_change(work, effect, saved)
    return ReportSaved(saved.receipt, saved.revision, saved.state, tuple(saved.cells), saved.again)


async def _present(work: Work, effect: SubmitReport) -> None:
    """Figures from a station prove that its witness is there: who never said HADIR is noted."""
    known = any(found.station_id == effect.station_id for found in work.facts.check_ins)
    if effect.task_id is not None or known:
        return
    at, flags = work.turn.inbound.at, ("no_location", BY_FIGURES)
    new = presence.NewCheckIn(
        work.person_id, effect.station_id, at, None, None, flags, work.message_id
    )
    await presence.put_check_in(work.tx, new)
    await work.note("checked in", f"station:{effect.station_id}", flags=list(flags))


async def _origin(work: Work, effect: SubmitReport) -> reports.Origin:
    """Whose report it is: a witness's, or an operator's who types from photos."""
    if effect.task_id is not None:
        await typing.own_task(work, effect)
        return reports.Origin(
            work.person_id, inbox_id=work.message_id, kind="typed", label=effect.label
        )
    mandate = corrections.own_mandate(work, effect)
    return reports.Origin(
        work.person_id,
        mandate.participant_id,
        inbox_id=work.message_id,
        read_from=effect.read_from,
        label=effect.label,
    )


DOERS: dict[type[Effect], Doer] = {SubmitReport: submit_report}
