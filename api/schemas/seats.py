"""One district's seats as the command line and the API give them (design, section 6)."""

from typing import Any

from models.rules.seats import SeatAllocation


def document(allocation: SeatAllocation, *, deep: bool = True) -> dict[str, Any]:
    """The allocation as JSON; `seats` holds the parties that won any.

    Beside the agreed keys: `quotients` of `order`, votes each party `needs` for one more seat,
    `margins` that it can lose and keep its last (both only when `deep`: they are most of the
    work), and seats `unallocated` for want of votes.
    """
    tie, runner_up = allocation.tie, allocation.next
    return {
        "seats": allocation.seats,
        "order": [seat.party for seat in allocation.order],
        "excluded": list(allocation.excluded),
        "tie": {"parties": list(tie.parties), "seats": tie.seats} if tie else None,
        "next": {"party": runner_up, "needs": allocation.needs(runner_up)} if runner_up else None,
        "quotients": [round(float(seat.quotient), 2) for seat in allocation.order],
        "unallocated": allocation.unallocated,
        **(_deep(allocation) if deep else {}),
    }


def _deep(allocation: SeatAllocation) -> dict[str, object]:
    return {
        "needs": {party: allocation.needs(party) for party in allocation.votes},
        "margins": {party: allocation.margin(party) for party in allocation.seats},
    }
