"""Whether PgBouncer stands before a server, by the server's address."""

from urllib.parse import parse_qs, urlsplit

PARAMETER = "pgbouncer"


def is_pooled(url: str) -> bool:
    """Whether the address says that PgBouncer stands before the server, in transaction mode.

    `?pgbouncer=true`: then no statement stays prepared, nothing is set for a session, and nobody
    listens for wake-ups (PgBouncer's "features" page).
    """
    told = parse_qs(urlsplit(url).query).get(PARAMETER, [""])
    return told[-1].lower() in {"true", "1", "yes", "on"}
