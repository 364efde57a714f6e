"""What changes a register of voters (pemutakhiran), and why somebody is no voter any more; pure."""

from enum import StrEnum


class Change(StrEnum):
    """What a voter or a neighbourhood officer reports."""

    MOVED = "pindah"
    DIED = "meninggal"
    DOUBLE = "ganda"
    NEW = "baru"
    RETIRED = "purnawirawan"
    UNDERAGE = "umur"
    UNKNOWN = "tak_dikenal"
    SOLDIER = "tni"
    POLICE = "polri"
    MISPLACED = "salah_tps"
    CHANGED = "ubah"


TMS: dict[Change, int] = {
    Change.DIED: 1,
    Change.DOUBLE: 2,
    Change.UNDERAGE: 3,
    Change.MOVED: 4,
    Change.UNKNOWN: 5,
    Change.SOLDIER: 6,
    Change.POLICE: 7,
    Change.MISPLACED: 8,
}
"""KPU's codes for who does not qualify (tidak memenuhi syarat), as on the list of the coklit.

4 to 8 as told of the coklit of 2023 (kabarbanten.pikiran-rakyat.com, 9 February 2023), 1, 4 and 8
by the KPU of Sikka (12 August 2024); 2 and 3 stand between them in the order in which election
offices list them (Kota Batu, 2023). Whatever is not here adds or corrects."""

ADDS = frozenset({Change.NEW, Change.RETIRED})
"""Who is to stand in the register from now on."""

AGREES, OPEN = "sesuai", "belum"
"""What an officer says of a number on the list that is right, or that was not visited after all."""


class Status(StrEnum):
    """How far a report has come; the register changes only with `applied`."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    APPLIED = "applied"
