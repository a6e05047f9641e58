"""The office's standard procedures, in versions that publication closes."""

from __future__ import annotations

from .flow import EdgeKind, FlowEdge, FlowNode, NodeType, Origin
from .procedures import Procedure, ProcedureVersion
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
    "DurationBasis",
    "DurationUnit",
    "EdgeKind",
    "FlowEdge",
    "FlowNode",
    "FormKind",
    "LegendSymbol",
    "NameSource",
    "NarrativeStep",
    "NodeType",
    "Origin",
    "Procedure",
    "ProcedureAnomaly",
    "ProcedureDefinition",
    "ProcedureForm",
    "ProcedureObjective",
    "ProcedureReference",
    "ProcedureStep",
    "ProcedureVersion",
    "PublishedIsClosed",
    "Section",
    "StepKind",
]
