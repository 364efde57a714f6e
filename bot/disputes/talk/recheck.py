"""PERIKSA: two reports differ; asks about those cells alone, and tells nobody's figure."""

from collections.abc import Mapping
from dataclasses import replace

from bot.engine.marks import when
from bot.engine.messages import Phrase, Reply, Step
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import beside, doubts, echoes, saving, stamps, tell
from bot.filling.cases import Case, cases, current, disputed, lost, tally_of
from bot.filling.effects import SubmitReport
from bot.filling.grammar.parse import parse
from bot.filling.grammar.scope import Refused, Scope
from bot.filling.grammar.short_answers import Meant, meant
from bot.filling.outcomes import CellsDiffer, ReportSaved
from bot.filling.pages import WHOLE, Page
from models.rules.access import Who
from models.rules.checks import check
from models.values import Finding, ResultState, Severity

_NOTHING: Mapping[str, int] = {}


def differ(turn: Turn, outcome: CellsDiffer) -> Step:
    """The event: whatever the talk is about goes on, with a button below."""
    place = (outcome.station, outcome.contest)
    case = next((c for c in cases(turn) if (c.station.id, c.contest_id) == place), None)
    if case is None:
        return turn.stay()
    look = button(f"periksa:{case.key}", "button.recheck")
    ballot, station = tell.ballot(case.ballot), tell.station(case.station)
    return turn.stay(turn.reply("recheck.asked", look, ballot=ballot, station=station))


def start(turn: Turn, rest: str) -> Step:
    """PERIKSA, or its button: the first cell is asked for."""
    found = disputed(turn)
    typed = beside.behind(turn, rest) if not found else None
    if typed is not None:
        return typed
    if turn.pressed:
        found = [case for case in found if case.key == turn.pressed]
    if not found or found[0].report is None:
        return turn.stay(turn.reply("recheck.nothing"))
    case = found[0]
    cells = list(found[0].report.cells)
    place = turn.to(
        "recheck", station=case.station.id, contest=case.contest_id, cells=cells, answers={}
    )
    return _ask(turn.after(place), case, ())


def answer(turn: Turn) -> Step:
    """A number for the cell asked about, or several with their names; sums that do not fit wait."""
    case = current(turn)
    if case is None:
        return lost(turn)
    cells = tuple(turn.data.get("cells", ()))
    answers = dict(turn.data.get("answers", {}))
    left = [name for name in cells if name not in answers]
    if not left and _stands(turn, case, answers):
        return _submit(turn, case, answers)
    fields = cells if left else tuple(dict.fromkeys((*cells, *_in_doubt(case, answers))))
    page = Page(WHOLE, fields)
    boxes = case.station.facts.boxes
    parsed = parse(turn.text, Scope(case.contest, (page,), page, left[0] if left else None, boxes))
    heard = {name: number for name, number in parsed.numbers.items() if name in fields}
    answers |= heard
    turn = turn.after(turn.stay(answers=answers))
    if any(name not in answers for name in cells):
        if not parsed.heard:
            return turn.stay(_question(turn, case, "recheck.again"))
        return _ask(turn, case, parsed.refused, heard)
    if _odd(case, answers) and (heard or not left):
        return _doubt(turn, case, answers)
    return _submit(turn, case, answers)


def _stands(turn: Turn, case: Case, answers: Mapping[str, int]) -> bool:
    """SESUAI FORMULIR, and what says as much, below these very figures."""
    if turn.pressed:
        return turn.pressed == _mark(case, answers)
    found = said(turn.text)
    if found is not None:
        return found.word is Word.SESUAI
    return meant(turn.text, answers.values()) in (Meant.AS_FORM, Meant.SAME)


def _mark(case: Case, answers: Mapping[str, int]) -> str:
    """What the button carries: these very figures, and no draft's."""
    return f"cek-{stamps.stamp(case, answers)}"


