"""The office's standard procedures, in versions that publication closes."""

from __future__ import annotations

from .committees import Committee, CommitteeMember
from .digests import RoundDigest
from .evidence import Evidence
from .flow import EdgeKind, FlowEdge, FlowNode, NodeType, Origin
from .meetings import Meeting
from .procedures import Procedure, ProcedureVersion
from .rounds import RETURNING, Outcome, RecordIsClosed, Round, RoundStep
from .rows import PublishedIsClosed
from .steps import DurationBasis, DurationUnit, NameSource, ProcedureStep, StepKind
from .texts import (
    FormKind,
    LegendSymbol,
    NarrativeStep,
    ProcedureAnomaly,
    ProcedureDefinition,
    ProcedureForm,
    ProcedureObjective,
    ProcedureReference,
    Section,
)

__all__ = [
    "RETURNING",
    "Committee",
    "CommitteeMember",
    "DurationBasis",
    "DurationUnit",
    "EdgeKind",
    "Evidence",
    "FlowEdge",
    "FlowNode",
    "FormKind",
    "LegendSymbol",
    "Meeting",
    "NameSource",
    "NarrativeStep",
    "NodeType",
    "Origin",
    "Outcome",
    "Procedure",
    "ProcedureAnomaly",
    "ProcedureDefinition",
    "ProcedureForm",
    "ProcedureObjective",
    "ProcedureReference",
    "ProcedureStep",
    "ProcedureVersion",
    "PublishedIsClosed",
    "RecordIsClosed",
    "Round",
    "RoundDigest",
    "RoundStep",
    "Section",
    "StepKind",
]
