from __future__ import annotations

from segmentation.dimension import Dimension
from segmentation.dimensions.behaviour import BEHAVIOUR
from segmentation.dimensions.deciding import DECIDING
from segmentation.dimensions.delivery import DELIVERY
from segmentation.dimensions.firmographic import FIRMOGRAPHIC
from segmentation.dimensions.lifecycle import LIFECYCLE
from segmentation.dimensions.lifecycle_stated import LIFECYCLE_STATED
from segmentation.dimensions.needs import NEEDS
from segmentation.dimensions.place import PLACE
from segmentation.dimensions.systems import SYSTEMS
from segmentation.dimensions.transactions import TRANSACTIONS
from segmentation.dimensions.transactions_stated import TRANSACTIONS_STATED

SHIPPED: tuple[Dimension, ...] = (
    *BEHAVIOUR,
    *TRANSACTIONS,
    *TRANSACTIONS_STATED,
    *FIRMOGRAPHIC,
    *PLACE,
    *NEEDS,
    *DECIDING,
    *SYSTEMS,
    *DELIVERY,
    *LIFECYCLE,
    *LIFECYCLE_STATED,
)
