"""The plugin inside Django's admin, in django-unfold's looks where the host has that installed."""

from segmentation.admin import (  # noqa: F401
    audit_entries,
    benefits,
    companies,
    drafts,
    effects,
    imports,
    key_accounts,
    matrix,
    overrides,
    runs,
    segments,
)
