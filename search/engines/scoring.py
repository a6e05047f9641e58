"""How much each field counts; every engine scores by the same numbers."""

from __future__ import annotations

WEIGHTS = {"t": 2.0, "b": 1.0, "ts": 0.8, "bs": 0.4, "x": 0.2}
TIE_BREAKER = 0.1  # what the weaker fields and ways of saying a word add to the best one
