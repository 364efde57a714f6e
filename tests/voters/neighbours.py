"""The two voters whom conversations may ask about, answered from memory as the runner answers."""

from bot.engine.messages import Named, Outcome
from bot.voters.talk.effects import FindVoter

PEOPLE = ("neng", "neng suryani", "0012")
PLACE = {
    "number": "12",
    "place": "Balai RW 03",
    "lat": -6.9,
    "lon": 106.93,
    "kelurahan": "Cisarua",
    "kelurahan_word": "Kel.",
    "kecamatan": "Cikole",
    "kecamatan_word": "Kec.",
    "opens": "07.00",
    "closes": "13.00",
    "zone": "WIB",
    "status": "dpt",
}


def look_up(effect: FindVoter) -> Outcome:
    """Neng Suryani is known, whatever her NIK; "asep" moved in; everybody else is not."""
    told = effect.fact.strip().lower()
    if told in PEOPLE:
        return Named("voter_found", {**PLACE, "wait": 0.0, "silent": False})
    if told == "asep":
        moved = {**PLACE, "status": "dptb", "place": "", "lat": None, "lon": None}
        return Named("voter_found", {**moved, "wait": 0.0, "silent": False})
    return Named("voter_not_found", {"wait": 4.0, "silent": told == "diam"})
