"""The register: documents and their original bytes, readings, decisions, the audit log, and the
incidents that they give.
"""

from rashomon.store.changes import Change
from rashomon.store.deciding import Decided
from rashomon.store.ingesting import Ingested
from rashomon.store.queries import Filter
from rashomon.store.register import Register

__all__ = ["Change", "Decided", "Filter", "Ingested", "Register"]
