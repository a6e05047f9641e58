"""What is wrong with a draft: its numbers, its durations, its flow chart.

A draft may be saved with faults, so that nothing which was typed is lost; it may not be published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import (
    DurationBasis,
    EdgeKind,
    FlowEdge,
    FlowNode,
    NodeType,
    ProcedureStep,
    ProcedureVersion,
)

_WITH_NUMBERS = {DurationBasis.RANGE, DurationBasis.FIXED, DurationBasis.PER_ACTIVITY}


@dataclass(frozen=True)
class Fault:
    """Something to mend, and where it stands: `steps` or `flow`."""

    section: str
    message: str

    def __str__(self) -> str:
        return self.message


def faults(version: ProcedureVersion) -> list[Fault]:
    """Everything that keeps a version from being published."""
    steps = list(version.steps.all())
    nodes, edges = list(version.flow_nodes.all()), list(version.flow_edges.all())
    found = [Fault("steps", message) for message in _numbering(steps)]
    found += [Fault("steps", message) for step in steps for message in _duration(step)]
    found += [Fault("flow", message) for message in _boxes(nodes, steps)]
    found += [Fault("flow", message) for message in _ways(nodes, edges)]
    found += [Fault("flow", message) for message in _decisions(nodes, edges)]
    found += [Fault("flow", message) for message in _lost(nodes, edges)]
    return found


def _numbering(steps: list[ProcedureStep]) -> Iterator[str]:
    counts = Counter(step.seq for step in steps)
    if not steps:
        yield _("The table has no step.")
    for seq in sorted(seq for seq, times in counts.items() if times > 1):
        yield _("Step number %(seq)s is there more than once.") % {"seq": seq}
    # A huge number must not ask for as many messages.
    missing = [seq for seq in range(1, len(counts) + 1) if seq not in counts]
    for seq in missing:
        yield _("Step number %(seq)s is missing.") % {"seq": seq}
    if [step.seq for step in steps] != sorted(step.seq for step in steps):
        yield _("The steps do not stand in the order of their numbers.")


def _duration(step: ProcedureStep) -> Iterator[str]:
    low, high, basis = step.duration_min, step.duration_max, step.duration_basis
    where = {"seq": step.seq}
    if basis not in _WITH_NUMBERS:
        if low is not None or high is not None or step.duration_unit:
            yield _("Step %(seq)s: this basis of the duration has neither days nor a unit.") % where
    elif low is None or high is None or not step.duration_unit:
        yield _("Step %(seq)s: this basis of the duration needs both days and their unit.") % where
    elif low > high:
        yield _("Step %(seq)s: “at least” is more than “at most”.") % where
    elif basis == DurationBasis.FIXED and low != high:
        yield _("Step %(seq)s: a fixed number of days cannot be two numbers.") % where
    if bool(step.duration_raw_th.strip()) == (basis == DurationBasis.UNSPECIFIED):
        yield _("Step %(seq)s: the duration as written and its basis do not agree.") % where


def _boxes(nodes: list[FlowNode], steps: list[ProcedureStep]) -> Iterator[str]:
    for key, times in Counter(node.key for node in nodes).items():
        if times > 1:
            yield _("Box %(key)s is there more than once.") % {"key": key}
    kinds = Counter(node.type for node in nodes)
    if kinds[NodeType.START] != 1:
        yield _("The flow chart needs exactly one start; it has %(number)d.") % {
            "number": kinds[NodeType.START]
        }
    if not kinds[NodeType.END]:
        yield _("The flow chart needs an end.")
    seqs = {step.seq for step in steps}
    for node in nodes:
        if node.step_seq is not None and node.step_seq not in seqs:
            yield _("Box %(key)s: the table has no step %(seq)s.") % {
                "key": node.key,
                "seq": node.step_seq,
            }


def _ways(nodes: list[FlowNode], edges: list[FlowEdge]) -> Iterator[str]:
    keys = {node.key for node in nodes}
    for edge in edges:
        for key in sorted({edge.source, edge.target} - keys):
            yield _("The way %(edge)s: there is no box %(key)s.") % {"edge": edge, "key": key}
        if edge.source == edge.target:
            yield _("The way %(edge)s leads back into its own box.") % {"edge": edge}
    told = Counter((edge.source, edge.target, edge.kind) for edge in edges)
    for (source, target, _kind), times in told.items():
        if times > 1:
            yield _("The way %(edge)s is there more than once.") % {"edge": f"{source} → {target}"}


def _decisions(nodes: list[FlowNode], edges: list[FlowEdge]) -> Iterator[str]:
    for node in nodes:
        kinds = {edge.kind for edge in edges if edge.source == node.key}
        if node.type == NodeType.DECISION:
            if EdgeKind.APPROVE not in kinds:
                yield _("Decision %(key)s has no way for “approved”.") % {"key": node.key}
            if EdgeKind.REJECT not in kinds:
                yield _("Decision %(key)s has no way for “not passed”.") % {"key": node.key}
        elif kinds & {EdgeKind.APPROVE, EdgeKind.REJECT, EdgeKind.REVISE}:
            yield _("Box %(key)s is no decision, but has a way of one.") % {"key": node.key}
        if node.type != NodeType.END and not kinds:
            yield _("No way leads on from box %(key)s.") % {"key": node.key}


def _lost(nodes: list[FlowNode], edges: list[FlowEdge]) -> Iterator[str]:
    reached = {node.key for node in nodes if node.type == NodeType.START}
    waiting = list(reached)
    while waiting:
        key = waiting.pop()
        onward = {edge.target for edge in edges if edge.source == key} - reached
        reached |= onward
        waiting += onward
    for node in nodes:
        if node.key not in reached:
            yield _("No way leads from the start to box %(key)s.") % {"key": node.key}
