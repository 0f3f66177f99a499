"""How well reorder lists foresee the next basket, beside the methods that are known for it."""

from segmentation.analysis.evaluate_reorder.evaluate import Evaluation, evaluate_reorder

__all__ = ["Evaluation", "evaluate_reorder"]
