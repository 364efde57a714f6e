"""Draws docs/images/digest.png: a digest's chart from what the sample has of Kemantren Umbulharjo.

`python -m tests.digests.picture`. The sample holds 146 of its 220 stations, as Sirekap showed them
on 20 March 2024: so the strip of coverage is not full.
"""

import csv
from datetime import UTC, datetime
from pathlib import Path

from bot.base.area_charts import picture
from bot.base.counts import AreaCount, Share

PACK = Path(__file__).parents[2] / "packs" / "yogyakarta-2024"
IMAGE = Path(__file__).parents[2] / "docs" / "images" / "digest.png"
KECAMATAN = "347113"


def main() -> None:
    """Add up the sample's stations and draw them."""
    votes: dict[str, int] = {}
    reported = 0
    for row in _rows("official_results.csv"):
        if row["ballot"] == "ppwp" and row["level"] == "tps" and row["area"].startswith(KECAMATAN):
            reported += 1
            for pair in row["votes"].split():
                code, _, number = pair.partition("=")
                votes[code] = votes.get(code, 0) + int(number)
    pairs = [row for row in _rows("candidates.csv") if row["ballot"] == "ppwp"]
    names = {row["number"]: row["short"] for row in pairs}
    stations = sum(row["kelurahan"].startswith(KECAMATAN) for row in _rows("stations.csv"))
    whole = sum(votes.values())
    ranked = sorted(votes.items(), key=lambda item: -item[1])
    count = AreaCount(
        area="Kemantren Umbulharjo, Kota Yogyakarta",
        code=KECAMATAN,
        zone="Asia/Jakarta",
        ballot="ppwp",
        stations=stations,
        reported=reported,
        rows=tuple(Share(code, names[code], number, number / whole) for code, number in ranked),
    )
    at = datetime(2024, 2, 14, 14, 15, tzinfo=UTC)
    IMAGE.write_bytes(picture(count, at, "Presiden", "id"))
    print(f"{IMAGE}: {reported} of {stations} stations, {votes}")


def _rows(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
