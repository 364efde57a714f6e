"""Who may use an entrance at all: every route, command and word of the chat names one of these.

Pure. Where a role may be used is models/rules/rights.py; this is the first gate in front of it.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from models.values import Role


class Who(StrEnum):
    """For whom a route, a command or a word of the chat is."""

    ANYONE = "anyone"  # voters and strangers, too
    KNOWN = "known"  # everybody who is enrolled
    WITNESS = "witness"  # whoever has a mandate
    REPORTER = "reporter"  # a witness, or an operator who types from photos
    LEADER = "leader"  # coordinators and administrators
    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    FIELD_OFFICER = "field_officer"
    READER = "reader"  # who may see the count of an area
    INFORMED = "informed"  # who gets digests: those readers, and candidates
    AUDITOR = "auditor"
    CANDIDATE = "candidate"
    RECAP_WITNESS = "recap_witness"  # at a kecamatan's recap meeting
    INSTALLATION = "installation"  # its own token, or whoever runs commands on its machine


_LEADS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

ROLES: Mapping[Who, frozenset[Role]] = {
    Who.ANYONE: frozenset(Role),
    Who.KNOWN: frozenset(Role),
    Who.WITNESS: frozenset(),
    Who.REPORTER: frozenset({Role.OPERATOR}),
    Who.LEADER: _LEADS,
    Who.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
    Who.REVIEWER: frozenset({Role.REVIEWER}),
    Who.OPERATOR: frozenset({Role.OPERATOR}),
    Who.FIELD_OFFICER: frozenset({Role.FIELD_OFFICER}),
    Who.READER: _LEADS | {Role.REVIEWER, Role.AUDITOR},
    Who.INFORMED: _LEADS | {Role.REVIEWER, Role.AUDITOR, Role.CANDIDATE},
    Who.AUDITOR: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Who.CANDIDATE: frozenset({Role.CANDIDATE}),
    Who.RECAP_WITNESS: frozenset({Role.RECAP_WITNESS}),
    Who.INSTALLATION: frozenset(),
}
"""The roles that open each of them; a mandate opens WITNESS and REPORTER besides."""

_MANDATED = frozenset({Who.WITNESS, Who.REPORTER})


def admits(who: Who, roles: Collection[str], *, known: bool = True, mandate: bool = False) -> bool:
    """Whether somebody with these roles may use what is for `who`.

    `known`: an enrolled person speaks; `mandate`: one with a witness's mandate.
    """
    if who is Who.ANYONE:
        return True
    if not known:
        return False
    if who is Who.KNOWN or (mandate and who in _MANDATED):
        return True
    return not ROLES[who].isdisjoint(roles)
