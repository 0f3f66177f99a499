from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task(name="inspiration.publish_scheduled", acks_late=True, ignore_result=True)
def publish_scheduled() -> None:
    """Publishes pages whose day has come and takes down those whose day is over."""
    call_command("publish_scheduled")
