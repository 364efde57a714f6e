"""Our C of the made-up kecamatan's stations, for conversations about its recap; no database."""

from bot.engine.messages import Outcome
from bot.recap_meeting.talk.effects import NoteRecap
from bot.recap_meeting.talk.outcomes import Differing, RecapNoted
from models.rules.meeting import beside

OURS = {
    (71, 11): {"1": 102, "2": 87, "3": 3, "valid": 192, "invalid": 3, "total": 195},
    (72, 11): {"1": 120, "2": 80, "3": 5, "valid": 205, "invalid": 3, "total": 208},
    (71, 22): {"1": 30, "1.0": 10, "1.1": 15, "1.2": 5, "2": 20, "3": 7, "valid": 57},
}


def noted(effect: NoteRecap) -> Outcome:
    """What the runner says of it, from OURS."""
    differs: list[Differing] = []
    compared = 0
    for station, contest, numbers in effect.rows:
        if (station, contest) not in OURS:
            continue
        found, compared = beside(OURS[station, contest], numbers), compared + 1
        if found.fields:
            differs.append(Differing(station, contest, found.fields, found.moved))
    alone = len(effect.rows) - compared
    return RecapNoted(compared, alone, tuple(differs))
