"""Parties and candidates of 2024 for the districts of a pack."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.packs.areas import ROOT
from models.packs.build.tables import Tables
from models.packs.build.written_names import party_name
from models.values import Ballot

_LISTS = {
    Ballot.DPR: "parties/caleg_2024_dpr.csv.gz",
    Ballot.DPRD_PROV: "parties/caleg_2024_dprd_prov.csv.gz",
    Ballot.DPRD_KAB: "parties/caleg_2024_dprd_kabkota.csv.gz",
}
_PAIRS = {1: "Anies-Muhaimin", 2: "Prabowo-Gibran", 3: "Ganjar-Mahfud"}
"""How the pairs of 2024 are called."""
_ACEH = "11"
_CALLED: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("nicknames.toml").read_text("utf-8")
)


def party_list(tables: Tables) -> Iterator[tuple[object, ...]]:
    """Rows of parties.csv; the six local parties stand in Aceh alone."""
    for party in tables.json("parties/partai_2024.json"):
        local = _ACEH if "Aceh" in party["lingkup"] else ""
        number, short, name = party["nomor_urut"], party["singkatan"], party_name(party["nama"])
        yield number, short, name, local, _called("parties", number)


def candidate_rows(tables: Tables, keys: set[tuple[str, str]]) -> Iterator[tuple[object, ...]]:
    """Rows of candidates.csv for these districts: names as on KPU's final list (DCT)."""
    pairs: list[dict[str, Any]] = tables.json("parties/paslon_presiden_2024.json")
    for pair in pairs:
        number = pair["nomor_urut"]
        called = _PAIRS[number], _called("pairs", number)
        yield Ballot.PPWP.value, ROOT, "", number, pair["nama"], "", *called
    for row in tables.rows("parties/calon_dpd_2024.csv.gz"):
        if (Ballot.DPD.value, row["kode_prov"]) in keys:
            yield Ballot.DPD.value, row["kode_prov"], "", row["no"], row["nama"], row["jk"], "", ""
    for ballot, name in _LISTS.items():
        for row in tables.rows(name):
            if (ballot.value, row["kode_dapil"]) in keys:
                district, party = row["kode_dapil"], row["partai"]
                yield ballot.value, district, party, row["no"], row["nama"], row["jk"], "", ""


def _called(kind: str, number: int) -> str:
    """Nicknames, divided as a pack divides them."""
    return "|".join(_CALLED[kind].get(str(number), ()))
