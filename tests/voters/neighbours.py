"""The two voters whom conversations may ask about, answered from memory as the runner answers."""

from dataclasses import replace

from bot.engine.messages import Outcome
from bot.voters.talk.effects import FindVoter
from bot.voters.talk.outcomes import VoterFound, VoterNotFound, VotingPlace

PEOPLE = ("neng", "neng suryani", "0012")
PLACE = VotingPlace(
    number="12",
    place="Balai RW 03",
    lat=-6.9,
    lon=106.93,
    kelurahan="Cisarua",
    kelurahan_word="Kel.",
    kecamatan="Cikole",
    kecamatan_word="Kec.",
    opens="07.00",
    closes="13.00",
    zone="WIB",
    status="dpt",
)


def look_up(effect: FindVoter) -> Outcome:
    """Neng Suryani is known, whatever her NIK; "asep" moved in; everybody else is not."""
    told = effect.fact.strip().lower()
    if told in PEOPLE:
        return VoterFound(PLACE)
    if told == "asep":
        moved = replace(PLACE, status="dptb", place="", lat=None, lon=None)
        return VoterFound(moved)
    return VoterNotFound(wait=4.0, silent=told == "diam")
