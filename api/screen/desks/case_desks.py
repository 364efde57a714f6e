"""Incidents, findings, reported changes of the register, and open questions, as tables."""

from api.screen.desks.desk_table import Act, Beside, Column, Filter, Kind, Table
from bot.incidents.talk.effects import HandleIncident
from bot.incidents.talk.incident import CATEGORY
from bot.incidents.talk.kinds import named
from bot.questions.talk.effects import AnswerQuestion
from models.rules.access import Who
from models.rules.rights import Action
from models.rules.voter_change import Change, Status
from models.stores.desks.case_tables import (
    CHANGES,
    INCIDENTS,
    QUESTIONS,
    ChangeLine,
    IncidentLine,
    QuestionLine,
)
from models.stores.desks.finding_table import FINDINGS, FindingLine
from models.values import Ballot, Severity

_KIND = "incident.kind_"

incidents: Table[IncidentLine] = Table(
    "incidents",
    INCIDENTS,
    (
        Column("receipt", lambda row, w: row.receipt, kind=Kind.CODE),
        Column("at", lambda row, w: w.hour(row.at, row.zone), "at", kind=Kind.HOUR),
        Column("category", lambda row, w: w.chat(_KIND + row.category, row.category), "category"),
        Column("text", lambda row, w: row.text, kind=Kind.LONG),
        Column(
            "station",
            lambda row, w: w.station(row.number, row.kelurahan or row.place),
            "station",
            lambda row: f"/screen/station/{row.station}" if row.station else "",
        ),
        Column(
            "reporter",
            lambda row, w: (
                row.reporter or w.t("desks.kept_back" if row.confidential else "desks.nobody")
            ),
        ),
        Column("state", lambda row, w: w.word(row.state), "state"),
        Column("handler", lambda row, w: row.handler),
        Column("note", lambda row, w: row.note),
        Column("closed_at", lambda row, w: w.hour(row.closed_at, row.zone), kind=Kind.HOUR),
    ),
    Who.LEADER,
    Action.HANDLE_INCIDENT,
    (
        Filter("state", ("open", "taken", "closed")),
        Filter("category", tuple(named(CATEGORY)), _KIND),
        Filter("text"),
    ),
    (
        Act(
            "take",
            lambda code, note: HandleIncident(code, "taken"),
            lambda row: row.state == "open" and not row.own,
        ),
        Act(
            "close",
            lambda code, note: HandleIncident(code, "closed", note),
            lambda row: row.state != "closed" and not row.own,
            4,
        ),
    ),
    handle=lambda row: row.receipt,
    photos=lambda row: row.photos,
)

findings: Table[FindingLine] = Table(
    "findings",
    FINDINGS,
    (
        Column(
            "station",
            lambda row, w: row.station,
            "station",
            lambda row: f"/screen/station/{row.station}",
        ),
        Column("place", lambda row, w: w.station(row.number, row.kelurahan)),
        Column("ballot", lambda row, w: w.word(row.ballot), "ballot"),
        Column(
            "finding", lambda row, w: w.finding(row.code, row.numbers, row.fields), kind=Kind.LONG
        ),
        Column("code", lambda row, w: row.code, "code", kind=Kind.CODE),
        Column("severity", lambda row, w: w.word(row.severity), "severity"),
        Column("trust", lambda row, w: w.word(row.state)),
        Column("receipt", lambda row, w: row.receipt, kind=Kind.CODE),
    ),
    Who.READER,
    Action.SEE,
    (
        Filter("severity", tuple(one.value for one in Severity)),
        Filter("ballot", tuple(one.value for one in Ballot)),
        Filter("code"),
    ),
    beside=Beside.CROWD,
)

register: Table[ChangeLine] = Table(
    "register",
    CHANGES,
    (
        Column("receipt", lambda row, w: row.receipt, kind=Kind.CODE),
        Column("at", lambda row, w: w.hour(row.at), "at", kind=Kind.HOUR),
        Column("kind", lambda row, w: w.word(row.kind), "kind"),
        Column("kelurahan", lambda row, w: row.kelurahan or w.t("desks.unclear"), "kelurahan"),
        Column("number", lambda row, w: row.number or ""),
        Column("text", lambda row, w: row.text, kind=Kind.LONG),
        Column("status", lambda row, w: w.word(row.status)),
        Column("reason", lambda row, w: row.reason or ""),
    ),
    Who.LEADER,
    Action.LEAD_WITNESSES,
    (
        Filter("status", tuple(one.value for one in Status)),
        Filter("kind", tuple(one.value for one in Change)),
    ),
)

questions: Table[QuestionLine] = Table(
    "questions",
    QUESTIONS,
    (
        Column("text", lambda row, w: row.text, "text", kind=Kind.LONG),
        Column("times", lambda row, w: row.times, "times"),
        Column("first", lambda row, w: w.hour(row.first), "first", kind=Kind.HOUR),
        Column("last", lambda row, w: w.hour(row.last), kind=Kind.HOUR),
    ),
    Who.LEADER,
    Action.LEAD_WITNESSES,
    (Filter("text"),),
    (Act("answer", AnswerQuestion, lambda row: True, 8),),
    handle=lambda row: row.text,
    placed=False,
)
