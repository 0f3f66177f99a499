"""What beat does, and when; a host's Celery app takes it as its beat schedule, or adds to it."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "segmentation: go on with imports that stand still": {
        "task": "segmentation.resume_imports",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "segmentation: sign of life": {
        "task": "segmentation.heartbeat",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "segmentation: nightly full run": {
        "task": "segmentation.run_full",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "segmentation: go on with a run that stands still": {
        "task": "segmentation.resume_run",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "segmentation: drain the outbox": {
        "task": "segmentation.drain_outbox",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "segmentation: drafts whose moment has come": {
        "task": "segmentation.apply_due_drafts",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "segmentation: nightly look at what is known of companies": {
        "task": "segmentation.refresh_facts",
        "schedule": crontab(hour=4, minute=0),
        "options": {"expires": 6 * 3600},
    },
    "segmentation: nightly refresh of all segments": {
        "task": "segmentation.refresh_all_segments",
        "schedule": crontab(hour=4, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "segmentation: companies for trials that have begun": {
        "task": "segmentation.enrol_in_trials",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "segmentation: nightly measuring of effects": {
        "task": "segmentation.measure_effects",
        "schedule": crontab(hour=5, minute=15),
        "options": {"expires": 6 * 3600},
    },
    "segmentation: segments that wait for a refresh": {
        "task": "segmentation.resume_refreshes",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "segmentation: expired overrides": {
        "task": "segmentation.expire_overrides",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}
"""A tick that nobody took by the next one expires, so that ticks do not pile up while workers are away."""
