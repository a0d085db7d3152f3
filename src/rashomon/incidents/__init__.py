"""Reported incidents → incidents: copies found, mentions linked, values fused by policy (docs/linking.md)."""

from rashomon.incidents.linker import Linker, link_reports

__all__ = ["Linker", "link_reports"]
