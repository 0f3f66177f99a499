"""Tokens and addresses of other systems, in the admin."""

from segmentation.rest.admin import api_tokens, webhooks  # noqa: F401
