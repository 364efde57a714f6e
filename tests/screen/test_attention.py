"""What waits stands beside the count, for whom it is; the tree leads everywhere that is theirs."""

import re

from models.values import Role
from tests.cases.desk import STATION, Desk
from tests.cases.test_disputes import report
from tests.desks.office import incident
from tests.screen.conftest import screen_of


def waiting(page: str) -> dict[str, str]:
    """What the card says: words and number."""
    found = re.findall(r"<li[^>]*>\s*<(?:a|span)[^>]*>([^<]+)</(?:a|span)> <b>([^<]+)</b>", page)
    return dict(found)


async def test_disputes_and_incidents_of_the_area_wait_there_and_lead_to_where_they_are_handled(
    desk: Desk,
) -> None:
    one, two = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    await report(one, "ppwp 102 87 3 sah 192 tidak sah 3 jumlah 195")
    await report(two, "ppwp 102 78 3 sah 183 tidak sah 3 jumlah 186")
    await incident(one, "amplop di depan TPS")
    leader = await screen_of(desk, Role.COORDINATOR, "980101", 7)
    shown = await leader.get("/screen")
    assert waiting(shown)["Selisih belum diputuskan"] == "1"
    assert waiting(shown)["Kejadian belum ditangani"] == "1"
    assert f"/screen/station/{STATION}?ballot=ppwp" in shown
    assert "/screen/incidents?area=980101&amp;state=open" in shown
    assert "/screen/queue" not in shown, "a coordinator does not decide"
    far = await screen_of(desk, Role.COORDINATOR, "9871", 8)
    assert set(waiting(await far.get("/screen")).values()) == {"0"}
    assert (await far.client.get("/screen/attention/980101")).status_code == 404


async def test_who_decides_is_led_to_the_queue_and_who_leads_nobody_sees_no_incidents(
    desk: Desk,
) -> None:
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", 7)
    shown = await reviewer.get("/screen/attention/9801")
    assert 'href="/screen/queue"' in shown
    assert list(waiting(shown)) == ["Selisih belum diputuskan"]


async def test_the_tree_begins_with_the_own_area_and_holds_what_lies_on_the_way(
    desk: Desk,
) -> None:
    leader = await screen_of(desk, Role.COORDINATOR, "9801", 7)
    shown = await leader.get("/screen/area/980101")
    tree = re.search(r'<details class="tree">(.*?)</details>', shown, re.S)
    assert tree is not None
    areas = re.findall(r'href="/screen/area/([\w.]+)\?', tree[1])
    assert areas[0] == "9801"
    assert "980101" in areas
    assert any(code.startswith("980101") and len(code) > 6 for code in areas)
    assert all(code.startswith("9801") for code in areas)
