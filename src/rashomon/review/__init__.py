"""What persons decide about the machine's records: append-only, with author, time and reason, and replayed
over a rebuild.

This stage knows nothing of databases: it says which decisions are in force, finds again in a new reading what
a decision was about, and applies it. The register (`store`) keeps the decisions.
"""

from rashomon.review.apply import Docket
from rashomon.review.decisions import Anchor, Decision

__all__ = ["Anchor", "Decision", "Docket"]
