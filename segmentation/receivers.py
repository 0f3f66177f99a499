from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver

from segmentation.models import AttributeColumn, PublishedSnapshot, Segment
from segmentation.models.attribute_columns import forget_columns
from segmentation.services.assign_columns import assign_columns
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.publish import publish_switches


@receiver(post_migrate, dispatch_uid="segmentation.builtin_segments")
def create_builtin_segments(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    if sender.label != "segmentation" or using != DEFAULT_DB_ALIAS:
        return
    # A migration backwards leaves no tables to fill.
    tables = connections[using].introspection.table_names()
    if {Segment._meta.db_table, PublishedSnapshot._meta.db_table} <= set(tables):
        ensure_builtin_segments()


@receiver(post_migrate, dispatch_uid="segmentation.attribute_columns")
def give_out_columns(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Every dimension gets its column when the tables are there; later ones get theirs with their first value."""
    if sender.label != "segmentation" or using != DEFAULT_DB_ALIAS:
        return
    forget_columns()
    with connections[using].cursor() as cursor:
        introspection = connections[using].introspection
        table = AttributeColumn._meta.db_table
        if table not in introspection.table_names(cursor):
            return
        if {"kind"} <= {column.name for column in introspection.get_table_description(cursor, table)}:
            assign_columns()


@receiver(post_save, sender=Segment, dispatch_uid="segmentation.segment_saved")
@receiver(post_delete, sender=Segment, dispatch_uid="segmentation.segment_deleted")
def publish_changed_segment(raw: bool = False, **_: Any) -> None:
    if not raw:
        with transaction.atomic():
            publish_switches()
