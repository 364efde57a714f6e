"""election.toml and README of a built pack, as text that people go on editing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """How the pack is called; `ballots` that any of its stations gets; `codes` as asked for.

    `regency`: what its kabkota are, "Kota", "Kabupaten" or "Kabupaten/Kota".
    """

    code: str
    name: str
    codes: str
    ballots: set[str]
    regency: str


def election_toml(head: Head) -> str:
    """The settings of the election of 14 February 2024, with a comment where people choose."""
    parts = [_TOP]
    parts += [text for ballot, text in _BALLOTS.items() if ballot in head.ballots]
    parts += [text for phase, text in _PHASES.items() if phase in {*head.ballots, *_ALWAYS}]
    text = "\n".join([*parts, _SOURCES])
    return text.format(code=head.code, name=head.name, kind=head.regency)


_ALWAYS = ("check_in", "photos", "copies")
_TOP = """\
# Pemilu 14 Februari 2024. Made by `saksi packs build`; edit freely; `saksi load` tells changes.
code = "{code}"
name = "{name}"
date = 2024-02-14
timezone = "Asia/Jakarta"  # where areas.csv says nothing else

[station]
voter_cap = 300           # voters per station (PKPU 7/2022; the law allows 500)
reserve_ballots = 0.02    # ballots printed beyond the register, rounded up per station
boxes = 3                 # digits that the form has room for
opens = 07:00:00          # local time of the station
closes = 13:00:00
count_until = 2024-02-15T12:00:00  # Constitutional Court 20/PUU-XVII/2019; local time

[installation]
kind = "peserta"          # penyelenggara | peserta | pemantau
name = ""                 # of the organisation that sends the witnesses

[reports]
detail = "totals"         # of party ballots: totals | own (needs own_party) | full
# own_party = "3"
asks_figures = false      # also ask for the voter figures of the form's first page
# corrections_close = 2024-03-20T23:59:00+07:00

[publication]
not_before = 2024-02-14T15:00:00+07:00   # no quick count before 15:00 WIB
quiet_days = [2024-02-11, 2024-02-12, 2024-02-13]  # masa tenang

# [digests]               # hours and sizes that hold where nothing is said: docs/packs.md
# every_minutes = 15      # in election night; seldom_minutes = 60 for those who want few
# lead_floor = 0.1        # share of stations from which on a new lead is news
"""
_BALLOTS = {
    "ppwp": """\
[[ballots]]
code = "ppwp"
name = "Presiden"
colour = "abu-abu"
aliases = ["pilpres", "capres", "presiden dan wakil presiden", "ppwp", "pemilu presiden"]
kind = "pairs"
form = "c-hasil-ppwp-2024"
copy_form = "c-hasil-salinan-ppwp-2024"
seats = "majority"        # UU 7/2017 art. 416
""",
    "dpr": """\
[[ballots]]
code = "dpr"
name = "DPR RI"
colour = "kuning"
aliases = ["dpr", "dpr pusat", "ri"]
kind = "parties"
form = "c-hasil-dpr-2024"
seats = "sainte-lague"    # art. 415
threshold = 0.04          # art. 414(1)
""",
    "dpd": """\
[[ballots]]
code = "dpd"
name = "DPD"
colour = "merah"
aliases = ["dpd ri"]
kind = "persons"
form = "c-hasil-dpd-2024"
seats = "plurality"
""",
    "dprd_prov": """\
[[ballots]]
code = "dprd_prov"
name = "DPRD Provinsi"
colour = "biru"
aliases = ["dprd prov", "provinsi", "dprd 1", "dprd i", "dpra", "dprp"]
kind = "parties"
local_parties = true      # in Aceh
form = "c-hasil-dprd-prov-2024"
seats = "sainte-lague"    # art. 414(2): no threshold
""",
    "dprd_kab": """\
[[ballots]]
code = "dprd_kab"
name = "DPRD {kind}"
colour = "hijau"
aliases = ["dprd kota", "dprd kab", "dprd kabupaten", "kota", "kabupaten", "dprd 2", "dprk"]
kind = "parties"
local_parties = true
form = "c-hasil-dprd-kab-2024"
seats = "sainte-lague"
""",
}
_PHASES = {
    "check_in": """\
