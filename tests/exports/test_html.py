"""The self-contained page: safe, whole, the same bytes twice."""

import json
import re

from rashomon.exports.html import page_data, write_html
from tests.builders import incident_coding


def test_hostile_text_stays_text() -> None:
    coding = incident_coding(text="Two killed </script><script>alert(1)</script> <!-- in Baghdad")
    page = write_html(coding)
    assert "<script>alert(1)" not in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert data is not None
    assert json.loads(data.group(1))["documents"][0]["text"] == coding.documents[0].text


def test_the_page_asks_for_nothing() -> None:
    page = write_html(incident_coding())
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=["']?https?:""", page)


def test_same_coding_same_bytes() -> None:
    assert write_html(incident_coding()) == write_html(incident_coding())


def test_every_claim_is_on_the_board() -> None:
    incident = page_data(incident_coding())["incidents"][0]
    shown = {c for row in incident["board"]["rows"] for cell in row["cells"] for c in cell["claims"]}
    assert shown == {c["id"] for c in incident["claims"]}
