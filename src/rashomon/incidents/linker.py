"""The order of linking: copies → clusters of reported incidents → fused incidents, statements and actors.

`Linker` takes reports one at a time and holds what it needs to compare the next; `link_reports` adds all of
them. The result depends on the set of reports alone, never on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rashomon.config import Config
from rashomon.incidents.actors import actor_records
from rashomon.incidents.copies import CopyIndex, credit
from rashomon.incidents.fusion import FusionContext, fuse
from rashomon.incidents.policies import Policy
from rashomon.incidents.voices import Origins
from rashomon.model import Coding, ReportedIncident, Statement

if TYPE_CHECKING:
    from rashomon.claims import Report

Key = tuple[str, str]  # (document id, id of the reported incident)


def link_reports(reports: Sequence[Report], config: Config) -> Coding:
    """Link the incidents of many reports. The order of the reports does not change the result."""
    linker = Linker(config)
    for report in reports:
        linker.add(report)
    return linker.coding()


class Linker:
    """Reports added so far, and the incidents that they make together."""

    def __init__(self, config: Config) -> None:
        self.policy = Policy(config.policy, config.source_priority)
        self.reports: dict[str, Report] = {}
        self.copies = CopyIndex()

    def add(self, report: Report) -> None:
        """Take in one report. Raises ValueError when one of the same document is there already."""
        self.copies.add(report.doc)
        self.reports[report.doc.id] = report

    def coding(self) -> Coding:
        """All incidents, statements and actors of the reports added so far."""
        reports = [self.reports[id] for id in sorted(self.reports)]
        clusters = self.clusters(reports)
        incident_of = {
            (m.document, m.id): min(n.id for n in cluster) for cluster in clusters for m in cluster
        }
        context = FusionContext(
            self.origins(reports),
            self.policy,
            lambda document, id: incident_of.get((document, id), id),
        )
        incidents = tuple(sorted((fuse(c, context) for c in clusters), key=lambda i: i.id))
        return Coding(
            tuple(r.doc for r in reports),
            self.copies.originals(),
            actor_records(incidents),
            incidents,
            tuple(point(s, incident_of) for r in reports for s in r.statements),
            tuple(issue for r in reports for issue in r.issues),
        )

    def origins(self, reports: Sequence[Report]) -> Origins:
        """Where each report's text comes from."""
        return Origins(
            docs={r.doc.id: r.doc for r in reports},
            originals=self.copies.originals(),
            outlets={r.doc.id: credit(r.doc) or r.doc.publisher or r.doc.id for r in reports},
        )

    def clusters(self, reports: Sequence[Report]) -> list[list[ReportedIncident]]:
        """Groups of reported incidents that are one incident. Equal ids are equal words: always one."""
        groups: dict[str, list[ReportedIncident]] = {}
        for incident in (i for r in reports for i in r.incidents):
            groups.setdefault(incident.id, []).append(incident)
        return list(groups.values())


def point(statement: Statement, incident_of: dict[Key, str]) -> Statement:
    """A statement that names the incident instead of the report's own record of it."""
    if statement.about is None:
        return statement
    return replace(statement, about=incident_of.get((statement.document, statement.about), statement.about))
