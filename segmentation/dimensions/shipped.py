from __future__ import annotations

from segmentation.dimension import Dimension
from segmentation.dimensions.behaviour import BEHAVIOUR
from segmentation.dimensions.firmographic import FIRMOGRAPHIC
from segmentation.dimensions.lifecycle import LIFECYCLE
from segmentation.dimensions.transactions import TRANSACTIONS

SHIPPED: tuple[Dimension, ...] = (
    *BEHAVIOUR,
    *TRANSACTIONS,
    *FIRMOGRAPHIC,
    *LIFECYCLE,
)
