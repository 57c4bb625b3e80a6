"""From the name model's own certainty to the share of such products that are right.

Measured on held-back articles (`python -m knowledge.cross_validate --predictions FILE`): products
judged OCOP whose name is exactly as labelled. The model alone is too sure below 0.95 and its list
repairs are better than it thinks, so everything up to 0.8 is one step.
"""

from __future__ import annotations

# (certainty up to, share right), from 377, 174, 194, 505 and 915 products.
STEPS = ((0.8, 0.71), (0.9, 0.88), (0.95, 0.92), (0.99, 0.97), (1.0, 0.99))


def calibrated(certainty: float | None) -> float | None:
    """`calibrated(0.97)` → 0.97: of products the model is so sure of, 97 in 100 are right."""
    if certainty is None:
        return None
    return next((share for edge, share in STEPS if certainty <= edge), STEPS[-1][1])