# What should be there by when, in the station's local time: witnesses are reminded before, their
# coordinators hear who is late. These are usual times, not rules; [attendance] sets the minutes.
[[phases]]
code = "check_in"
name = "Hadir"
by = 2024-02-14T07:00:00
""",
    "ppwp": """\
[[phases]]
code = "ppwp"
name = "Presiden"
begins = 2024-02-14T13:00:00
by = 2024-02-14T17:00:00
""",
    "dpr": """\
[[phases]]
code = "dpr"
name = "DPR RI"
by = 2024-02-14T21:00:00
""",
    "dpd": """\
[[phases]]
code = "dpd"
name = "DPD"
by = 2024-02-14T23:00:00
""",
    "dprd_prov": """\
[[phases]]
code = "dprd_prov"
name = "DPRD Provinsi"
by = 2024-02-15T02:00:00
""",
    "dprd_kab": """\
[[phases]]
code = "dprd_kab"
name = "DPRD {kind}"
by = 2024-02-15T05:00:00
""",
    "photos": """\
[[phases]]
code = "photos"
name = "Foto C.HASIL"
by = 2024-02-15T08:00:00
""",
    "copies": """\
[[phases]]
code = "copies"
name = "Salinan C.HASIL"
by = 2024-02-15T12:00:00
""",
}
_SOURCES = """\
[sources]
areas = "KPU, wilayah of 2024 (kawalpemilu/kp24)"
spelling = "Kemendagri, kode wilayah 2025 (cahyadsn/wilayah)"
stations = "KPU, number of TPS per kelurahan (kawalpemilu/kp24)"
districts = "KPU, daerah pemilihan 2024 (ginanjarfm/pemilu2024-dapil)"
candidates = "KPU, daftar calon tetap 2024 (ginanjarfm/pemilu2024-dapil, infopemilu.kpu.go.id)"
voters = "Sirekap KPU, 20 March 2024, where plausible (gigit-pemilu)"
totals = "KPU 360/2024, nation and provinsi"
station_results = "Sirekap KPU per TPS, 20 March 2024 (gigit-pemilu)"
# Of middles and borders: simplified, for maps and distances, never legal borders.
shapes = "cahyadsn/wilayah_boundaries (MIT)"
"""


def readme(
    head: Head, rows: Mapping[str, int], known: tuple[int, int], unplaced: Sequence[str]
) -> str:
    """What the pack holds, where it comes from, what it lacks.

    `known`: how many stations have a register, how many areas a place.
    """
    stations = rows["stations.csv"]
    text = _README.format(
        name=head.name,
        codes=" ".join(f"--area {code}" for code in head.codes.split()),
        areas=rows["areas.csv"],
        districts=rows["districts.csv"],
        candidates=rows["candidates.csv"],
        stations=stations,
        registers=known[0],
        middles=known[1],
        results=rows["official_results.csv"],
    )
    if unplaced:
        text += _UNPLACED.format(number=len(unplaced), codes=", ".join(unplaced))
    return text


_README = """\
# {name}

An election pack of Saksi (format: `docs/packs.md`), made by `saksi packs build {codes}`.

| file | rows |
|---|---|
| areas.csv | {areas:,}, with those above; {middles:,} with the place of their middle |
| districts.csv | {districts:,} that any of its stations votes in |
| candidates.csv | {candidates:,} |
| stations.csv | {stations:,}, {registers:,} with a register |
| official_results.csv | {results:,} |

Sources are named in `election.toml`. What should be known of the figures:

- Names of candidates and parties are those of KPU's published final lists.
- `stations.csv` has the number of registered voters (DPT) only where KPU's app published one that
  can be true: up to 300, men and women add up, no more voters came than were registered.
- `official_results.csv` holds the president's ballot per station as KPU's app showed it on 20
  March 2024. The app read photos: about one station in eight breaks a sum, and a half of the
  kecamatan isn't in the collection. It is material for rehearsals, not a result.
- No public source has coordinates or addresses of the stations: both are empty. A check-in is
  measured against the middle of the kelurahan (near means within 5 km) until an organisation fills
  in its own. Middles and borders are for maps and distances, never legal borders.
"""
_UNPLACED = """\
- {number} kelurahan of split kecamatan are in no listed district of the DPRD kabupaten/kota; their
  stations have no such ballot here: {codes}.
"""
