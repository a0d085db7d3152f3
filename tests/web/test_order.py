"""The queue, without a browser: who goes on in it goes on in the order that they began with."""

from pathlib import Path

from rashomon.views.sketches import Filter
from rashomon.web.desk import Desk
from tests.store.made import report


def test_the_order_stays_while_a_person_works_through_it(tmp_path: Path) -> None:
    desk = Desk(str(tmp_path / "r.db"), author="Ada")
    towns = ("Mosul", "Kirkuk", "Tikrit", "Basra")
    desk.register.ingest(
        [report(f"d{n}", town=town, day=f"2024-0{n + 1}-01") for n, town in enumerate(towns)],
        version="test", components={},
    )  # fmt: skip
    order = [w.id for w in desk.waiting(Filter())]
    first = desk.listed(Filter(), "queue", 2, None)
    for sketch in first["results"]:
        desk.decide("accept", [sketch["id"]], reason="", details={}, expect={}, request=None)
    rest = desk.listed(Filter(), "queue", 2, first["after"])
    assert [s["id"] for s in (*first["results"], *rest["results"])] == order
    assert [s["id"] for s in desk.listed(Filter(), "queue", 4, None)["results"]] == order[2:]
    desk.close()
