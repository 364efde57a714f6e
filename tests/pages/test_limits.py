"""How fast one phone may send."""

from api.phone.limits import Limits


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_then_it_drips() -> None:
    clock = Clock()
    limits = Limits(burst=3, per_second=0.5, clock=clock)
    assert [limits.wait("siti") for _ in range(4)] == [0, 0, 0, 2]
    assert limits.wait("budi") == 0
    clock.now += 1
    assert limits.wait("siti") == 1
    clock.now += 1
    assert [limits.wait("siti") for _ in range(2)] == [0, 2]


def test_a_rest_fills_the_bucket_and_no_more() -> None:
    clock = Clock()
    limits = Limits(burst=2, per_second=1, clock=clock)
    assert [limits.wait("siti") for _ in range(2)] == [0, 0]
    clock.now += 1000
    assert [limits.wait("siti") for _ in range(3)] == [0, 0, 1]
