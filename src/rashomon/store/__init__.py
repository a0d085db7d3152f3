"""The register: documents and their original bytes, readings, incidents, and the audit log."""

from rashomon.store.register import Ingested, Register

__all__ = ["Ingested", "Register"]
