"""What becomes of broadcasts: to the author, to who approves, and the delivery report."""

from collections.abc import Mapping

from bot.broadcast.talk.outcomes import (
    Audience,
    BroadcastAnswered,
    BroadcastReady,
    BroadcastRefused,
    BroadcastReport,
    BroadcastSamples,
    BroadcastsListed,
    BroadcastSteered,
    BroadcastWaiting,
    BroadcastWritten,
    SeenBroadcast,
)
from bot.engine.messages import Line, Phrase, Shown, Step
from bot.engine.spec import Hears, on
from bot.engine.texts import error_key
from bot.engine.turn import Turn, button, phrase

_LEFT = {"stopped": "stopped", "never wrote": "unreached", "outside 24 hours": "outside"}
_SHOWN, _LINE = 5, 60


def roles_of(whom: Audience) -> tuple[Phrase, ...]:
    """The roles that it is for, or the list."""
    if whom.listed is not None:
        return (phrase("broadcast.list", count=whom.listed),)
    return tuple(phrase(f"broadcast.role_{role}") for role in whom.roles)


def places(whom: Audience) -> Line:
    """The areas that it is for."""
    return ", ".join(whom.areas) if whom.areas else phrase("broadcast.everywhere")


def _duration(seconds: int) -> Phrase:
    minutes = -(-seconds // 60)
    if minutes < 100:
        return phrase("broadcast.minutes", count=max(1, minutes))
    return phrase("broadcast.hours", hours=minutes // 60, minutes=minutes % 60)


def _left(reasons: Mapping[str, int]) -> Line:
    """Who is left out, by reason; nothing where nobody is."""
    told = tuple(
        phrase(f"broadcast.left_{_LEFT.get(reason, 'outside')}", count=count)
        for reason, count in reasons.items()
    )
    return phrase("broadcast.left", reasons=told) if told else ""


def _seen(event: SeenBroadcast) -> dict[str, Shown]:
    kind = "campaign" if event.campaign else "no_campaign"
    return {
        "receipt": event.receipt,
        "author": event.author,
        "roles": roles_of(event.whom),
        "places": places(event.whom),
        "kind": phrase(f"broadcast.{kind}"),
        "sample": event.sample,
        "recipients": event.recipients,
        "duration": _duration(event.seconds),
        "left": _left(event.left_out),
    }


def written(turn: Turn, outcome: BroadcastWritten) -> Step:
    """It is kept; the numbers follow in a moment."""
    return turn.to("home", turn.reply("broadcast.written", receipt=outcome.receipt))


def ready(turn: Turn, event: BroadcastReady) -> Step:
    """To the author: how it looks, how many, how long."""
    receipt, seen = event.receipt, _seen(event)
    cancel = button(f"siaran:batal:{receipt}", "button.cancel")
    if not event.recipients:
        return turn.stay(turn.reply_of("broadcast.nobody", seen, cancel))
    ask = button(f"siaran:minta:{receipt}", "broadcast.ask")
    return turn.stay(turn.reply_of("broadcast.ready", seen, ask, cancel))


def waiting(turn: Turn, event: BroadcastWaiting) -> Step:
    """To the second person: the same, and the samples first."""
    look = button(f"siaran:lihat:{event.receipt}", "broadcast.look")
    return turn.stay(turn.reply_of("broadcast.waiting", _seen(event), look))


def samples(turn: Turn, outcome: BroadcastSamples) -> Step:
    """Ten recipients, the first one's message in full; the word may be given now."""
    receipt = outcome.receipt
    buttons = (
        button(f"siaran:setujui:{receipt}", "button.approve"),
        button(f"siaran:tolak:{receipt}", "button.reject"),
    )
    people = tuple(
        phrase("broadcast.person", name=one.name, place=one.place)
        if one.place
        else phrase("broadcast.person_alone", name=one.name)
        for one in outcome.people
    )
    waits = outcome.state == "waiting"
    reply = turn.reply(
        "broadcast.samples",
        *(buttons if waits else ()),
        receipt=receipt,
        text=outcome.text,
        people=people,
        recipients=outcome.recipients,
    )
    return turn.stay(reply)


def steered(turn: Turn, outcome: BroadcastSteered) -> Step:
    """Done as asked; who asks for approval hears how many may give it."""
    verb, receipt = outcome.verb, outcome.receipt
    if verb == "ask" and not outcome.approvers:
        return turn.stay(turn.reply("broadcast.no_second", receipt=receipt))
    buttons = {
        "approve": (button(f"siaran:jeda:{receipt}", "broadcast.pause"),),
        "pause": (button(f"siaran:lanjut:{receipt}", "broadcast.resume"),),
    }
    count = outcome.approvers
    reply = turn.reply(
        f"broadcast.did_{verb}", *buttons.get(verb, ()), receipt=receipt, count=count
    )
    return turn.stay(reply)


def answered(turn: Turn, event: BroadcastAnswered) -> Step:
    """To the author: another's word, or the quiet days'."""
    note = f'"{event.note}"' if event.note else ""
    key = f"broadcast.heard_{event.verb}"
    return turn.stay(turn.reply(key, receipt=event.receipt, by=event.by, note=note))


def report(turn: Turn, event: BroadcastReport) -> Step:
    """How far it is: sent, delivered, read, failed by reason, left out."""
    counts, receipt, state = event.counts, event.receipt, event.state
    read = counts.get("read", 0)
    delivered = read + counts.get("delivered", 0)
    failed = tuple(
        phrase("broadcast.failure", count=count, reason=reason or "?")
        for reason, count in event.failed.items()
    )
    offers = {"running": ("jeda", "pause"), "paused": ("lanjut", "resume")}.get(state)
    reply = turn.reply(
        "broadcast.report",
        *((button(f"siaran:{offers[0]}:{receipt}", f"broadcast.{offers[1]}"),) if offers else ()),
        receipt=receipt,
        state=phrase(f"broadcast.state_{state}"),
        roles=roles_of(event.whom),
        places=places(event.whom),
        sent=delivered + counts.get("sent", 0),
        delivered=phrase("broadcast.delivered", delivered=delivered, read=read)
        if delivered
        else "",
        waits=phrase("broadcast.waits", count=counts["waiting"]) if counts.get("waiting") else "",
        failed=phrase("broadcast.failed", reasons=failed) if failed else "",
        left=_left(event.left_out),
    )
    return turn.stay(reply)


def listed(turn: Turn, outcome: BroadcastsListed) -> Step:
    """The newest ones, a line each."""
    rows = tuple(
        phrase(
            "broadcast.row",
            receipt=one.receipt,
            state=phrase(f"broadcast.state_{one.state}"),
            people=one.people,
            text=one.text[:_LINE],
        )
        for one in outcome.broadcasts[:_SHOWN]
    )
    if not rows:
        return turn.stay(turn.reply("broadcast.none"))
    return turn.stay(turn.reply("broadcast.listed", rows=rows))


def refused(turn: Turn, outcome: BroadcastRefused) -> Step:
    """Not this person's to do, not on this day, or not yet."""
    code, receipt = outcome.code, outcome.receipt
    unseen = code == "samples_unseen" and receipt
    look = (button(f"siaran:lihat:{receipt}", "broadcast.look"),) if unseen else ()
    reply = turn.reply(error_key(code), *look)
    return turn.to("home", reply) if turn.dialog.step == "broadcast" else turn.stay(reply)


HEARS: tuple[Hears, ...] = (
    on(BroadcastWritten, written),
    on(BroadcastReady, ready),
    on(BroadcastWaiting, waiting),
    on(BroadcastSamples, samples),
    on(BroadcastSteered, steered),
    on(BroadcastAnswered, answered),
    on(BroadcastReport, report),
    on(BroadcastsListed, listed),
    on(BroadcastRefused, refused),
)
