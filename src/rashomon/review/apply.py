"""Decisions applied: to a report before it is linked, to linking, and to incidents after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rashomon.claims import Report
from rashomon.claims.labels import label_of
from rashomon.incidents.judgements import Judgement
from rashomon.model import Claim, Incident, Issue, Mention, ReportedIncident
from rashomon.review.attach import find_claim, find_mention
from rashomon.review.decisions import Anchor, Decision, added_claim, corrected_claim, in_force


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an incident stands with its reviewers."""

    state: str = "coded"  # coded, accepted, rejected
    assigned: str | None = None
    reviewed: int | None = None  # sequence number of the decision that gave the state


class Docket:
    """All decisions of a register, ready to be applied. A pure function of the decisions."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all = tuple(sorted(decisions, key=lambda d: d.sequence))
        self.held = in_force(self.all)
        self._on_claims: dict[str, list[Decision]] = defaultdict(list)
        self._on_incidents: dict[str, list[tuple[Decision, Anchor]]] = defaultdict(list)
        for decision in self.held:
            if decision.about_claim or decision.kind == "add":
                self._on_claims[decision.anchors[0].sha256].append(decision)
            else:
                for anchor in decision.anchors:
                    self._on_incidents[anchor.sha256].append((decision, anchor))

    # Before linking ---------------------------------------------------------------------------------------

    def correct(self, report: Report) -> Report:
        """A report with the claims that persons rejected, corrected or added."""
        return self._corrected(report)[0]

    def unattached(self, report: Report) -> list[Issue]:
        """Decisions about words of this report of which the newest reading has nothing left."""
        lost = self._corrected(report)[1]
        for decision, anchor in self._on_incidents.get(report.doc.sha256, ()):
            if find_mention(anchor, report) is None:
                lost.append(_lost(decision, anchor, report))
        return lost

    def _corrected(self, report: Report) -> tuple[Report, list[Issue]]:
        lost: list[Issue] = []
        decisions = self._on_claims.get(report.doc.sha256, ())
        for decision in decisions:
            if decision.kind == "add":
                mention = find_mention(decision.anchors[0], report)
                if mention is None:
                    lost.append(_lost(decision, decision.anchors[0], report))
                else:
                    report = _add(report, mention, added_claim(decision, report.doc.id, report.doc.text))
        changes: dict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            if decision.kind != "add":
                claim = find_claim(decision.anchors[0], report)
                if claim is None:
                    lost.append(_lost(decision, decision.anchors[0], report))
                else:
                    changes[claim.id].append(decision)
        return (_change(report, changes) if changes else report), lost

    # Linking ----------------------------------------------------------------------------------------------

    def judgements(self) -> tuple[Judgement, ...]:
        """What is judged the same or different, in the form that linking takes. Sequence stands for time."""
        found = []
        for decision in self.held:
            for verdict, a, b in _pairs(decision):
                time = f"{decision.sequence:012d}"
                found.append(
                    Judgement(verdict, a.id, b.id, decision.author, time, f"{decision.id} {decision.reason}")  # type: ignore[arg-type]
                )
        return tuple(found)

    def linking_anchors(self) -> dict[str, Anchor]:
        """Id → anchor, of everything that `judgements` names."""
        return {x.id: x for decision in self.held for _, a, b in _pairs(decision) for x in (a, b)}

    # After linking ----------------------------------------------------------------------------------------

    def about(self, incident: Incident, reports: dict[str, Report]) -> list[Decision]:
        """Decisions in force about an incident as a whole, oldest first. `reports` are those of its
        mentions.
        """
        ids = {m.id for m in incident.mentions}
        found: dict[str, Decision] = {}
        for sha in {report.doc.sha256 for report in reports.values()}:
            for decision, anchor in self._on_incidents.get(sha, ()):
                mention = _attached(anchor, reports)
                if mention is not None and mention in ids:
                    found[decision.id] = decision
        return sorted(found.values(), key=lambda d: d.sequence)

    def finish(self, incident: Incident, reports: dict[str, Report]) -> tuple[Incident, Standing]:
        """An incident with what persons set, and where it stands."""
        standing, named = Standing(), False
        for decision in self.about(incident, reports):
            if decision.kind == "correct":
                incident = replace(incident, **_fields(incident, decision.details))
                named = named or "label" in decision.details
                if (
                    not named
                ):  # the label says what, where and when: it follows what a person corrected of these
                    incident = replace(incident, label=label_of(incident.type, incident.date, incident.place))
            elif decision.kind in ("accept", "reject"):
                state = "accepted" if decision.kind == "accept" else "rejected"
                standing = replace(standing, state=state, reviewed=decision.sequence)
            elif decision.kind == "assign":
                standing = replace(standing, assigned=decision.details.get("to"))
        return incident, standing


def _attached(anchor: Anchor, reports: dict[str, Report]) -> str | None:
    """Id of the mention that an anchor means among the reports of an incident; reprints have the same
    bytes.
    """
    for document in sorted(reports, key=lambda id: (id != anchor.document, id)):
        if reports[document].doc.sha256 == anchor.sha256:
            mention = find_mention(anchor, reports[document])
            if mention is not None:
                return mention.id
    return None


def _fields(incident: Incident, details: Any) -> dict[str, Any]:
    values = dict(details)
    for name in ("date", "place"):
        if name in values:
            given = dict(values[name])
            if "countries" in given:
                given["countries"] = tuple(given["countries"] or ())
            elif given.get("country"):
                given["countries"] = (given["country"],)
            values[name] = replace(getattr(incident, name), **given)
    return values


def _pairs(decision: Decision) -> list[tuple[str, Anchor, Anchor]]:
    """Verdicts on pairs of mentions that a decision amounts to."""
    anchors = decision.anchors
    if decision.kind in ("same", "merge"):
        return [("same", anchors[0], other) for other in anchors[1:]]
    if decision.kind == "different":
        return [("different", anchors[0], anchors[1])]
    if decision.kind == "split":
        parted = decision.details["parted"]
        stay, leave = anchors[:-parted], anchors[-parted:]
        same = [("same", part[0], other) for part in (stay, leave) for other in part[1:]]
        return [*same, ("different", stay[0], leave[0])]
    return []


def _add(report: Report, mention: Mention, claim: Claim) -> Report:
    """A report with a claim more, in the incident that holds a mention."""
    incidents = (
        replace(i, claims=(*i.claims, claim)) if mention in i.mentions else i for i in report.incidents
    )
    return replace(report, incidents=tuple(incidents))


def _change(report: Report, changes: Mapping[str, Sequence[Decision]]) -> Report:
    """A report with decisions applied to its claims, by id: the newest word on acceptance, all
    corrections in turn.
    """

    def judged(claim: Claim) -> Claim | None:
        rejected = False
        for decision in changes.get(claim.id, ()):
            if decision.kind in ("accept", "reject"):
                rejected = decision.kind == "reject"
            elif decision.kind == "correct":
                claim = corrected_claim(claim, decision.details, report.doc.text)
        return None if rejected else claim

    def changed(incident: ReportedIncident) -> ReportedIncident:
        return replace(incident, claims=tuple(c for c in map(judged, incident.claims) if c is not None))

    return replace(report, incidents=tuple(map(changed, report.incidents)))


def _lost(decision: Decision, anchor: Anchor, report: Report) -> Issue:
    message = (
        f"decision {decision.id} ({decision.kind}) is about {anchor.quote[:60]!r}, of which the newest reading of "
        f"{report.doc.id} has nothing; decide again or undo it"
    )
    return Issue(report.doc.id, "review", "decision_unattached", message, anchor.start, anchor.end)
