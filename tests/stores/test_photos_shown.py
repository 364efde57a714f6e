"""Photos as a gallery by what is amiss; one that lies wrong is moved, read anew, and told of."""

import json
from collections.abc import Mapping

import pytest
from sqlalchemy import text

from bot.reading.doers import Target, move_photo
from models.errors import BadInput, NotAllowed, NotFound, OwnReport, TiedToParticipant
from models.rules.rights import Held
from models.stores.base.database import Database, Transaction
from models.stores.reading import gallery, photos, readings
from models.stores.reading.gallery import Amiss
from models.stores.reports import reports
from models.stores.reports.reports import Origin
from models.values import Role, Tally
from ocr import likeness
from tests.stores.places import Places

EVERYWHERE = ("",)
REVIEWER = (Held(Role.REVIEWER),)
READ = {"form": "c1-ppwp-2024-2", "page": 2, "cells": {"1": 100}, "crops": {}, "findings": []}


async def kept(
    tx: Transaction, places: Places, station: int | None, sum_: int, *, sender: int = 0
) -> int:
    """A form's photo of a station's president's ballot, by its sum."""
    number, _ = await photos.put_photo(
        tx,
        photos.NewPhoto(
            sha256=f"{sum_:064x}",
            path=f"{sum_}.jpg",
            mime="image/jpeg",
            size=1,
            purpose="form",
            person_id=places.people[sender],
            station_id=None if station is None else places.station(station),
            contest_id=None if station is None else places.president,
        ),
    )
    return number


async def read(tx: Transaction, photo: int, *pages: Mapping[str, object]) -> None:
    """What the reader saw."""
    await tx.execute(
        text("update photo set state = 'told', reading = cast(:r as jsonb) where id = :id"),
        {"r": json.dumps({"pages": list(pages)}), "id": photo},
    )


async def shown(tx: Transaction, places: Places, kind: Amiss, *paths: str) -> list[int]:
    found = await gallery.gallery(tx, places.election, paths or EVERYWHERE, kind)
    return [one.id for one in found.photos]


