"""Every table of the war room; a new one is added here."""

from typing import cast

from api.screen.desks import case_desks, message_desks, people_desks
from api.screen.desks.desk_table import Line, Table


def plain_table(table: Table[Line]) -> Table[object]:
    """A table among others: it is only ever given lines of its own listing."""
    return cast("Table[object]", table)


TABLES: tuple[Table[object], ...] = (
    plain_table(people_desks.witnesses),
    plain_table(people_desks.attendance),
    plain_table(people_desks.recruits),
    plain_table(people_desks.roles),
    plain_table(case_desks.incidents),
    plain_table(case_desks.findings),
    plain_table(case_desks.questions),
    plain_table(case_desks.register),
    plain_table(message_desks.broadcasts),
    plain_table(message_desks.deliveries),
)
"""In the order in which they are offered."""
