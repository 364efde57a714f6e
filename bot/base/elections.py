"""The election as the conversation speaks of it, from what its pack says."""

from functools import cache

from bot.engine import facts as f
from bot.engine.facts import QuizFacts
from models.packs.quiz import LETTERS, QuizQuestion, default_quiz
from models.rules.organisation import FEATURES
from models.stores.base.elections import LoadedElection


def election_facts(election: LoadedElection) -> f.ElectionFacts:
    """The election as the conversation speaks of it."""
    config = election.config
    features = FEATURES[config.installation.kind]
    return f.ElectionFacts(
        id=election.id,
        code=election.code,
        name=election.name,
        date=config.date,
        ballots=tuple(
            f.BallotFacts(b.code.value, b.name, b.colour, b.aliases) for b in config.ballots
        ),
        detail=config.reports.detail,
        own_party=config.reports.own_party,
        closes_at=config.reports.corrections_close,
        asks_figures=config.reports.asks_figures,
        office=features.decides_register,
        paper=features.paper.value,
        quiz=quiz_facts(config.quiz),
        questions=tuple(
            f.QuestionFacts(
                one.code,
                (one.title, one.title_en or one.title),
                one.keywords,
                (one.answer, one.answer_en or one.answer),
                bool(one.results),
            )
            for one in config.questions
        ),
    )


@cache
def quiz_facts(quiz: tuple[QuizQuestion, ...]) -> tuple[QuizFacts, ...]:
    """The pack's questions as the conversation asks them; the default ones where it has none."""
    return tuple(
        QuizFacts(
            one.code,
            (one.question, one.question_en or one.question),
            tuple(zip(one.choices, one.choices_en or one.choices, strict=True)),
            LETTERS.index(one.right),
            (one.why, one.why_en or one.why),
        )
        for one in quiz or default_quiz()
    )
