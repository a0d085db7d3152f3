"""Annotations of one report → reported incidents with claims, and statements."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.model import Annotations, Document, Issue, ReportedIncident, Statement


@dataclass(frozen=True, slots=True)
class Report:
    """What one document reports. `ReportedIncident.id`s are final; `Statement.about` names one of them."""

    doc: Document
    incidents: tuple[ReportedIncident, ...] = ()
    statements: tuple[Statement, ...] = ()
    issues: tuple[Issue, ...] = ()


def read_report(notes: Annotations) -> Report:
    """Everything that an annotated document claims."""
    return Report(notes.doc, (), (), tuple(notes.issues))
