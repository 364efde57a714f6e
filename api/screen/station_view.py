"""What a station's page shows, gathered for one viewer: what may be seen there and named."""

from dataclasses import dataclass

from api.screen import ballot_view
from api.screen.ballot_view import Column, Revision, Row
from api.screen.field_words import FieldWords
from api.screen.gate import Viewer
from api.screen.small_map import SmallMap, small_map
from bot.base.places import place_of
from bot.engine.facts import StationPlace
from models.rules.rights import Action, may
from models.stores.audit import sources, station_story
from models.stores.audit.station_story import Decided, Differed, Entry, StationPhoto, Story
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.placed import PlacedStation
from models.stores.persons import mandates
from models.stores.reading import cells_read
from models.stores.reading.cells_read import CellRead
from models.values import Json

_ENTRIES = 100
"""Entries of the log on one page; the API shows the rest."""


@dataclass(frozen=True, slots=True)
class BallotView:
    """A ballot of the station as the page shows it."""

    id: int
    ballot: str
    title: str
    result: Json
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    revisions: tuple[Revision, ...]
    findings: tuple[str, ...]
    decided: tuple[Decided, ...]
    dispute: Differed | None


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a photo: boxes by cell, each with the field's name and what counts there."""

    number: int
    form: str | None
    findings: tuple[str, ...]
    read: tuple[tuple[CellRead, str, int | None], ...]


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo with the pages that were read on it."""

    photo: StationPhoto
    code: str
    ballot: str
    pages: tuple[PageView, ...]


@dataclass(frozen=True, slots=True)
class StationView:
    """All that the page shows; `names` of people by id, for whoever leads them."""

    said: Json
    place: StationPlace
    story: Story
    ballots: tuple[BallotView, ...]
    photos: tuple[PhotoView, ...]
    where: SmallMap | None
    names: dict[int, str]
    entries: list[Entry] | None


async def station_view(
    tx: Transaction, loaded: LoadedElection, code: str, viewer: Viewer, language: str
) -> StationView:
    """The page of a station that the viewer may see. Raises NotFound."""
    number, path = await sources.station_place(tx, loaded, code)
    said = await sources.station(tx, loaded, code)
    reports = [one for ballot in said["ballots"] for one in ballot["reports"]]
    story = await station_story.story(tx, number, {one["message"] for one in reports})
    row = await station_story.placed(tx, number)
    place = place_of(row, await mandates.areas_above(tx, loaded.id, {path}), loaded)
    contests = await elections.station_contests(tx, number)
    words = {
        (one.ballot.value, one.code): FieldWords(loaded, place, id_, one, language)
        for id_, one in contests.items()
    }
    ids = {(one.ballot.value, one.code): id_ for id_, one in contests.items()}
    ballots = tuple(
        _ballot(one, ids[key], words[key], story)
        for one in said["ballots"]
        if (key := (one["ballot"], one["contest"])) in words
    )
    return StationView(
        said,
        place,
        story,
        ballots,
        tuple(_photo(one, ballots, words, ids) for one in _shown(story, viewer, loaded, path)),
        _where(row, story),
        await _names(tx, viewer, loaded, path, reports, story),
        await _entries(tx, viewer, loaded, (number, code, path), reports, story),
    )


def _ballot(said: Json, id_: int, words: FieldWords, story: Story) -> BallotView:
    photos = [
        (one.id, {read.cell: read.value for read in cells_read.on(one.id, one.pages)})
        for one in story.photos
        if one.contest_id == id_
    ]
    sources_ = ballot_view.columns(said["reports"], photos)
    counted = [one for one in said["reports"] if one["counts"]]
    dispute = [one for one in story.disputes if one.contest_id == id_ and one.closed_at is None]
    return BallotView(
        id_,
        said["ballot"],
        words.ballot(),
        said,
        tuple(column for column, _ in sources_),
        ballot_view.rows(words.contest, sources_, said["disputed"], words.field),
        ballot_view.revisions(said["reports"], words.field, words.findings),
        tuple(words.findings(counted[0]["findings"])) if counted else (),
        tuple(one for one in story.decided if one.contest_id == id_),
        dispute[0] if dispute else None,
    )


def _shown(
    story: Story, viewer: Viewer, loaded: LoadedElection, path: str
) -> tuple[StationPhoto, ...]:
    """Photos of incidents are for those who handle them."""
    handles = may(viewer.caller.roles(loaded.id), Action.HANDLE_INCIDENT, path)
    return tuple(one for one in story.photos if one.purpose != "incident" or handles)


def _photo(
    photo: StationPhoto,
    ballots: tuple[BallotView, ...],
    words: dict[tuple[str, str], FieldWords],
    ids: dict[tuple[str, str], int],
) -> PhotoView:
    own = next((key for key, id_ in ids.items() if id_ == photo.contest_id), None)
    ballot = next((one for one in ballots if one.id == photo.contest_id), None)
    counted = _counted(ballot)
    read = list(cells_read.on(photo.id, photo.pages))
    pages = tuple(
        PageView(
            number,
            page["form"],
            tuple(one["code"] for one in page["findings"]),
            tuple(
                (one, words[own].field(one.cell) if own else one.cell, counted.get(one.cell))
                for one in read
                if one.page == number
            ),
        )
        for number, page in enumerate(photo.pages)
    )
    code, title = (ballot.ballot, ballot.title) if ballot else ("", "")
    return PhotoView(photo, code, title, pages)


def _counted(ballot: BallotView | None) -> dict[str, int | None]:
    """What the recap takes of a ballot, by cell."""
    if ballot is None or not ballot.columns or not ballot.columns[0].counts:
        return {}
    return {row.cell: row.figures[0] for row in ballot.rows}


def _where(placed: PlacedStation, story: Story) -> SmallMap | None:
    places = [_point(one.lat, one.lon) for one in story.present]
    area = _point(placed.area_lat, placed.area_lon)
    return small_map(_point(placed.lat, placed.lon), area, places)


def _point(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    return None if lat is None or lon is None else (lat, lon)


async def _names(
    tx: Transaction,
    viewer: Viewer,
    loaded: LoadedElection,
    path: str,
    reports: list[Json],
    story: Story,
) -> dict[int, str]:
    """Names as the chat tells them: to whoever leads the witnesses there."""
    if not may(viewer.caller.roles(loaded.id), Action.LEAD_WITNESSES, path):
        return {}
    people = {one[who] for one in reports for who in ("person", "said_by")}
    people |= {one.person_id for one in story.present} | {one.person_id for one in story.photos}
    people |= {one.person_id for one in story.decided}
    return await station_story.names(tx, people)


async def _entries(
    tx: Transaction,
    viewer: Viewer,
    loaded: LoadedElection,
    place: tuple[int, str, str],
    reports: list[Json],
    story: Story,
) -> list[Entry] | None:
    """The log of the station, its reports and photos, for whoever may read it there; else None."""
    number, code, path = place
    if not may(viewer.caller.roles(loaded.id), Action.READ_AUDIT, path):
        return None
    subjects = [f"station:{code}", f"station:{number}"]
    subjects += [f"report:{one}" for one in dict.fromkeys(one["report"] for one in reports)]
    subjects += [f"photo:{one.id}" for one in story.photos if one.purpose != "incident"]
    return await station_story.entries(tx, subjects, _ENTRIES)
