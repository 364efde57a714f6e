"""What the work around volunteers brings back in conversations of tests, from memory."""

from typing import Any

from bot.engine import witness_effects as w
from bot.engine.messages import Outcome

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
        case w.NoteApplicant(phone, _):
            return Outcome("applicant_noted", PHONES.get(phone, {"status": "free", "name": ""}))
        case w.FindKelurahan(text):
            areas = [one for one in PLACES if text.split(",")[0].lower() in one["title"].lower()]
            return Outcome("kelurahan_found", {"areas": areas, "more": text == "suka"})
        case w.Apply():
            return Outcome("applied", {"receipt": "R-7QKD"})
        case w.ListApplicants(since):
            rows = APPLICANTS[: 1 if since == "one" else 0 if since == "none" else 2]
            told = {"count": 24 if since == "many" else len(rows), "rows": rows}
            return Outcome("applicants", {**told, "news": bool(since)})
        case w.KeepTraining(kind, score, out_of, passed, wrong):
            done = {"kind": kind, "score": score, "out_of": out_of, "passed": passed}
            both = {"quiz": True, "practice": kind == "practice"}
            return Outcome("training_kept", {**done, "wrong": list(wrong), **both})
        case w.DecideApplicant(receipt, accepted, _):
            told = {"receipt": receipt, "name": "Budi Santoso", "accepted": accepted}
            return Outcome("applicant_decided", {**told, "already": receipt == "R-9VWX"})
        case _:
            return None
