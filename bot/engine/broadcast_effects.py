"""Broadcasts (siaran) asked for as data, and STOP; bot/engine/effects.py says what holds for all.

Whom a broadcast is for is told as {roles: [...], areas: [titles, none for everywhere], listed: how
many numbers of a list, or None}. Events to its author: "broadcast_ready" {receipt, text, campaign,
whom, recipients, left_out: {reason: people}, seconds, sample}, "broadcast_answered" {receipt, verb,
by, note}, "broadcast_report" {receipt, text, state, whom, counts, failed: {reason: people},
left_out}. To those who may approve: "broadcast_waiting", which is broadcast_ready with {author}.
"""

from dataclasses import dataclass

from models.rules.broadcast import Verb


@dataclass(frozen=True, slots=True)
class FindAudience:
    """Look for an area by name among those that the person leads.

    Without a name: the areas that the person leads, none where that is everywhere.

    -> audience_found {areas: [{code, title}]} | broadcast_refused {code}.
    """

    name: str = ""


@dataclass(frozen=True, slots=True)
class WriteBroadcast:
    """Keep a broadcast to people with these roles in these areas (codes; none: all that one leads).

    -> broadcast_written {receipt} | broadcast_refused {code}; then the event broadcast_ready.
    """

    text: str
    campaign: bool
    roles: tuple[str, ...]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SteerBroadcast:
    """Ask for approval, approve, reject, pause, resume or cancel a broadcast.

    -> broadcast_steered {receipt, verb, approvers} | broadcast_refused {code, receipt}.
    """

    receipt: str
    verb: Verb
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShowSamples:
    """Show ten recipients with what they would get. -> broadcast_samples {receipt, text, people}.

    `people`: [{name, place}]; `text` is the whole message as the first of them gets it.
    """

    receipt: str


@dataclass(frozen=True, slots=True)
class TellBroadcast:
    """How far a broadcast is, or without a receipt the newest ones.

    -> broadcast_report (as the event) | broadcasts_listed {broadcasts: [{receipt, state, people,
    text}]} | broadcast_refused {code}.
    """

    receipt: str = ""


@dataclass(frozen=True, slots=True)
class OptOut:
    """STOP (`out`), or broadcasts again, by the person's own word. No outcome."""

    out: bool
