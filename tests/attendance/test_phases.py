"""When a phase calls for a run: zones apart, once, nothing old, and only the last after a stop."""

from datetime import UTC, datetime, timedelta

from models.rules.phases import Phase, Run, Slot, due, moment, since, slots

WIB, WIT = "Asia/Jakarta", "Asia/Jayapura"
HADIR = Phase("check_in", "Hadir", datetime(2024, 2, 14, 7))
PPWP = Phase("ppwp", "Presiden", datetime(2024, 2, 14, 18), datetime(2024, 2, 14, 13))
SIX_HOURS = timedelta(hours=6)


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of 14 February in UTC."""
    return datetime(2024, 2, 14, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)


def runs(told: tuple[Slot, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(slot.phase.code, slot.run.value, slot.zones) for slot in told]


def test_one_moment_is_another_hour_in_papua_than_on_java() -> None:
    every = slots([HADIR], [WIB, WIT, "Asia/Pontianak"])
    assert len(every) == 4  # two zones of the same hour share their runs
    told, _ = due(every, [], at(-2, 15), SIX_HOURS)  # 05.15 WIB, 07.15 WIT
    assert runs(told) == [("check_in", "alert", (WIT,))]
    told, _ = due(every, [], at(-1, 15), SIX_HOURS)  # 06.15 WIB
    assert runs(told)[0] == ("check_in", "remind", (WIB, "Asia/Pontianak"))


def test_a_time_with_an_offset_is_one_moment_everywhere() -> None:
    fixed = Phase("copies", "Salinan", datetime(2024, 2, 15, 12, tzinfo=UTC))
    assert len(slots([fixed], [WIB, WIT])) == 2
    assert moment(fixed.by, WIB) == moment(fixed.by, WIT)


def test_what_was_done_is_not_done_again_when_the_clock_is_set_back() -> None:
    every = slots([HADIR], [WIB])
    told, _ = due(every, [], at(0, 20), SIX_HOURS)
    assert runs(told) == [("check_in", "alert", (WIB,))]
    done = {slot.key for slot in every}
    for moment_ in (at(0, 20), at(-1), at(0, 15), at(3)):
        assert due(every, done, moment_, SIX_HOURS) == ((), ())


def test_after_a_stop_only_the_last_is_told() -> None:
    every = slots([HADIR, PPWP], [WIB])
    told, missed = due(every, [], at(12), timedelta(hours=24))  # 19.00 WIB, off since dawn
    assert runs(told) == [("ppwp", "alert", (WIB,))]
    assert {(s.phase.code, s.run) for s in missed} == {
        ("check_in", Run.ALERT),
        ("check_in", Run.REMIND),
        ("ppwp", Run.REMIND),
    }


def test_what_falls_on_one_moment_is_all_told() -> None:
    photos = Phase("photos", "Foto", PPWP.by)
    told, _ = due(slots([PPWP, photos], [WIB]), [], at(11, 16), SIX_HOURS)
    assert [slot.phase.code for slot in told if slot.run is Run.ALERT] == ["ppwp", "photos"]


def test_an_election_of_long_ago_is_silent() -> None:
    every = slots([HADIR, PPWP], [WIB, WIT])
    told, missed = due(every, [], at(24 * 600), SIX_HOURS)
    assert told == ()
    assert len(missed) == len(every)


def test_nobody_is_reminded_where_the_pack_says_zero() -> None:
    quiet = Phase("check_in", "Hadir", HADIR.by, remind=timedelta(0))
    assert {slot.run for slot in slots([quiet], [WIB])} == {Run.ALERT}


def test_a_check_in_counts_from_the_day_of_the_phase() -> None:
    assert since(HADIR, WIB) == at(-7)
    assert since(HADIR, WIT) == at(-9)
    assert since(PPWP, WIB) == at(6)
