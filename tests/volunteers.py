"""What the work around volunteers brings back in conversations of tests, from memory."""

from dataclasses import fields, replace

from bot.engine.messages import Outcome
from bot.engine.outcomes import AreaWhich, FoundStation, NamedArea
from bot.mandates.talk.effects import (
    AskCoverage,
    AskSwap,
    AssignWitness,
    DeclineSwap,
    FindSwap,
    ListReserves,
    MakeLetters,
    SwapWitness,
)
from bot.mandates.talk.outcomes import (
    Assigned,
    AssignPlaces,
    AssignRefused,
    Coming,
    CoverageTold,
    Covered,
    InReserve,
    Leaving,
    Letters,
    MadeLetter,
    Reserved,
    Reserves,
    SwapAsked,
    SwapDeclined,
    SwapFound,
    Swapped,
    SwapRefused,
)
from bot.recruiting.talk.effects import (
    Apply,
    DecideApplicant,
    FindKelurahan,
    KeepTraining,
    ListApplicants,
    NoteApplicant,
)
from bot.recruiting.talk.outcomes import (
    ApplicantDecided,
    ApplicantNoted,
    Applicants,
    Applied,
    Applying,
    FoundKelurahan,
    KelurahanFound,
    TrainingKept,
)

PLACES = (
    FoundKelurahan(41, "Kel. Sukamaju", "Contoh, Kota Contoh"),
    FoundKelurahan(42, "Kel. Sukamaju", "Mawar, Kabupaten Melati"),
    FoundKelurahan(43, "Kel. Mekarsari", "Contoh, Kota Contoh"),
)
APPLICANTS = (
    Applying(receipt="R-7QKD", name="Budi Santoso", kelurahan="Sukamaju", experience="saksi 2019"),
    Applying(
        receipt="R-8RTM", name="Sri Lestari", kelurahan="Mekarsari", experience="belum pernah"
    ),
)
PHONES = {
    "+62811000007": ApplicantNoted("known", "Bu Siti"),
    "+62811000008": ApplicantNoted("waiting", receipt="R-8RTM"),
}


def perform(effect: object) -> Outcome | None:
    """The outcome of an effect of volunteers; None for every other one."""
    match effect:
        case NoteApplicant(phone, _):
            return PHONES.get(phone, ApplicantNoted("free"))
        case FindKelurahan(text):
            fit = (one for one in PLACES if text.split(",")[0].lower() in one.title.lower())
            return KelurahanFound(tuple(fit), text == "suka")
        case Apply():
            return Applied("R-7QKD")
        case ListApplicants(since):
            rows = APPLICANTS[: 1 if since == "one" else 0 if since == "none" else 2]
            return Applicants(24 if since == "many" else len(rows), rows, bool(since))
        case KeepTraining(kind, score, out_of, passed, wrong):
            return TrainingKept(
                kind=kind,
                score=score,
                out_of=out_of,
                passed=passed,
                wrong=wrong,
                quiz=True,
                practice=kind == "practice",
            )
        case DecideApplicant(receipt, accepted, _):
            already = receipt == "R-9VWX"
            return ApplicantDecided(
                receipt=receipt, name="Budi Santoso", accepted=accepted, already=already
            )
        case _:
            return _of_stations(effect)


def _of_stations(effect: object) -> Outcome | None:
    match effect:
        case AssignWitness(who, place, _, reserve):
            return _assigned(who, place, reserve)
        case ListReserves(text):
            rows = () if text else (InReserve("Pak Joko", "Sukamaju"),)
            return Reserves(rows, bool(rows))
        case FindSwap(text):
            return _swap(text)
        case SwapWitness():
            return Swapped(7, "Sukamaju")
        case AskSwap(_, reason):
            return SwapAsked("T-7QKD", reason == "sakit lagi")
        case DeclineSwap():
            return SwapDeclined()
        case AskCoverage(place, code):
            return _coverage(place, code)
        case MakeLetters():
            letter = MadeLetter(
                path="letters/1/7.pdf",
                file="surat-mandat-0007.pdf",
                letter="0007/SM/PDIP/II/2024",
                number=7,
                kelurahan="Sukamaju",
            )
            return Letters((letter,))
        case _:
            return None


def _assigned(who: str, place: str, reserve: bool) -> Outcome:
    """R-FULL finds the station full, R-NONE is nobody; "TPS 7" alone is two stations."""
    if reserve:
        return Reserved(name="Budi Santoso", kelurahan="Kel. Sukamaju")
    codes = {"R-FULL": "station_full", "R-NONE": "not_found", "R-WHOM": "bad_input"}
    if who in codes:
        names = ("Bu Siti", "Pak Joko")
        return AssignRefused(code=codes[who], number=7, kelurahan="Sukamaju", names=names)
    if place.lower() == "tps 7":
        return AssignPlaces((FoundStation(7, 7, "Sukamaju"), FoundStation(8, 7, "Mekarsari")))
    return Assigned(name="Budi Santoso", number=7, kelurahan="Sukamaju", again=who == "R-SAME")


def _swap(text: str) -> Outcome:
    """TPS 9 has nobody, TPS 8 nobody who could come, TPS 6 is not there."""
    if "6" in text:
        return SwapRefused("not_found")
    asked = text.startswith("T-")
    siti, joko = (Leaving(1, "Bu Siti", "PDI Perjuangan"), Leaving(2, "Pak Joko", "PDI Perjuangan"))
    free = Coming(9, "Budi Santoso", "Sukamaju", True)
    other = Coming(10, "Sri Lestari", "Mekarsari", False)
    return SwapFound(
        number=7,
        kelurahan="Sukamaju",
        reason="sakit" if asked else "",
        witnesses=() if "9" in text else (siti,) if asked else (siti, joko),
        candidates=() if "8" in text else (free, other),
    )


def _coverage(place: str, code: str) -> Outcome:
    """Sukamaju has stations below it, Contoh kelurahan, "suka" is two areas."""
    if place == "suka" and not code:
        choices = (NamedArea("31", "Kec. Sukarasa"), NamedArea("41", "Sukamaju"))
        return AreaWhich("cakupan", choices)
    none = (3, 0, 5) if not code else (1, 0, 0)
    names = ("Sukamaju", "Mekarsari", "Cisarua")
    rows = tuple(_covered(name, n) for n, name in zip(none, names, strict=True))
    counts = [one.name for one in fields(Covered) if one.name not in ("code", "name")]
    whole = {name: sum(getattr(row, name) for row in rows) for name in counts}
    total = replace(rows[0], code="31", name="Kecamatan Contoh", **whole)
    return CoverageTold(total, rows, bool(code))


def _covered(name: str, none: int) -> Covered:
    return Covered(
        code=f"{none}",
        name=name,
        stations=none + 2,
        none=none,
        one=1,
        two=1,
        trained=2,
        mandated=1,
        witnesses=3,
        reserves=1,
        applicants=none,
    )
