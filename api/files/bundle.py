"""A bundle of evidence material (bahan bukti) of a station: paper and witnesses prove, it helps.

Numbered P-1, P-2 ...; checkable with nothing but sha256sum and this description.
"""

import csv
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from api.files.texts import plain, told
from api.http.streams import NOTE
from models.stores.audit.evidence import Backing

HOURS_TO_FILE = 72
"""Disputes on results: 3 x 24 hours after the announcement (UU 7/2017 art. 474 (2))."""


@dataclass(frozen=True, slots=True)
class Made:
    """When a bundle is made (aware), by and for whom; when the result was announced, if it was."""

    at: datetime
    by: str = ""
    whom: str = ""
    announced: datetime | None = None


async def bundle(
    station: dict[str, object],
    backing: Backing,
    read: Callable[[str], Awaitable[bytes]],
    made: Made,
) -> bytes:
    """The ZIP's bytes. `read` gives a stored photo by its path; a missing one is told inside."""
    parts: list[tuple[str, str, bytes]] = [
        ("perbandingan.csv", told("evidence.comparison"), _table(station, backing)),
        ("laporan.json", told("evidence.reports"), _json(station)),
        ("pesan.json", told("evidence.messages"), _json(backing.messages)),
        (
            "catatan-audit.json",
            told("evidence.audit"),
            _json({"entries": backing.entries, "blocks": backing.blocks}),
        ),
        ("rekap-kecamatan.json", told("evidence.meeting"), _json(backing.meeting)),
        ("salinan-kertas.json", told("evidence.paper"), _json(backing.paper)),
        ("pembacaan-foto.json", told("evidence.readings"), _json(backing.photos)),
    ]
    missing = []
    for photo in backing.photos:
        suffix = photo["path"].rpartition(".")[2]
        try:
            data = await read(photo["path"])
        except FileNotFoundError:
            missing.append(photo["sha256"])
            continue
        parts.append(
            (
                f"foto-{photo['sha256'][:16]}.{suffix}",
                told("evidence.photo", number=photo["id"]),
                data,
            )
        )
    files = [(f"P-{n}-{name}", said, data) for n, (name, said, data) in enumerate(parts, 1)]
    index = _index(station, backing, files, missing, made).encode()
    return _zipped([("DAFTAR-BUKTI.txt", index), *((name, data) for name, _, data in files)])


def _zipped(files: list[tuple[str, bytes]]) -> bytes:
    """The files in a ZIP, with the list of their sums as the last one."""
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in files)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
        archive.writestr("SHA256SUMS", sums)
    return file.getvalue()


def _index(
    station: dict[str, Any],
    backing: Backing,
    files: list[tuple[str, str, bytes]],
    missing: list[str],
    made: Made,
) -> str:
    place = ", ".join(area["name"] for area in reversed(station["areas"]))
    lines = [
        told("evidence.head", station=station["name"], code=station["code"], place=place),
        told(
            "evidence.made",
            election=station["election"],
            at=f"{made.at:%d-%m-%Y %H.%M} {made.at.tzname()}",
            by=made.by or "-",
            whom=made.whom or "-",
        ),
        f"{NOTE}. {_coverage(station)}",
        told("evidence.proof"),
        *_holds(backing),
        "",
        *(f"{name}: {said}" for name, said, _ in files),
        *(told("evidence.no_photo", digest=digest) for digest in missing),
        "",
        _deadline(made.at, made.announced),
        "",
        plain("evidence.verify") + "\n",
    ]
    return "\n".join(lines)


def _coverage(station: dict[str, Any]) -> str:
    """How much of the station is reported, and how far it is confirmed."""
    ballots = station["ballots"]
    states = [ballot["state"] for ballot in ballots]
    reported = sum(state is not None for state in states)
    confirmed, disputed = states.count("confirmed"), states.count("disputed")
    return told(
        "evidence.coverage",
        reported=reported,
        ballots=len(ballots),
        confirmed=confirmed,
        disputed=disputed,
    )


def _holds(backing: Backing) -> Iterator[str]:
    """Whether a legal hold keeps this material from deletion, and whose it is."""
    if not backing.holds:
        yield told("evidence.no_hold")
    for hold in backing.holds:
        since, by, reason = hold["put_at"], hold["put_by"], hold["reason"]
        yield told("evidence.hold", number=hold["id"], since=since, by=by, reason=reason)


def _deadline(made_at: datetime, announced: datetime | None) -> str:
    if announced is None:
        return told("evidence.deadline", hours=HOURS_TO_FILE)
    until = announced + timedelta(hours=HOURS_TO_FILE)
    left = until - made_at
    hours = max(0, int(left.total_seconds() // 3600))
    when = f"{until:%d-%m-%Y %H.%M} {until.tzname() or ''}".strip()
    return told("evidence.deadline_at", until=when, days=hours // 24, hours=hours % 24)


def _table(station: dict[str, object], backing: Backing) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["surat_suara", "isian", "pihak", "angka", "selisih_dari_hitungan_kami"])
    writer.writerows(_lines(station, backing))
    return text.getvalue().encode()


def _lines(station: dict[str, Any], backing: Backing) -> Iterator[list[object]]:
    """Each side's number of each field, and its difference to the report that counts."""
    for ballot in station["ballots"]:
        reports = [one for one in ballot["reports"] if one["withdrawn_at"] is None]
        counted = next((one for one in reports if one["counts"]), None)
        ours = _named(counted) if counted else {}
        sides = [
            (told("evidence.side_report", receipt=one["receipt"], person=one["person"]), one)
            for one in reports
        ]
        sides += [
            (f"{one['source']} {one['version']} {one['basis']}".strip(), one)
            for one in backing.published
            if (one["ballot"], one["district"]) == (ballot["ballot"], ballot["contest"])
        ]
        named = [(side, _named(said)) for side, said in sides]
        named += [
            (
                told("evidence.side_meeting", person=one["person_id"], number=one["number"]),
                one["figures"],
            )
            for one in backing.meeting
            if (one["ballot"], one["district"]) == (ballot["ballot"], ballot["contest"])
        ]
        for side, said in named:
            for field, value in said.items():
                difference = value - ours[field] if field in ours else ""
                yield [ballot["ballot"], field, side, value, difference]


def _named(said: dict[str, Any]) -> dict[str, int]:
    sums = {name: said[name] for name in ("valid", "invalid", "total") if said[name] is not None}
    return {**said["votes"], **sums}


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
