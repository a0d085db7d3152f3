"""The review desk on 20,000 incidents: until its map and timeline are idle, until a list and the next incident stand.

    python benchmarks/desk.py [--incidents 20000] [--register FILE]

Fills a register with the made-up stream of `benchmarks/linking.py`, one report of each incident, serves it, and drives
Chromium without a window (as the tests do). Idle: nothing was drawn and no task ran longer than 50 ms for half a
second. Reach on 2 cores: map and timeline idle within 3 s, an accepted incident followed by the next within 0.5 s.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from linking import World, stream
from rashomon.claims import Report
from rashomon.store import Register
from tests.web.served import ELSEWHERE, chromium, serving, tab

BATCH = 1000
IDLE = """() => new Promise(done => {
  let last = performance.now();
  const later = list => list.getEntries().forEach(task => last = Math.max(last, task.startTime + task.duration));
  new PerformanceObserver(later).observe({type: 'longtask', buffered: true});
  let drawn = document.querySelector('canvas').dataset.drawn;
  const look = () => {
    const now = document.querySelector('canvas').dataset.drawn;
    if (now !== drawn) [drawn, last] = [now, performance.now()];
    if (performance.now() - last > 500) done(last); else setTimeout(look, 20);
  };
  look();
})"""


def made(seed: int) -> Iterator[Report]:
    """One report of each incident, without end."""
    return (report for report, _, _ in stream(World(seed), 10**9) if report.doc.id.endswith("-0"))


def fill(path: Path, wanted: int) -> None:
    """Ingest until there are enough incidents."""
    with Register.open(str(path), create=True) as register:
        reports = made(7)
        while (held := register.count(state="any")) < wanted:
            print(f"  {held} incidents", file=sys.stderr)
            register.ingest(list(islice(reports, BATCH)), version="benchmark", components={})


def seconds(work: Any) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(path: Path) -> None:
    """Serve the register and time what a person does."""
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-dev-shm-usage", f"--host-resolver-rules={ELSEWHERE}"]
    with serving(path) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        with tab(browser, running) as desk:
            page = desk.page
            page.set_default_timeout(120_000)
            page.locator("#incident-title").wait_for()
            idle = []
            for _ in range(5):
                page.goto(f"{running.base}/map")
                page.locator("canvas[data-drawn]").wait_for()
                idle.append(page.evaluate(IDLE) / 1000)
            print(f"map and timeline idle: {statistics.median(idle):.2f} s (slowest {max(idle):.2f})")
            print(f"discs drawn: {page.locator('canvas').get_attribute('data-drawn')}")
            steps = [
                seconds(lambda: (page.locator("canvas").focus(), page.keyboard.press("+"), frame(page)))
                for _ in range(5)
            ]
            print(f"one step of zoom, drawn: {statistics.median(steps) * 1000:.0f} ms")
            first = seconds(
                lambda: (page.goto(f"{running.base}/incidents"), page.locator("#incident-title").wait_for())
            )
            print(f"queue and first incident: {first:.2f} s")
            following = [seconds(lambda: accepted(page)) for _ in range(10)]
            print(
                f"accept, and the next stands: {statistics.median(following):.2f} s (slowest {max(following):.2f})"
            )
        browser.close()


def frame(page: Any) -> None:
    """Wait until two frames were drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def accepted(page: Any) -> None:
    """Accept the incident that is open; the next one stands."""
    before = page.url
    page.keyboard.press("a")
    page.wait_for_function(
        "url => location.href !== url && document.querySelector('#incident-title')", arg=before
    )


def main() -> None:
    """Fill a register, or take one, and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--register", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.register or Path(folder) / "register.db"
        print(f"filled in {seconds(lambda: fill(path, asked.incidents)):.0f} s", file=sys.stderr)
        measure(path)


if __name__ == "__main__":
    main()
