"""Figures typed where something else was asked for or told: nothing typed is lost."""

from bot.engine.messages import Reply, Step
from bot.engine.turn import Turn
from bot.filling import tell
from bot.filling.cases import cases, current
from bot.filling.grammar.parse import tallied
from bot.filling.grammar.whole_message import figures_in
from bot.filling.typed import cut_of, echoed, numbers

_ROW_IN_STORY = 5
"""Figures that are a row of the form although something else is told."""


def figures(turn: Turn) -> Step | None:
    """A report: of a named ballot, a row of figures, or figures beside names."""
    cut = cut_of(turn, turn.text)
    contests = {case.contest_id: case.contest for case in cases(turn)}.values()
    counted = any(
        figures_in(part.text) if part.ballot is not None else tallied(part.text, contests)
        for part in cut.parts
    )
    return numbers(turn, turn.text) if counted and turn.facts.mandates else None


def behind(turn: Turn, rest: str) -> Step | None:
    """The same of what stands behind a word, where one figure beside a name is enough."""
    if not rest or turn.pressed is not None or not turn.facts.mandates:
        return None
    done = figures(turn.saying(rest)) or numbers(turn, rest)
    return done if done is not None and done.dialog.step in _PLACED else None


_PLACED = frozenset({"report", "doubt", "confirm"})


def a_story(turn: Turn, story: str) -> Step | None:
    """Figures of the form that a story holds: a whole row, or beside names of pairs or parties."""
    contests = {case.contest_id: case.contest for case in cases(turn)}.values()
    named = any(part.ballot and tallied(part.text, ()) for part in cut_of(turn, story).parts)
    counted = named or tallied(story, contests, row=_ROW_IN_STORY)
    return numbers(turn, story) if counted and turn.facts.mandates else None


def also(turn: Turn, done: Step) -> tuple[Reply, ...]:
    """That these figures are noted, too, and come after what is asked now."""
    case, lines = current(turn.after(done)), tuple(echoed(done))
    if case is None or not lines:
        return ()
    return (turn.reply("home.also", lines=lines, ballots=(tell.ballot(case.ballot),)),)
