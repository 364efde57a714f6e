"""Witnesses, roles, those who applied, and the list for attendance pay, as tables."""

from api.screen.desks.desk_table import Act, Column, Filter, Kind, Table
from bot.attendance.talk.effects import Vouch
from bot.recruiting.talk.effects import DecideApplicant
from models.rules.access import Who
from models.rules.rights import Action
from models.stores.desks.attendance_table import ATTENDANCE, AttendanceLine
from models.stores.desks.people_tables import (
    RECRUITS,
    ROLES,
    WITNESSES,
    RecruitLine,
    RoleLine,
    WitnessLine,
)
from models.values import Role

_NAME = Filter("name")


def _station(row: WitnessLine | AttendanceLine) -> str:
    return f"/screen/station/{row.station}"


witnesses: Table[WitnessLine] = Table(
    "witnesses",
    WITNESSES,
    (
        Column("name", lambda row, w: row.name, "name"),
        Column("station", lambda row, w: row.station, "station", _station),
        Column("place", lambda row, w: w.station(row.number, row.kelurahan)),
        Column("participant", lambda row, w: row.participant),
        Column(
            "attended_at",
            lambda row, w: w.hour(row.attended_at, row.zone) or w.word("absent"),
            "attended_at",
            kind=Kind.HOUR,
        ),
        Column("reported", lambda row, w: row.reported, "reported"),
        Column("ballots", lambda row, w: row.ballots),
    ),
    Who.LEADER,
    Action.LEAD_WITNESSES,
    (_NAME, Filter("presence", ("here", "absent")), Filter("reports", ("all", "part", "none"))),
    handle=lambda row: str(row.key),
    shows="witnesses",
    phones=True,
)

roles: Table[RoleLine] = Table(
    "roles",
    ROLES,
    (
        Column("name", lambda row, w: row.name, "name"),
        Column("role", lambda row, w: w.chat(f"role.{row.role}", row.role), "role"),
        Column("level", lambda row, w: row.level),
        Column("area", lambda row, w: row.area),
        Column("place", lambda row, w: row.place or w.t("desks.everywhere"), "place"),
        Column("participant", lambda row, w: row.participant),
        Column("since", lambda row, w: w.hour(row.since), "since", kind=Kind.HOUR),
    ),
    Who.LEADER,
    Action.LEAD_WITNESSES,
    (_NAME, Filter("role", tuple(one.value for one in Role), "role.")),
    shows="roles",
)

recruits: Table[RecruitLine] = Table(
    "recruits",
    RECRUITS,
    (
        Column("name", lambda row, w: row.name, "name"),
        Column("receipt", lambda row, w: row.receipt, kind=Kind.CODE),
        Column("kelurahan", lambda row, w: row.kelurahan, "kelurahan"),
        Column("kecamatan", lambda row, w: row.kecamatan),
        Column("experience", lambda row, w: row.experience),
        Column("former", lambda row, w: row.former),
        Column("state", lambda row, w: w.word(row.state)),
        Column("at", lambda row, w: w.hour(row.at), "at", kind=Kind.HOUR),
        Column("decided_by", lambda row, w: row.decided_by),
    ),
    Who.LEADER,
    Action.LEAD_WITNESSES,
    (_NAME, Filter("state", ("waiting", "accepted", "declined"))),
    (
        Act(
            "accept",
            lambda code, note: DecideApplicant(code, True),
            lambda row: row.state == "waiting",
        ),
        Act(
            "decline",
            lambda code, note: DecideApplicant(code, False, note),
            lambda row: row.state == "waiting",
            0,
        ),
    ),
    handle=lambda row: row.receipt,
    shows="applicants",
)


def _vouch(handle: str, note: str) -> Vouch:
    station, _, person = handle.partition("/")
    return Vouch(station_id=int(station), person_id=int(person))


attendance: Table[AttendanceLine] = Table(
    "attendance",
    ATTENDANCE,
    (
        Column("name", lambda row, w: row.name, "name"),
        Column("station", lambda row, w: row.station, "station", _station),
        Column("place", lambda row, w: w.station(row.number, row.kelurahan)),
        Column("participant", lambda row, w: row.participant),
        Column("by", lambda row, w: w.word(row.by or "not_yet"), "by"),
        Column("checked_in_at", lambda row, w: w.hour(row.checked_in_at, row.zone), kind=Kind.HOUR),
        Column("vouched_by", lambda row, w: row.vouched_by or ""),
        Column("reports", lambda row, w: row.reports),
        Column("photos", lambda row, w: row.photos),
    ),
    Who.LEADER,
    Action.LIST_ATTENDANCE,
    (
        _NAME,
        Filter("attended", ("yes", "no")),
        Filter("by", ("check_in", "vouch", "report", "photo", "copy")),
    ),
    (Act("vouch", _vouch, lambda row: row.active and not row.by),),
    handle=lambda row: f"{row.station_id}/{row.person}",
    shows="witnesses",
)
