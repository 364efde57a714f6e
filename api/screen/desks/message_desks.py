"""Broadcasts, and messages that wait, failed or were given up, as tables."""

from api.screen.desks.desk_table import Act, Beside, Column, Filter, Kind, Table
from bot.broadcast.talk.effects import ShowSamples, SteerBroadcast, TellBroadcast
from models.rules.access import Who
from models.rules.broadcast import State, Verb
from models.rules.rights import Action
from models.stores.desks.message_tables import (
    BROADCASTS,
    DELIVERIES,
    BroadcastLine,
    DeliveryLine,
)
from models.stores.persons.undelivered import why

_OPEN = ("draft", "ready", "waiting", "running", "paused")
_STATE = "broadcast.state_"

broadcasts: Table[BroadcastLine] = Table(
    "broadcasts",
    BROADCASTS,
    (
        Column("receipt", lambda row, w: row.receipt, kind=Kind.CODE),
        Column("at", lambda row, w: w.hour(row.at), "at", kind=Kind.HOUR),
        Column("text", lambda row, w: row.text, kind=Kind.LONG),
        Column("author", lambda row, w: row.author),
        Column("state", lambda row, w: w.chat(_STATE + row.state, row.state), "state"),
        Column("recipients", lambda row, w: row.recipients, "recipients"),
        Column("left_out", lambda row, w: sum(row.left_out.values())),
        Column("approver", lambda row, w: row.approver),
    ),
    Who.LEADER,
    Action.BROADCAST,
    (Filter("state", tuple(one.value for one in State), _STATE), Filter("text")),
    (
        Act("counts", lambda code, note: TellBroadcast(code), lambda row: True),
        Act(
            "samples",
            lambda code, note: ShowSamples(code),
            lambda row: row.state in ("ready", "waiting"),
        ),
        Act(
            "ask",
            lambda code, note: SteerBroadcast(code, Verb.ASK),
            lambda row: row.own and row.state == "ready",
        ),
        Act(
            "approve",
            lambda code, note: SteerBroadcast(code, Verb.APPROVE),
            lambda row: not row.own and row.state == "waiting",
        ),
        Act(
            "reject",
            lambda code, note: SteerBroadcast(code, Verb.REJECT, note),
            lambda row: not row.own and row.state == "waiting",
            0,
        ),
        Act(
            "pause",
            lambda code, note: SteerBroadcast(code, Verb.PAUSE),
            lambda row: row.state == "running",
        ),
        Act(
            "resume",
            lambda code, note: SteerBroadcast(code, Verb.RESUME),
            lambda row: row.state == "paused",
        ),
        Act(
            "cancel",
            lambda code, note: SteerBroadcast(code, Verb.CANCEL, note),
            lambda row: row.state in _OPEN,
            0,
        ),
    ),
    handle=lambda row: row.receipt,
    asks=True,
)


def _due(row: DeliveryLine) -> bool:
    return row.state != "given_up"


deliveries: Table[DeliveryLine] = Table(
    "deliveries",
    DELIVERIES,
    (
        Column("whom", lambda row, w: row.whom or w.t("desks.stranger")),
        Column("place", lambda row, w: row.place),
        Column("channel", lambda row, w: w.word(row.channel), "channel"),
        Column("account", lambda row, w: row.account, kind=Kind.CODE),
        Column("priority", lambda row, w: w.word(f"priority_{row.priority}")),
        Column("state", lambda row, w: w.word(f"sent_{row.state}"), "state"),
        Column("attempts", lambda row, w: row.attempts, "attempts"),
        Column("why", lambda row, w: w.word(f"why_{why(row.error)}") if row.error else ""),
        Column("at", lambda row, w: w.hour(row.at), "at", kind=Kind.HOUR),
        Column("due", lambda row, w: w.hour(row.due) if _due(row) else "", kind=Kind.HOUR),
    ),
    Who.LEADER,
    Action.LEAD_WITNESSES,
    (
        Filter("state", ("waiting", "failed", "given_up")),
        Filter("channel", ("telegram", "whatsapp", "webchat", "console")),
        Filter("name"),
    ),
    beside=Beside.CHANNELS,
)
