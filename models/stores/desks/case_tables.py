"""Tables of cases: incidents, reported changes of the register, questions without an answer."""

from dataclasses import dataclass
from datetime import datetime

from models.stores.desks.paging import Listing, Order


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident. `reporter` is empty where it is kept back from who asks (confidential).

    `place`: in words, where no station is known; `photos`: ids; `own`: told by who asks.
    """

    key: int
    receipt: str
    category: str
    text: str
    station: str | None
    number: int | None
    kelurahan: str | None
    place: str
    reporter: str
    confidential: bool
    photos: list[int]
    state: str
    handler: str
    note: str
    at: datetime
    taken_at: datetime | None
    closed_at: datetime | None
    zone: str
    own: bool


INCIDENTS = Listing(
    IncidentLine,
    """
select n.id as key, k.path, n.receipt, n.category, n.text, s.code as station, s.number,
       k.name as kelurahan, n.place, n.confidential, n.photos, n.state,
       case when not n.confidential or n.handler_id = cast(:person as int)
            then coalesce(p.name, c.name, '') else '' end as reporter,
       coalesce(h.name, '') as handler, n.note, n.created_at as at, n.taken_at, n.closed_at,
       coalesce(k.timezone, '') as zone,
       coalesce(n.person_id = cast(:person as int), false) as own
from incident n
left join person p on p.id = n.person_id
left join contact c on c.id = n.contact_id
left join person h on h.id = n.handler_id
left join station s on s.id = n.station_id
left join area k on k.id = s.kelurahan_id
where n.election_id = :election
""",
    {
        "at": Order("t.at", "timestamptz"),
        "station": Order("coalesce(t.station, '')"),
        "category": Order("t.category"),
        "state": Order("t.state"),
    },
    {
        "state": "t.state = :state",
        "category": "t.category = :category",
        "text": "strpos(lower(t.text || ' ' || t.receipt), lower(:text)) > 0",
    },
)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A reported change of the register; `number` in the station's list, where it is of one."""

    key: int
    receipt: str
    kind: str
    kelurahan: str | None
    number: int | None
    text: str
    status: str
    reason: str | None
    at: datetime


CHANGES = Listing(
    ChangeLine,
    """
select c.id as key, k.path, c.receipt, c.kind, k.name as kelurahan, c.number, c.text, c.status,
       c.reason, c.at
from voter_change c left join area k on k.id = c.kelurahan_id
where c.election_id = :election
""",
    {
        "at": Order("t.at", "timestamptz"),
        "kind": Order("t.kind"),
        "kelurahan": Order("coalesce(t.path, '')"),
    },
    {"status": "t.status = :status", "kind": "t.kind = :kind"},
)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question that nobody looked at, in small letters: how often it came, first and last."""

    key: int
    text: str
    times: int
    first: datetime
    last: datetime


QUESTIONS = Listing(
    QuestionLine,
    """
select min(q.id) as key, cast(null as text) as path, lower(q.text) as text,
       cast(count(*) as int) as times, min(q.at) as first, max(q.at) as last
from open_question q where q.election_id = :election and q.seen_at is null
group by lower(q.text)
""",
    {
        "first": Order("t.first", "timestamptz"),
        "times": Order("t.times", "int"),
        "text": Order("t.text"),
    },
    {"text": "strpos(t.text, lower(:text)) > 0"},
)
