from __future__ import annotations

from segmentation.dimension import Dimension
from segmentation.dimensions.behaviour import BEHAVIOUR
from segmentation.dimensions.firmographic import FIRMOGRAPHIC

SHIPPED: tuple[Dimension, ...] = (*BEHAVIOUR, *FIRMOGRAPHIC)
