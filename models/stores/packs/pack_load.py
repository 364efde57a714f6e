"""Load a pack into the database: idempotent, all or nothing, and says what it changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import text

from models.packs.config import ElectionConfig
from models.packs.pack import read_head, read_pack
from models.packs.pack_faults import Faults
from models.packs.shapes import read_shapes
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.packs.pack_expected import refresh_expected
from models.stores.packs.pack_merge import Change
from models.stores.packs.pack_rows import Progress
from models.stores.packs.pack_shapes import replace_shapes
from models.stores.packs.pack_tables import (
    Job,
    load_areas,
    load_contests,
    load_participants,
    load_stations,
    remove_areas,
    remove_contests,
)

_LOCK = 7_314_591
_MANY = 10_000
# Every join here is of two whole sets, and the planner knows nothing of rows of this transaction:
# it took a nested loop over 84,035 x 84,035 areas (minutes). Memory for the hashes of a nation.
_SETTINGS = ("enable_nestloop = off", "work_mem = '64MB'", "jit = off")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did to an election; `changes` by table, empty when the pack was the same.

    `settings`: what election.toml says otherwise than before, by its key: (before, now).
    """

    election: int
    code: str
    unchanged: bool
    changes: Mapping[str, Change] = field(default_factory=dict)
    settings: Mapping[str, tuple[object, object]] = field(default_factory=dict)


def _quiet(table: str, done: int) -> None:
    """Progress that nobody watches."""


_CHOOSE = text("""
update election set chosen = true where id = :id and not exists (select from election where chosen)
""")


async def load_pack(
    tx: Transaction, folder: Path, *, progress: Progress = _quiet, removals: bool = False
) -> Loaded:
    """Load the pack in the caller's transaction.

    Raises BadPack for a broken pack, for a candidate that moved to another number on a ballot
    with reports, and for one that would remove over 5 % of the stations unless `removals`.
    """
    await tx.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    for setting in _SETTINGS:
        await tx.execute(text(f"set local {setting}"))
    config, print_ = read_head(folder)
    known = await tx.execute(
        text("select id, fingerprint, config from election where code = :code"),
        {"code": config.code},
    )
    row = known.one_or_none()
    if row is not None and row.fingerprint == print_:
        return Loaded(row.id, config.code, unchanged=True)
    pack = read_pack(folder)
    election = await _save_election(tx, config, print_)
    job = Job(tx, election, pack, progress, removals, fresh=row is None)
    changes = await _load_lists(job)
    said = {table: asdict(change) for table, change in changes.items() if change}
    settings = differing(row.config, config.model_dump(mode="json")) if row is not None else {}
    data = {"pack": print_, "changes": said, "settings": settings}
    await note(tx, "operator", "pack.load", f"election:{election}", data)
    return Loaded(election, config.code, unchanged=False, changes=changes, settings=settings)


def differing(before: object, now: object, key: str = "") -> dict[str, tuple[object, object]]:
    """What differs between two settings as JSON, by its dotted key: (before, now)."""
    if isinstance(before, dict) and isinstance(now, dict):
        found: dict[str, tuple[object, object]] = {}
        for name in sorted({*before, *now}):
            inside = f"{key}.{name}" if key else str(name)
            found |= differing(before.get(name), now.get(name), inside)
        return found
    return {} if before == now else {key: (before, now)}


async def _save_election(tx: Transaction, config: ElectionConfig, print_: str) -> int:
    saved = await tx.execute(
        text(
            "insert into election (code, name, held_on, config, fingerprint)"
            " values (:code, :name, :held_on, cast(:config as jsonb), :print)"
            " on conflict (code) do update set name = excluded.name, held_on = excluded.held_on,"
            " config = excluded.config, fingerprint = excluded.fingerprint, loaded_at = now()"
            " returning id"
        ),
        {
            "code": config.code,
            "name": config.name,
            "held_on": config.date,
            "config": config.model_dump_json(),
            "print": print_,
        },
    )
    id_ = int(saved.scalar_one())
    await tx.execute(_CHOOSE, {"id": id_})
    return id_


async def _load_lists(job: Job) -> dict[str, Change]:
    """Every list in the order in which they point at each other; removals the other way round."""
    changes = {
        "contest": await load_contests(job),
        "participant": await load_participants(job),
        "area": await load_areas(job),
        "station": await load_stations(job),
    }
    if any(change.added + change.changed > _MANY for change in changes.values()):
        await job.tx.execute(text("analyze area, station"))
    job.progress("contest_area", 0)
    changes["contest_area"] = await refresh_expected(job.tx, job.election)
    if not job.fresh:
        changes["area"] += await remove_areas(job)
        changes["contest"] += await remove_contests(job)
    faults = Faults()
    shapes = read_shapes(job.pack.folder, job.pack.areas, faults)
    await replace_shapes(job.tx, job.election, shapes)
    faults.settle()
    return changes
