"""What changes a register of voters (pemutakhiran), and why somebody is no voter any more; pure."""

from enum import StrEnum


class Change(StrEnum):
    """What a voter or a neighbourhood officer reports."""

    MOVED = "pindah"
    DIED = "meninggal"
    DOUBLE = "ganda"
    NEW = "baru"
    RETIRED = "purnawirawan"


TMS: dict[Change, int] = {Change.DIED: 1, Change.DOUBLE: 2, Change.MOVED: 4}
"""KPU's codes for who does not qualify (tidak memenuhi syarat), as on the form of the coklit:
1 died, 2 double, 3 under age, 4 moved, 5 foreigner, 6 TNI, 7 Polri. Whatever is not here adds."""


class Status(StrEnum):
    """How far a report has come; the register changes only with `applied`."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    APPLIED = "applied"
