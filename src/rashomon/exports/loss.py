"""What a format could not hold: said with every export, counted and listed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rashomon.exports.base import Export, Exporter

SHOWN = 6  # lines of the summary


@dataclass
class Loss:
    """Ids of records that are not in the export, by what they are and why."""

    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    held: int = 0  # incidents that are in the export

    def add(self, what: str, reason: str, *ids: str) -> None:
        """`what` (incident, claim, role, account, statement, value) is missing, for `reason`."""
        self.found.setdefault((what, reason), []).extend(ids)

    def json(self, format: str) -> dict[str, Any]:
        """The whole report."""
        return {
            "format": format,
            "incidents": self.held,
            "lost": [
                {"what": what, "reason": reason, "count": len(ids), "ids": sorted(ids)}
                for (what, reason), ids in sorted(self.found.items())
            ],
        }

    def text(self, format: str) -> str:
        """The whole report as indented JSON."""
        return json.dumps(self.json(format), ensure_ascii=False, indent=1) + "\n"

    def summary(self, format: str) -> str:
        """A few lines for people, what was lost most first."""
        rows = sorted(self.found.items(), key=lambda row: (-len(row[1]), row[0]))
        if not rows:
            return f"{format}: {self.held} incidents, nothing lost"
        lines = [f"{format}: {self.held} incidents. Not in this format:"]
        lines += [f"  {len(ids)} × {what}: {reason}" for (what, reason), ids in rows[:SHOWN]]
        if len(rows) > SHOWN:
            lines.append(f"  and {len(rows) - SHOWN} more kinds; --loss FILE lists everything")
        return "\n".join(lines)


def count_claims(export: Export, exporter: Exporter) -> None:
    """Note the claims, accounts and statements that an exporter's columns cannot hold."""
    left_out = {id for (what, _), ids in export.loss.found.items() if what == "incident" for id in ids}
    for incident in export.incidents:
        if incident.id in left_out:
            continue
        said: dict[str, set[str]] = {}
        for claim in incident.claims:
            if claim.role not in exporter.roles:
                export.loss.add("claim", f"no place for the role {claim.role}", claim.id)
            elif exporter.accounts == "notes":
                export.loss.add("account", "kept as words in a note, without evidence", claim.id)
            elif exporter.accounts == "one":
                said.setdefault(claim.role, set()).add(claim.source.name)
                export.loss.add("account", "no place for who says it and in which words", claim.id)
            elif not exporter.quotes:
                export.loss.add("evidence", "the claim is there, its words are not", claim.id)
        for role, sources in sorted(said.items()):
            if len(sources) > 1:
                export.loss.add("disagreement", f"several sources on {role}, one value", incident.id)
    if not exporter.statements:
        for statement in export.coding.statements:
            export.loss.add("statement", "no place for speech acts", statement.id)