async def test_photos_are_found_by_what_is_amiss(database: Database, places: Places) -> None:
    async with database.transaction() as tx:
        waiting, good, doubtful, blurred, formless, twin, other = [
            await kept(tx, places, station, sum_)
            for station, sum_ in ((0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (3, 6), (4, 6))
        ]
        await read(tx, good, READ)
        await read(tx, doubtful, {**READ, "cells": {"1": None}})
        await read(tx, blurred, {**READ, "findings": [{"code": "F105", "fields": []}]})
        await read(tx, formless, {**READ, "form": None, "cells": {}})
        await read(tx, twin, {**READ, "findings": [{"code": "F101", "fields": []}]})
        await read(tx, other, READ)
        assert await shown(tx, places, Amiss.ALL) == sorted(
            (waiting, good, doubtful, blurred, formless, twin, other), reverse=True
        )
        assert await shown(tx, places, Amiss.UNREAD) == [formless, waiting]
        assert await shown(tx, places, Amiss.DOUBTFUL) == [blurred, doubtful]
        assert await shown(tx, places, Amiss.NO_FORM) == [formless]
        assert await shown(tx, places, Amiss.ELSEWHERE) == [other, twin]
        assert await shown(tx, places, Amiss.ALL, "0.98.9801.980101.9801011001") == [
            blurred,
            doubtful,
            good,
            waiting,
        ]


async def test_the_same_picture_of_another_size_is_found_elsewhere(
    database: Database, places: Places
) -> None:
    assert gallery.SAME == likeness.SAME
    async with database.transaction() as tx:
        first, again, unlike = [await kept(tx, places, n, 10 + n) for n in range(3)]
        for photo, fine in ((first, "0" * 256), (again, "f" * 14 + "0" * 242), (unlike, "f" * 256)):
            await tx.execute(
                text("update photo set dhash = 77, likeness = :fine where id = :id"),
                {"fine": fine, "id": photo},
            )
        assert await shown(tx, places, Amiss.ELSEWHERE) == [again, first]


async def test_pages_go_on_where_the_last_one_ended(database: Database, places: Places) -> None:
    async with database.transaction() as tx:
        ids = [await kept(tx, places, 0, n) for n in range(1, 8)]
        got, before, rounds = list[int](), None, 0
        while rounds == 0 or before is not None:
            page = await gallery.gallery(
                tx, places.election, EVERYWHERE, before=before, most=3, through=4
            )
            got += [one.id for one in page.photos]
            before, rounds = page.after, rounds + 1
        assert got == ids[::-1]


async def test_a_photo_of_no_station_is_for_whoever_may_see_all_of_its_senders(
    database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        photo = await kept(tx, places, None, 9)
        assert await shown(tx, places, Amiss.UNPLACED) == []
        party = await tx.scalar(
            text(
                "insert into participant (election_id, kind, code, name, short, local_to)"
                " values (:e, 'party', '1', 'Satu', '', '') returning id"
            ),
            {"e": places.election},
        )
        for station in (0, 6):
            await tx.execute(
                text(
                    "insert into mandate (person_id, participant_id, station_id, slot, active)"
                    " values (:p, :q, :s, 1, true)"
                ),
                {"p": places.people[0], "q": party, "s": places.station(station)},
            )
        assert await shown(tx, places, Amiss.UNPLACED) == [photo]
        assert await shown(tx, places, Amiss.UNPLACED, "0.98.9801") == []
        assert await shown(tx, places, Amiss.UNPLACED, "0.98.9801", "0.98.9802") == [photo]


async def test_a_moved_photo_proves_nothing_where_it_lay_and_is_read_anew(
    database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        tally = Tally((100, None, None), None, None)
        await reports.submit(
            tx, Origin(places.people[1]), places.station(0), places.president, tally
        )
        photo = await kept(tx, places, 0, 3)
        claimed = await readings.claim(tx)
        assert claimed is not None
        await read(tx, photo, READ)
    async with database.transaction() as tx:
        to = Target(places.station(1), places.president)
        await move_photo(tx, places.people[4], REVIEWER, photo, to)
    async with database.transaction() as tx:
        row = (await tx.execute(text("select * from photo"))).one()
        assert (row.station_id, row.state, row.reading) == (places.station(1), "waiting", None)
        # A reading that was begun before the move says nothing about the new place.
        page = readings.ReadPage(reading=_nothing(), cells={"1": 1})
        await readings.keep(tx, photo, [page], readings.Hashes())
        row = (await tx.execute(text("select * from photo"))).one()
        assert (row.state, row.reading) == ("waiting", None)
        assert await readings.claim(tx) == claimed
        waits = (await tx.execute(text("select station_id from untyped_ballot"))).scalars().all()
        assert waits == [places.station(1)]
        noted = (
            await tx.execute(text("select * from audit_entry where action = 'photo moved'"))
        ).one()
        assert (noted.actor, noted.subject) == (f"person:{places.people[4]}", f"photo:{photo}")
        assert noted.data["before"]["station"] == places.station(0)
        told = (await tx.execute(text("select whom, event, data from notice"))).one()
        assert (told.whom, told.event) == (places.people[0], "photo_moved")
        assert (told.data["number"], told.data["ballot"]) == (2, "ppwp")


def _nothing() -> object:
    from models.values import FormReading

    return FormReading("c1-ppwp-2024-2", {}, (), 0.1)


async def test_a_reading_that_confirmed_a_result_confirms_it_no_more_when_its_photo_is_moved(
    database: Database, places: Places
) -> None:
    state = text("select evidence from station_result where station_id = :s")
    async with database.transaction() as tx:
        here = {"s": places.station(0)}
        photo = await kept(tx, places, 0, 3, sender=2)
        cells = {"1": 100, "2": 50, "3": 10, "valid": 160, "invalid": 2, "total": 162}
        await read(tx, photo, {**READ, "cells": cells})
        tally = Tally((100, 50, 10), 160, 2, 162)
        await reports.submit(
            tx, Origin(places.people[1]), places.station(0), places.president, tally
        )
        assert await tx.scalar(state, here) == ["reading"]
        await move_photo(
            tx, places.people[4], REVIEWER, photo, Target(places.station(1), places.president)
        )
        assert await tx.scalar(state, here) == []


async def test_a_photo_is_moved_by_reviewers_of_both_places_who_have_no_part_in_it(
    database: Database, places: Places
) -> None:
    here, there = places.station(0), places.station(6)
    kota = (Held(Role.REVIEWER, "0.98.9801"),)
    async with database.transaction() as tx:
        photo = await kept(tx, places, 0, 3)
        tally = Tally((1, 2, 3), None, 0)
        await reports.submit(tx, Origin(places.people[3]), there, places.president, tally)
        refused = (
            (places.people[4], (Held(Role.COORDINATOR),), there, places.president, NotFound),
            (
                places.people[4],
                (Held(Role.REVIEWER, "0.98.9802"),),
                there,
                places.president,
                NotFound,
            ),
            (places.people[4], kota, there, places.president, NotAllowed),
            (places.people[0], REVIEWER, there, places.president, OwnReport),
            (places.people[3], REVIEWER, there, places.president, OwnReport),
            (
                places.people[4],
                (Held(Role.REVIEWER, "", "pair", "1"),),
                there,
                places.president,
                TiedToParticipant,
            ),
            (places.people[4], REVIEWER, there, places.parliament, BadInput),
        )
        for person, held, station, contest, error in refused:
            with pytest.raises(error):
                await move_photo(tx, person, held, photo, Target(station, contest))
        assert await tx.scalar(text("select station_id from photo")) == here
