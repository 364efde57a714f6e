"""What becomes of broadcasts: to the author, to who approves, and the delivery report."""

from collections.abc import Mapping
from typing import Any

from bot.engine.messages import Phrase, Step
from bot.engine.spec import OutcomeAnswer
from bot.engine.texts import error_key
from bot.engine.turn import Turn, button, phrase

_LEFT = {"stopped": "stopped", "never wrote": "unreached", "outside 24 hours": "outside"}
_SHOWN, _LINE = 5, 60


def roles_of(whom: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """The roles that it is for, or the list."""
    if whom.get("listed") is not None:
        return (phrase("broadcast.list", count=whom["listed"]),)
    return tuple(phrase(f"broadcast.role_{role}") for role in whom["roles"])


def places(whom: Mapping[str, Any]) -> Any:
    """The areas that it is for."""
    return ", ".join(whom["areas"]) if whom["areas"] else phrase("broadcast.everywhere")


def _duration(seconds: int) -> Phrase:
    minutes = -(-seconds // 60)
    if minutes < 100:
        return phrase("broadcast.minutes", count=max(1, minutes))
    return phrase("broadcast.hours", hours=minutes // 60, minutes=minutes % 60)


def _left(reasons: Mapping[str, int]) -> Any:
    """Who is left out, by reason; nothing where nobody is."""
    told = tuple(
        phrase(f"broadcast.left_{_LEFT.get(reason, 'outside')}", count=count)
        for reason, count in reasons.items()
    )
    return phrase("broadcast.left", reasons=told) if told else ""


def _seen(event: Mapping[str, Any]) -> dict[str, Any]:
    whom = event["whom"]
    kind = "campaign" if event.get("campaign") else "no_campaign"
    return {
        "receipt": event["receipt"],
        "author": event.get("author", ""),
        "roles": roles_of(whom),
        "places": places(whom),
        "kind": phrase(f"broadcast.{kind}"),
        "sample": event["sample"],
        "recipients": event["recipients"],
        "duration": _duration(int(event["seconds"])),
        "left": _left(event.get("left_out", {})),
    }


def written(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """It is kept; the numbers follow in a moment."""
    return turn.to("home", turn.reply("broadcast.written", receipt=outcome.get("receipt", "")))


def ready(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the author: how it looks, how many, how long."""
    receipt, seen = event["receipt"], _seen(event)
    cancel = button(f"siaran:batal:{receipt}", "button.cancel")
    if not event["recipients"]:
        return turn.stay(turn.reply_of("broadcast.nobody", seen, cancel))
    ask = button(f"siaran:minta:{receipt}", "broadcast.ask")
    return turn.stay(turn.reply_of("broadcast.ready", seen, ask, cancel))


def waiting(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the second person: the same, and the samples first."""
    look = button(f"siaran:lihat:{event['receipt']}", "broadcast.look")
    return turn.stay(turn.reply_of("broadcast.waiting", _seen(event), look))


def samples(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Ten recipients, the first one's message in full; the word may be given now."""
    receipt = outcome["receipt"]
    buttons = (
        button(f"siaran:setujui:{receipt}", "button.approve"),
        button(f"siaran:tolak:{receipt}", "button.reject"),
    )
    people = tuple(
        phrase("broadcast.person", name=one["name"], place=one.get("place", ""))
        if one.get("place")
        else phrase("broadcast.person_alone", name=one["name"])
        for one in outcome.get("people", ())
    )
    waits = outcome.get("state", "waiting") == "waiting"
    reply = turn.reply(
        "broadcast.samples",
        *(buttons if waits else ()),
        receipt=receipt,
        text=outcome.get("text", ""),
        people=people,
        recipients=outcome.get("recipients", 0),
    )
    return turn.stay(reply)


def steered(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Done as asked; who asks for approval hears how many may give it."""
    verb, receipt = str(outcome.get("verb", "")), outcome.get("receipt", "")
    if verb == "ask" and not outcome.get("approvers"):
        return turn.stay(turn.reply("broadcast.no_second", receipt=receipt))
    buttons = {
        "approve": (button(f"siaran:jeda:{receipt}", "broadcast.pause"),),
        "pause": (button(f"siaran:lanjut:{receipt}", "broadcast.resume"),),
    }
    count = outcome.get("approvers", 0)
    reply = turn.reply(
        f"broadcast.did_{verb}", *buttons.get(verb, ()), receipt=receipt, count=count
    )
    return turn.stay(reply)


def answered(turn: Turn, event: Mapping[str, Any]) -> Step:
    """To the author: another's word, or the quiet days'."""
    told = {"receipt": event.get("receipt", ""), "by": event.get("by", "")}
    note = f'"{event["note"]}"' if event.get("note") else ""
    return turn.stay(turn.reply_of(f"broadcast.heard_{event.get('verb')}", {**told, "note": note}))


def report(turn: Turn, event: Mapping[str, Any]) -> Step:
    """How far it is: sent, delivered, read, failed by reason, left out."""
    counts, receipt, state = event.get("counts", {}), event["receipt"], str(event["state"])
    read = counts.get("read", 0)
    delivered = read + counts.get("delivered", 0)
    failed = tuple(
        phrase("broadcast.failure", count=count, reason=reason or "?")
        for reason, count in event.get("failed", {}).items()
    )
    offers = {"running": ("jeda", "pause"), "paused": ("lanjut", "resume")}.get(state)
    reply = turn.reply(
        "broadcast.report",
        *((button(f"siaran:{offers[0]}:{receipt}", f"broadcast.{offers[1]}"),) if offers else ()),
        receipt=receipt,
        state=phrase(f"broadcast.state_{state}"),
        roles=roles_of(event["whom"]),
        places=places(event["whom"]),
        sent=delivered + counts.get("sent", 0),
        delivered=phrase("broadcast.delivered", delivered=delivered, read=read)
        if delivered
        else "",
        waits=phrase("broadcast.waits", count=counts["waiting"]) if counts.get("waiting") else "",
        failed=phrase("broadcast.failed", reasons=failed) if failed else "",
        left=_left(event.get("left_out", {})),
    )
    return turn.stay(reply)


def listed(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """The newest ones, a line each."""
    rows = tuple(
        phrase(
            "broadcast.row",
            receipt=one["receipt"],
            state=phrase(f"broadcast.state_{one['state']}"),
            people=one["people"],
            text=one["text"][:_LINE],
        )
        for one in list(outcome.get("broadcasts", ()))[:_SHOWN]
    )
    if not rows:
        return turn.stay(turn.reply("broadcast.none"))
    return turn.stay(turn.reply("broadcast.listed", rows=rows))


def refused(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """Not this person's to do, not on this day, or not yet."""
    code, receipt = str(outcome.get("code", "error")), outcome.get("receipt")
    unseen = code == "samples_unseen" and receipt
    look = (button(f"siaran:lihat:{receipt}", "broadcast.look"),) if unseen else ()
    reply = turn.reply(error_key(code), *look)
    return turn.to("home", reply) if turn.dialog.step == "broadcast" else turn.stay(reply)


OUTCOMES: Mapping[str, OutcomeAnswer] = {
    "broadcast_written": written,
    "broadcast_ready": ready,
    "broadcast_waiting": waiting,
    "broadcast_samples": samples,
    "broadcast_steered": steered,
    "broadcast_answered": answered,
    "broadcast_report": report,
    "broadcasts_listed": listed,
    "broadcast_refused": refused,
}
