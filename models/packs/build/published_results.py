"""Official and published figures of 2024 for the areas of a pack, and registers read from them."""

from collections.abc import Iterator, Mapping

from models.packs.areas import ROOT
from models.packs.build.areas import Place
from models.packs.build.tables import Tables
from models.packs.build.written_names import plain
from models.packs.official_results import joined
from models.values import Ballot

VOTER_CAP = 300
_SIREKAP = "Sirekap KPU, PPWP per TPS, 20 March 2024"
_FINAL = "KPU, recapitulation 2024"
_FIGURES = {"dpt": "dpt", "g_dpt": "pengguna_dpt", "g_dptb": "pengguna_dptb"}
_FIGURES |= {"g_dpk": "pengguna_dpk", "g_tot": "pengguna_total"}


def station_files(tables: Tables) -> list[str]:
    """The files of per-station figures of the president's ballot, each the latest of its kind."""
    names = tables.names("open/sirekap2024_ppwp_*.csv.gz")
    return [name for name in names if not name.endswith("-20240220.csv.gz")]


def registers(tables: Tables, places: Mapping[str, Place]) -> dict[str, int]:
    """Registered voters (DPT) by station where the published figure can be true.

    KPU's app read them from photos and errs up to 232,120: taken are figures up to the cap whose
    men and women add up and of whom no more voted than were registered.
    """
    found: dict[str, int] = {}
    for row in _stations(tables, places):
        if not row["dpt_j"]:
            continue
        voters, men, women = int(row["dpt_j"]), int(row["dpt_l"] or 0), int(row["dpt_p"] or 0)
        came = int(row["g_dpt_j"] or 0)
        if 0 < voters <= VOTER_CAP and men + women == voters and came <= voters:
            found[row["kode"]] = voters
    return found


def result_rows(tables: Tables, places: Mapping[str, Place]) -> Iterator[tuple[object, ...]]:
    """Rows of official_results.csv: the nation, provinces, then single stations."""
    yield from _nation(tables)
    yield from _provinces(tables, places)
    for row in _stations(tables, places):
        if row["p1"] or row["p2"] or row["p3"]:
            yield _station(row)


def _stations(tables: Tables, places: Mapping[str, Place]) -> Iterator[dict[str, str]]:
    provinces = {code[:2] for code in places}
    for name in station_files(tables):
        if name.partition("ppwp_")[2][:2] not in provinces:
            continue
        for row in tables.rows(name):
            if row["kode"][:-3] in places:
                yield row


def _station(row: Mapping[str, str]) -> tuple[object, ...]:
    votes = {str(n): row[f"p{n}"] for n in (1, 2, 3) if row[f"p{n}"]}
    figures = {
        f"{name}_{column}": row[f"{field}_{column}"]
        for field, name in _FIGURES.items()
        for column in ("l", "p", "j")
        if row[f"{field}_{column}"]
    }
    sums = row["sah"], row["tidak_sah"], row["total"]
    head = Ballot.PPWP.value, ROOT, "tps", row["kode"], "sirekap-2024-03-20", _SIREKAP
    return *head, *sums, joined(votes), joined(figures)


def _nation(tables: Tables) -> Iterator[tuple[object, ...]]:
    pairs = tables.json("parties/paslon_presiden_2024.json")
    votes = {str(pair["nomor_urut"]): pair["suara_resmi"] for pair in pairs}
    yield _total("nasional", ROOT, votes)


def _provinces(tables: Tables, places: Mapping[str, Place]) -> Iterator[tuple[object, ...]]:
    names = {plain(place.raw_name): code for code, place in places.items() if len(code) == 2}
    for row in tables.rows("results/pilpres2024_provinsi_resmi.csv"):
        code = names.get(plain(row["provinsi"]))
        if code and row["resmi_01"]:
            votes = {str(n): int(row[f"resmi_0{n}"]) for n in (1, 2, 3)}
            yield _total("provinsi", code, votes)


def _total(level: str, code: str, votes: Mapping[str, int]) -> tuple[object, ...]:
    valid = sum(votes.values())
    head = Ballot.PPWP.value, ROOT, level, code, "kpu-360-2024", _FINAL
    return *head, valid, "", "", joined(votes), ""
