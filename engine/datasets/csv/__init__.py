"""CSV files: columns of features, and one of labels or values. Nothing in the file is trusted."""

from __future__ import annotations

from engine.datasets.csv.choices import Choices, ColumnKind, Origin, Role, Style, TargetAs

__all__ = ["Choices", "ColumnKind", "Origin", "Role", "Style", "TargetAs"]
