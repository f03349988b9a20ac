"""CSV files: columns of features, and one of labels or values. Nothing in the file is trusted."""

from __future__ import annotations

from engine.datasets.csv.choices import Choices, Origin

__all__ = ["Choices", "Origin"]
