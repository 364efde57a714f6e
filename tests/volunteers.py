"""What the work around volunteers brings back in conversations of tests, from memory."""

from typing import Any

from bot.engine.messages import Named, Outcome
from bot.engine.outcomes import AreaWhich, NamedArea
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
from bot.recruiting.talk.effects import (
    Apply,
    DecideApplicant,
    FindKelurahan,
    KeepTraining,
    ListApplicants,
    NoteApplicant,
)

PLACES: list[dict[str, Any]] = [
    {"id": 41, "title": "Kel. Sukamaju", "above": "Contoh, Kota Contoh"},
    {"id": 42, "title": "Kel. Sukamaju", "above": "Mawar, Kabupaten Melati"},
    {"id": 43, "title": "Kel. Mekarsari", "above": "Contoh, Kota Contoh"},
]
APPLICANTS: list[dict[str, Any]] = [
    {
        "receipt": "R-7QKD",
        "name": "Budi Santoso",
        "kelurahan": "Sukamaju",
        "experience": "saksi 2019",
        "former": "",
    },
    {
        "receipt": "R-8RTM",
        "name": "Sri Lestari",
        "kelurahan": "Mekarsari",
        "experience": "belum pernah",
        "former": "",
    },
]
PHONES = {
    "+62811000007": {"status": "known", "name": "Bu Siti"},
    "+62811000008": {"status": "waiting", "receipt": "R-8RTM", "name": ""},
}


def perform(effect: object) -> Outcome | None:
    """The outcome of an effect of volunteers; None for every other one."""
    match effect:
        case NoteApplicant(phone, _):
            return Named("applicant_noted", PHONES.get(phone, {"status": "free", "name": ""}))
        case FindKelurahan(text):
            areas = [one for one in PLACES if text.split(",")[0].lower() in one["title"].lower()]
            return Named("kelurahan_found", {"areas": areas, "more": text == "suka"})
        case Apply():
            return Named("applied", {"receipt": "R-7QKD"})
        case ListApplicants(since):
            rows = APPLICANTS[: 1 if since == "one" else 0 if since == "none" else 2]
            told = {"count": 24 if since == "many" else len(rows), "rows": rows}
            return Named("applicants", {**told, "news": bool(since)})
        case KeepTraining(kind, score, out_of, passed, wrong):
            done = {"kind": kind, "score": score, "out_of": out_of, "passed": passed}
            both = {"quiz": True, "practice": kind == "practice"}
            return Named("training_kept", {**done, "wrong": list(wrong), **both})
        case AssignWitness(who, place, _, reserve):
            return _assigned(who, place, reserve)
        case ListReserves(text):
            rows = [] if text else [{"name": "Pak Joko", "kelurahan": "Sukamaju"}]
            return Named("reserves", {"rows": rows, "more": bool(rows)})
        case FindSwap(text):
            return _swap(text)
        case SwapWitness():
            return Named("swapped", PLACE)
        case AskSwap(_, reason):
            return Named("swap_asked", {"receipt": "T-7QKD", "again": reason == "sakit lagi"})
        case DeclineSwap():
            return Named("swap_declined")
        case AskCoverage(place, code):
            return _coverage(place, code)
        case MakeLetters():
            letter = {"path": "letters/1/7.pdf", "file": "surat-mandat-0007.pdf", **PLACE}
            return Named("letters", {"rows": [{**letter, "letter": "0007/SM/PDIP/II/2024"}]})
        case DecideApplicant(receipt, accepted, _):
            told = {"receipt": receipt, "name": "Budi Santoso", "accepted": accepted}
            return Named("applicant_decided", {**told, "already": receipt == "R-9VWX"})
        case _:
            return None


PLACE = {"number": 7, "kelurahan": "Sukamaju"}


def _assigned(who: str, place: str, reserve: bool) -> Outcome:
    """R-FULL finds the station full, R-NONE is nobody; "TPS 7" alone is two stations."""
    if reserve:
        told = {"name": "Budi Santoso", "kelurahan": "Kel. Sukamaju"}
        return Named("reserved", {**told, "again": False})
    if who in ("R-FULL", "R-NONE", "R-WHOM"):
        names = {"names": ["Bu Siti", "Pak Joko"], **PLACE}
        codes = {"R-FULL": "station_full", "R-NONE": "not_found", "R-WHOM": "bad_input"}
        return Named("assign_refused", {"code": codes[who], **names})
    if place.lower() == "tps 7":
        other = {"id": 8, "number": 7, "kelurahan": "Mekarsari"}
        return Named("assign_places", {"stations": [{"id": 7, **PLACE}, other]})
    return Named("assigned", {"name": "Budi Santoso", **PLACE, "again": who == "R-SAME"})


def _swap(text: str) -> Outcome:
    """TPS 9 has nobody, TPS 8 nobody who could come, TPS 6 is not there."""
    if "6" in text:
        return Named("swap_refused", {"code": "not_found"})
    witnesses = [{"mandate": 1, "name": "Bu Siti", "participant": "PDI Perjuangan"}]
    if not text.startswith("T-"):
        witnesses.append({"mandate": 2, "name": "Pak Joko", "participant": "PDI Perjuangan"})
    free = {"person": 9, "name": "Budi Santoso", "kelurahan": "Sukamaju", "reserve": True}
    other = {"person": 10, "name": "Sri Lestari", "kelurahan": "Mekarsari", "reserve": False}
    return Named(
        "swap_found",
        {
            **PLACE,
            "reason": "sakit" if text.startswith("T-") else "",
            "witnesses": [] if "9" in text else witnesses,
            "candidates": [] if "8" in text else [free, other],
        },
    )


def _coverage(place: str, code: str) -> Outcome:
    """Sukamaju has stations below it, Contoh kelurahan, "suka" is two areas."""
    if place == "suka" and not code:
        choices = (NamedArea("31", "Kec. Sukarasa"), NamedArea("41", "Sukamaju"))
        return AreaWhich("cakupan", choices)
    part = {"one": 1, "two": 1, "trained": 2, "mandated": 1, "witnesses": 3, "reserves": 1}
    none = [3, 0, 5] if not code else [1, 0, 0]
    rows = [
        {"code": f"{n}", "name": name, "stations": n + 2, "none": n, **part, "applicants": n}
        for n, name in zip(none, ("Sukamaju", "Mekarsari", "Cisarua"), strict=True)
    ]
    whole = {key: sum(int(str(row[key])) for row in rows) for key in rows[0] if key != "name"}
    total = {**whole, "code": "31", "name": "Kecamatan Contoh"}
    return Named("coverage_told", {"total": total, "rows": rows, "stations": bool(code)})
