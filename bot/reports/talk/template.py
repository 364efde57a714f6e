"""TEMPLAT: a text to copy, fill in and send back in one message."""

from bot.engine.grammar.ballots import spoken
from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button
from bot.engine.words import Word
from bot.filling import choose, home, tell
from bot.filling.cases import Case, cases, stations
from bot.filling.pages import FIGURES, LAST, Page
from models.rules.access import Who
from models.rules.completeness import CLOSING

_LABELS = {"valid": "Sah", "invalid": "Tidak sah", "total": "Total"}


def start(turn: Turn, rest: str) -> Step:
    """TEMPLAT DPR, a button, or the choice of a ballot."""
    found = list(cases(turn))
    if not found:
        return home.answer(turn)
    if turn.pressed:
        found = [case for case in found if case.key == turn.pressed]
    named, behind = spoken(rest, turn.facts.election.ballots if turn.facts.election else ())
    if named is not None:
        found = [case for case in found if case.ballot.ballot == named.ballot]
    case = choose.one(turn, found, rest)
    if case is not None:
        lead = turn.reply("template.lead", ballot=tell.ballot(case.ballot))
        party = "".join(filter(str.isdigit, behind)) if named else ""
        return turn.stay(lead, turn.reply("template.text", text=template(case, party)))
    shown = [c for c in found if c.station.id == turn.data.get("station")] or found
    several = len(stations(turn.facts)) > 1
    buttons = [
        button(
            f"templat:{c.key}",
            "button.ballot_at" if several else "button.ballot",
            ballot=tell.ballot(c.ballot),
            station=tell.station(c.station),
        )
        for c in shown[:10]
    ]
    return turn.stay(turn.reply("template.which", *buttons))


def template(case: Case, party: str = "") -> str:
    """Every field of the ballot with "=" behind it; the grammar reads it back (round trip).

    With `party` that party's page alone, where it has one.
    """
    chosen = [page for page in case.pages if page.name == party] or case.pages
    head = f"{case.ballot.name.upper()} TPS {case.station.facts.number:02d}"
    lines = [head]
    for page in chosen:
        if page.name != FIGURES:
            lines.extend(_page(case, page))
    return "\n".join(lines)


def _page(case: Case, page: Page) -> list[str]:
    if page.party is not None:
        party = tell.by_code(case.contest, page.party)
        lines = ["", f"{page.party} {party.short or party.name}"]
        for name in page.fields[:-1]:
            number = name.partition(".")[2]
            lines.append("Suara partai =" if number == "0" else f"{number} =")
        return [*lines, "Jumlah ="]
    lines = [""] if page.name == LAST or len(case.pages) > 1 else []
    for name in page.fields:
        if name in CLOSING:
            lines.append(f"{_LABELS[name]} =")
        else:
            choice = tell.by_code(case.contest, name)
            lines.append(f"{name} {choice.short or choice.name} =")
    return lines


SPEC = Spec("template", who=Who.KNOWN, words={Word.TEMPLAT: start})
