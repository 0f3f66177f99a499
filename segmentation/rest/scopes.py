"""What a token may be used for. A scope opens nothing by itself: its owner must hold the permission as well."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    PROFILES_READ = "profiles:read", _("Read dimensions, profiles and attributes of companies")
    ATTRIBUTES_WRITE = "attributes:write", _("Write and import attributes of companies")
    SEGMENTS_READ = "segments:read", _("Read segments, their members and refreshes; check and preview rules")
    SEGMENTS_WRITE = "segments:write", _("Write segments, their order and members; start refreshes")
    FEATURES_READ = "features:read", _("Read features, rules and overrides; ask whether a feature is on, and why")
    FEATURES_WRITE = "features:write", _("Write rules, overrides and kill switches of features")
    EFFECTS_READ = "effects:read", _("Read what features change, and which companies are held out")
    DRAFTS_READ = "drafts:read", _("Read drafts, and try what they would do")
    DRAFTS_WRITE = "drafts:write", _("Write, propose and discard drafts")
    DRAFTS_PUBLISH = "drafts:publish", _("Approve, publish, schedule and take back drafts")
    AUDIT_READ = "audit:read", _("Read who changed what, and why")
    RUNS_READ = "runs:read", _("Read runs")
    RUNS_WRITE = "runs:write", _("Start runs")


@dataclass(frozen=True, slots=True)
class Need:
    """What a call takes: the scope where a token is used, and the permission in any case."""

    scope: Scope
    permission: str
    """Of the app `segmentation`, such as `view_segment`."""

    @property
    def full_permission(self) -> str:
        return f"segmentation.{self.permission}"
