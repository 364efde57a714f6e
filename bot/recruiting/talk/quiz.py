"""KUIS: a few questions from the field, each answered at once with the reason."""

from bot.engine.facts import QuizFacts
from bot.engine.messages import Reply, Shown, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.recruiting.talk.effects import KeepTraining
from bot.recruiting.talk.outcomes import TrainingKept
from models.rules.access import Who

_LETTERS = "ABCD"
PASS_PARTS = (4, 5)
"""So much of the questions has to be right: four of five."""


def questions(turn: Turn) -> tuple[QuizFacts, ...]:
    """What is asked in this election."""
    return turn.facts.election.quiz if turn.facts.election else ()


def start(turn: Turn, rest: str) -> Step:
    """KUIS: the first question."""
    asked = questions(turn)
    if not asked:
        return turn.stay(turn.reply("error.not_ready"))
    begun = turn.after(turn.to("quiz", at=0, right=0, wrong=[]))
    return begun.stay(turn.reply("quiz.begin", count=len(asked)), _ask(begun, asked[0], 0))


def _ask(turn: Turn, question: QuizFacts, at: int) -> Reply:
    spoken = _spoken(turn)
    rows = tuple(
        phrase("quiz.choice", letter=letter, text=choice[spoken])
        for letter, choice in zip(_LETTERS, question.choices, strict=False)
    )
    letters = _LETTERS[: len(question.choices)]
    buttons = (button(f"jawab:{letter}", "button.letter", letter=letter) for letter in letters)
    asked, count = question.question[spoken], len(questions(turn))
    return turn.reply("quiz.ask", *buttons, question=asked, number=at + 1, count=count, rows=rows)


def again(turn: Turn) -> Reply | None:
    """The question that is open."""
    asked, at = questions(turn), int(turn.data.get("at", 0))
    return _ask(turn, asked[at], at) if at < len(asked) else None


def _spoken(turn: Turn) -> int:
    """The place of the person's language in a text of the pack."""
    return int(turn.facts.person is not None and turn.facts.person.language == "en")


def answer(turn: Turn) -> Step:
    """A letter, or the words of a choice."""
    found = said(turn.text)
    if found is not None and found.word is Word.BATAL:
        return turn.to("home", turn.reply("quiz.left"))
    asked, at = questions(turn), int(turn.data.get("at", 0))
    if at >= len(asked):
        return turn.to("home", turn.reply("quiz.left"))
    chosen = _chosen(turn, asked[at])
    if chosen is None:
        return turn.stay(turn.reply("quiz.again"), _ask(turn, asked[at], at))
    return _go_on(turn, asked, at, chosen)


def _chosen(turn: Turn, question: QuizFacts) -> int | None:
    told = (turn.pressed or turn.text).strip().strip(".)").upper()
    if len(told) == 1 and told in _LETTERS[: len(question.choices)]:
        return _LETTERS.index(told)
    words = [{text.upper() for text in choice} for choice in question.choices]
    return next((place for place, texts in enumerate(words) if told in texts), None)


def _go_on(turn: Turn, asked: tuple[QuizFacts, ...], at: int, chosen: int) -> Step:
    question = asked[at]
    good = chosen == question.right
    letter, why = _LETTERS[question.right], question.why[_spoken(turn)]
    told = turn.reply("quiz.right" if good else "quiz.wrong", letter=letter, why=why)
    right = int(turn.data.get("right", 0)) + good
    wrong = [*turn.data.get("wrong", ()), *(() if good else (question.code,))]
    if at + 1 < len(asked):
        after = turn.after(turn.stay(at=at + 1, right=right, wrong=wrong))
        return after.stay(told, _ask(after, asked[at + 1], at + 1))
    passed = right * PASS_PARTS[1] >= len(asked) * PASS_PARTS[0]
    effect = KeepTraining("quiz", right, len(asked), passed, tuple(wrong))
    return turn.to("home", told, effects=(effect,))


def kept(turn: Turn, outcome: TrainingKept) -> Step:
    """The result, and what comes next."""
    if outcome.kind != "quiz":
        return turn.stay()
    score: dict[str, Shown] = {"score": outcome.score, "out_of": outcome.out_of}
    if not outcome.passed:
        return turn.stay(turn.reply_of("quiz.failed", score, button("kuis", "button.quiz_again")))
    if outcome.practice:
        return turn.stay(turn.reply_of("quiz.all_done", score))
    return turn.stay(turn.reply_of("quiz.passed", score, button("latihan", "button.practise")))


SPEC = Spec(
    "quiz",
    answer,
    again=again,
    who=Who.KNOWN,
    words={Word.KUIS: start},
    keeps=frozenset({Word.BATAL, Word.BENAR, Word.TIDAK, Word.LEWATI}),
)
