from segmentation.rest.models.calls import AnsweredCall
from segmentation.rest.models.tokens import ApiToken
from segmentation.rest.models.webhooks import DeliveryState, WebhookDelivery, WebhookEndpoint

__all__ = ["AnsweredCall", "ApiToken", "DeliveryState", "WebhookDelivery", "WebhookEndpoint"]
