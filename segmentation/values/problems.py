from __future__ import annotations


class UnfitValueError(ValueError):
    """Why a value does not fit its dimension, in a sentence for the person who wrote it."""
