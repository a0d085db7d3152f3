"""Takes the pictures of the review desk in docs/images, from a register of the example reports.

    python tools/screenshots.py [--register FILE]

Needs Chromium, as the tests do. Look at every picture before committing it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from PIL import Image

from rashomon import api
from tests.web.served import ELSEWHERE, Tab, chromium, serving, tab

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
LAYERS = ("claims", "speakers", "times", "places")


def take(desk: Tab, scheme: str, sizes: dict[str, tuple[int, int]]) -> None:
    """Every picture in one scheme of colours."""
    desk.page.emulate_media(color_scheme=scheme)
    listed = desk.get("/incidents?limit=200&order=date&contested=true")["results"]
    id = max(listed, key=lambda sketch: (sketch["reports"], sketch["id"]))["id"]
    claims = desk.get(f"/incidents/{id}")["incident"]["claims"]
    toll = next(c for c in claims if c["role"] == "killed" and c["source"]["kind"] != "outlet")
    addresses = {
        "queue": "/incidents",
        "incident": f"/incidents/{id}?order=date",
        "report": f"/incidents/{id}?order=date&report={toll['document']}&claim={toll['id']}",
        "map": "/map?since=2015-01-01",
    }
    for name, address in addresses.items():
        desk.page.set_viewport_size(dict(zip(("width", "height"), sizes[name], strict=True)))
        desk.page.goto(desk.served.base + address)
        desk.page.wait_for_load_state("networkidle")
        desk.page.locator(
            {"map": "canvas[data-drawn]", "report": ".mark-speakers"}.get(name, ".minimap .land")
        ).first.wait_for()
        desk.page.wait_for_timeout(600)
        picture = Image.open(BytesIO(desk.page.screenshot()))
        picture.quantize(128, dither=Image.Dither.NONE).save(IMAGES / f"{name}-{scheme}.png", optimize=True)


def main() -> None:
    """Make a register, or take one, and take the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--register", type=Path)
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = asked.register or Path(folder) / "examples.db"
        if not path.exists():
            api.ingest(api.read([str(ROOT / "examples" / "reports.jsonl")]), str(path), author="Ada")
        flags: list[Any] = ["--no-sandbox", "--disable-dev-shm-usage", f"--host-resolver-rules={ELSEWHERE}"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        sizes = {"queue": (1440, 900), "incident": (1280, 1500), "report": (1440, 900), "map": (1440, 900)}
        with serving(path) as running:
            for scheme in ("light", "dark"):
                with tab(browser, running, layers=LAYERS) as desk:
                    desk.page.set_default_timeout(120_000)
                    take(desk, scheme, sizes)
        browser.close()


if __name__ == "__main__":
    main()
