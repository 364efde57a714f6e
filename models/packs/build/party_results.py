"""Published figures of the party ballots of 2024: the nation's, districts', single stations'."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from models.packs.areas import ROOT
from models.packs.build.areas import Place
from models.packs.build.tables import Tables
from models.packs.official_results import joined
from models.values import Ballot

_FIRST, _FINAL = "kpu-360-2024", "kpu-1050-2024"
_KPU = "KPU, recapitulation 2024"
_AFTER = "KPU 1050/2024, after the Constitutional Court"
_SIREKAP = "Sirekap KPU, DPRD provinsi per TPS, 2024"


def party_rows(
    tables: Tables, places: Mapping[str, Place], areas: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[object, ...]]:
    """Rows of official_results.csv; `areas` are the rows of district_areas.csv."""
    listed = list(areas)
    yield from _nation(tables)
    yield from _districts(tables, {code for ballot, code, _ in listed if ballot == Ballot.DPR})
    provincial = {area: code for ballot, code, area in listed if ballot == Ballot.DPRD_PROV}
    yield from _stations(tables, places, provincial)


def _nation(tables: Tables) -> Iterator[tuple[object, ...]]:
    """The DPR's votes by party, which the threshold is measured against, in both versions."""
    parties = tables.json("results/dpr2024_nasional.json")["partai"]
    for version, source, column in ((_FIRST, _KPU, "suara_360"), (_FINAL, _AFTER, "suara_final")):
        votes = {str(party["no"]): party[column] for party in parties}
        yield _row(Ballot.DPR, "", "nasional", ROOT, version, source, votes)


def _districts(tables: Tables, codes: set[str]) -> Iterator[tuple[object, ...]]:
    """Votes of the DPR's parties and candidates by district; a party's sum is first."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in tables.rows("open/dpr2024_suara_caleg_kpu360.csv.gz"):
        if row["kode_dapil"] in codes:
            party, number = row["partai"], row["no"] or "0"
            found[row["kode_dapil"]][party][f"{party}.{number}"] = int(row["suara"])
    for code, parties in sorted(found.items()):
        votes: dict[str, int] = {}
        for party, detail in parties.items():
            votes |= {party: sum(detail.values()), **detail}
        yield _row(Ballot.DPR, code, "dapil", code, _FIRST, _KPU, votes)


def _stations(
    tables: Tables, places: Mapping[str, Place], districts: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    """Party sums of the DPRD provinsi per station, where the collection has them."""
    for name in tables.names("open/sirekap2024_dprdprov_*.csv.gz"):
        for row in tables.rows(name):
            code = row.pop("kode")
            district = next((districts[code[:n]] for n in (4, 6) if code[:n] in districts), "")
            if not district or code[:-3] not in places:
                continue
            votes = {party: int(number) for party, number in row.items() if number.isdecimal()}
            yield _row(Ballot.DPRD_PROV, district, "tps", code, "sirekap-2024", _SIREKAP, votes)


def _row(
    ballot: Ballot,
    district: str,
    level: str,
    area: str,
    version: str,
    source: str,
    votes: Mapping[str, int],
) -> tuple[object, ...]:
    valid = sum(number for code, number in votes.items() if "." not in code)
    head = ballot.value, district, level, area, version, source
    return *head, valid if level != "tps" else "", "", "", joined(votes), ""