def _odd(case: Case, answers: Mapping[str, int]) -> tuple[Finding, ...]:
    """What does not fit with the cells as they were read now, and did before."""
    before = _check(case, case.saved)
    found = _check(case, {**case.saved, **answers})
    return tuple(o for o in found if o.severity is not Severity.NOTE and o not in before)


def _check(case: Case, given: Mapping[str, int]) -> tuple[Finding, ...]:
    return check(tally_of(case.contest, given), case.contest, case.station.facts)


def _in_doubt(case: Case, answers: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(name for one in _odd(case, answers) for name in one.fields)


def _doubt(turn: Turn, case: Case, answers: Mapping[str, int]) -> Step:
    """What was read, and what does not fit: a figure puts it right, a word says that it stands."""
    sure = button(f"sesuai formulir:{_mark(case, answers)}", "button.as_written")
    reply = turn.reply(
        "recheck.doubt",
        sure,
        figures=_figures(case, answers),
        findings=tuple(doubts.told(case, one) for one in _odd(case, answers)),
        field=tell.full_field(case, next(iter(answers))),
    )
    return turn.stay(reply)


def _ask(
    turn: Turn, case: Case, refused: tuple[Refused, ...], heard: Mapping[str, int] = _NOTHING
) -> Step:
    """The next cell, below what was heard just now and what was not understood."""
    reply = _question(turn, case, "recheck.question")
    told = (*_figures(case, heard), *(echoes.refused(case, one) for one in refused[:2]))
    return turn.stay(replace(reply, values={**reply.values, "refused": told}))


def _figures(case: Case, given: Mapping[str, int]) -> tuple[Phrase, ...]:
    return tuple(
        phrase("report.proposed", field=tell.full_field(case, name), number=number)
        for name, number in given.items()
    )


def _question(turn: Turn, case: Case, key: str) -> Reply:
    cells, answers = turn.data.get("cells", ()), turn.data.get("answers", {})
    left = [name for name in cells if name not in answers]
    return turn.reply(
        key,
        header=phrase(
            "tell.header", ballot=tell.ballot(case.ballot), station=tell.station(case.station)
        ),
        field=tell.full_field(case, left[0]),
        left=len(left),
        refused=(),
    )


def again(turn: Turn) -> Reply | None:
    """The cell that is asked for."""
    case, answers = current(turn), turn.data.get("answers", {})
    left = any(name not in answers for name in turn.data.get("cells", ()))
    return _question(turn, case, "recheck.question") if case is not None and left else None


def _submit(turn: Turn, case: Case, answers: Mapping[str, int]) -> Step:
    """The cells as they were read now; the rest as it was."""
    tally = tally_of(case.contest, {**case.saved, **answers})
    effect = SubmitReport(
        case.mandate.id,
        case.station.id,
        case.contest_id,
        tally,
        case.detail,
        check(tally, case.contest, case.station.facts),
        reason="recheck",
        label=saving.LETTERS[case.contest.ballot],
    )
    return turn.stay(effects=(effect,), answers=dict(answers))


def saved(turn: Turn, chain: Chain) -> Step | None:
    """A report saved from here: thanks; what becomes of it is for others to say."""
    outcome = turn.happened(ReportSaved) if turn.dialog.step == "recheck" else None
    case = current(turn) if outcome is not None else None
    if outcome is None or case is None:
        return None
    key = "recheck.saved_agrees" if outcome.state == ResultState.CONFIRMED else "recheck.saved"
    at, receipt = turn.at(turn.now, case.station), outcome.receipt
    figures = _figures(case, turn.data.get("answers", {}))
    return turn.to("home", turn.reply(key, at=at, receipt=receipt, figures=figures))


SPEC = Spec(
    "recheck",
    answer,
    again=again,
    who=Who.KNOWN,
    words={Word.PERIKSA: start},
    hears=(on(CellsDiffer, differ),),
    claim=Claim(saved, when("outcome:report_saved at:recheck")),
    keeps=frozenset({Word.TIDAK, Word.BENAR, Word.SESUAI}),
)
