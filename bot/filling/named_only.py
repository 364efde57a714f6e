"""Ballots that a message only speaks of: none is opened unasked, so no figure goes astray."""

from collections.abc import Sequence

from bot.engine.messages import Button, Step
from bot.engine.turn import Turn, button
from bot.filling import ask, going_on, tell
from bot.filling.cases import Case, cases
from bot.filling.grammar.in_passing import in_passing
from bot.filling.grammar.whole_message import Part, figures_in


def only_named(part: Part, counted: bool) -> bool:
    """Whether a part only names a ballot: beside figures, or in a sentence about it."""
    if part.ballot is None or figures_in(part.text):
        return False
    return counted or in_passing(part.text)


def offered(turn: Turn, spoken_of: Sequence[Part], at: Case | None) -> Step | None:
    """A ballot was spoken of, not asked for: nothing is opened but by its button."""
    names = {part.ballot.ballot for part in spoken_of if part.ballot is not None}
    found = [case for case in cases(turn) if case.ballot.ballot in names]
    if not found:
        return None
    buttons = tuple(map(_fill, found[:3]))
    if at is None and len(found) == 1 and found[0].report and found[0].complete:
        name, receipt = tell.ballot(found[0].ballot), found[0].report.receipt
        return turn.stay(turn.reply("home.is_saved", ballot=name, receipt=receipt))
    if at is None:
        return turn.stay(turn.reply("home.spoken_of", *buttons))
    page = going_on.asked_page(turn, at)
    question = ask.question(at, page, full=True)
    if turn.dialog.step != "report":
        return None
    if any(case.key == at.key for case in found):
        return turn.stay(turn.reply("report.said", *ask.buttons(at, page), parts=(question,)))
    return turn.stay(turn.reply("home.spoken_of_here", *buttons, question=question))


def _fill(case: Case) -> Button:
    target = f"isi:{case.station.id}:{case.contest_id}"
    return button(target, "button.fill_ballot", ballot=tell.ballot(case.ballot))
