"""Past results by area: the answer of a question that the pack marks so (hasil pemilu lalu)."""

from bot.engine.messages import Reply, Shown, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.questions.talk import questions
from bot.questions.talk.outcomes import PastResult, PastResults, PastResultsNone, PastResultsWhich


def told(turn: Turn, outcome: PastResults) -> Step:
    """Each ballot: who got how much, where, of how many stations, published by whom."""
    replies = [_result(turn, one, outcome.election) for one in outcome.results]
    return turn.to("home", *replies)


def _result(turn: Turn, one: PastResult, election: str) -> Reply:
    rows = tuple(
        phrase("past_results.row", name=r.name, votes=r.votes, share=_share(turn, r.share))
        for r in one.rows
    )
    part = one.stations and one.stations < one.all_stations
    stations: dict[str, Shown] = {"stations": one.stations, "all": one.all_stations}
    return turn.reply(
        "past_results.told",
        election=election,
        ballot=one.ballot,
        area=one.area,
        rows=rows,
        others=phrase("past_results.others", count=one.others) if one.others > 0 else "",
        part=phrase("past_results.part", **stations) if part else "",
        above=phrase("past_results.above", asked=one.asked) if one.area != one.asked else "",
        source=one.source,
    )


def _share(turn: Turn, share: float) -> str:
    english = turn.facts.person is not None and turn.facts.person.language == "en"
    return f"{share}" if english else f"{share}".replace(".", ",")


def which(turn: Turn, outcome: PastResultsWhich) -> Step:
    """Several areas are called so."""
    code = outcome.question
    buttons = [
        button(f"tanya:{code}:{one.code}", "questions.title", text=one.title)
        for one in outcome.areas
    ]
    return turn.to("questions", turn.reply("past_results.which", *buttons))


def none(turn: Turn, outcome: PastResultsNone) -> Step:
    """Nothing published is known of that place: the pack's own answer, and how to ask."""
    return questions.general(turn, outcome.question, outcome.place)


SPEC = Spec(
    "past_results",
    hears=(
        on(PastResults, told),
        on(PastResultsWhich, which),
        on(PastResultsNone, none),
    ),
)
