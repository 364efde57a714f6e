"""The made-up people of the training phones: witnesses and a voter, who exist nowhere else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """One made-up phone: its owner, the number, who that is, and what to type first.

    `hints` are what one tap sends; "contact" shares the phone's own number.
    """

    key: str
    name: str
    phone: str
    role: str
    hints: tuple[str, ...]


WITNESS_HINTS = ("contact", "HADIR", "ISI", "BELUM", "BANTUAN")
VOTER_HINTS = ("CEK TPS", "BANTUAN", "DATA SAYA")

CAST = (
    Actor("1", "Siti Rahayu", "+6281200000001", "witness", WITNESS_HINTS),
    Actor("2", "Budi Santoso", "+6281200000002", "witness", WITNESS_HINTS),
    Actor("3", "Wayan Lestari", "+6281200000003", "witness", WITNESS_HINTS),
    Actor("4", "Neng Astuti", "+6281200000004", "voter", VOTER_HINTS),
)
"""Numbers +62 812 0000 ...: no subscriber has them."""

OWN_HINTS = ("HADIR", "ISI", "BELUM", "BANTUAN")


def actor(key: str) -> Actor | None:
    """The made-up phone of this key."""
    return next((one for one in CAST if one.key == key), None)
