"""Annotations of one report → reported incidents with claims, and statements.

Every value of a role, by every source that says it, is one claim with its words (docs/codebook.md has the
rules). What
cannot be read becomes an issue, never a guess.
"""

from rashomon.claims.report import Report, read_report

__all__ = ["Report", "read_report"]
