"""The plugin's API; a host includes this wherever it likes, with `segmentation.rest` among its apps."""

from __future__ import annotations

from django.urls import path

from segmentation.rest.views import (
    attributes,
    audit,
    description,
    dimensions,
    draft_steps,
    drafts,
    explanations,
    feature_rules,
    features,
    flags,
    imports,
    memberships,
    overrides,
    profiles,
    refreshes,
    rules,
    runs,
    segments,
)

app_name = "segmentation-api"

urlpatterns = [
    path("schema/", description.Description.as_view(), name="schema"),
    path("docs/", description.SwaggerPage.as_view(), name="swagger"),
    path("redoc/", description.RedocPage.as_view(), name="redoc"),
    path("dimensions/", dimensions.Dimensions.as_view(), name="dimensions"),
    path("dimensions/<str:key>/", dimensions.DimensionDetail.as_view(), name="dimension"),
    path("profiles/", profiles.Profiles.as_view(), name="profiles"),
    path("profiles/<str:customer_key>/", profiles.ProfileDetail.as_view(), name="profile"),
    path("profiles/<str:customer_key>/attributes/", attributes.AttributesOfCompany.as_view(), name="attributes-of"),
    path("attributes/", attributes.Attributes.as_view(), name="attributes"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<int:import_id>/", imports.ImportDetail.as_view(), name="import"),
    path("imports/<int:import_id>/confirm/", imports.ConfirmImport.as_view(), name="import-confirm"),
    path("profiles/<str:customer_key>/segments/", memberships.SegmentsOfCompany.as_view(), name="profile-segments"),
    path("segments/", segments.Segments.as_view(), name="segments"),
    path("segments/<slug:key>/", segments.SegmentDetail.as_view(), name="segment"),
    path("segments/<slug:key>/members/", memberships.Members.as_view(), name="members"),
    path("segments/<slug:key>/choices/", memberships.Choices.as_view(), name="choices"),
    path("segments/<slug:key>/refreshes/", refreshes.Refreshes.as_view(), name="refreshes"),
    path("segment-order/", segments.SegmentOrder.as_view(), name="segment-order"),
    path("refreshes/<int:refresh_id>/", refreshes.RefreshDetail.as_view(), name="refresh"),
    path("rules/check/", rules.RuleCheck.as_view(), name="rule-check"),
    path("rules/preview/", rules.RulePreview.as_view(), name="rule-preview"),
    path("features/", features.Features.as_view(), name="features"),
    path("features/<str:feature>/", features.FeatureDetail.as_view(), name="feature"),
    path("features/<str:feature>/rules/", feature_rules.FeatureRules.as_view(), name="feature-rules"),
    path(
        "features/<str:feature>/rules/<slug:segment>/", feature_rules.FeatureRuleDetail.as_view(), name="feature-rule"
    ),
    path("overrides/", overrides.Overrides.as_view(), name="overrides"),
    path("overrides/<str:customer_key>/<str:feature>/", overrides.OverrideDetail.as_view(), name="override"),
    path("explain/", explanations.Explain.as_view(), name="explain"),
    path("drafts/", drafts.Drafts.as_view(), name="drafts"),
    path("drafts/<int:draft_id>/", drafts.DraftDetail.as_view(), name="draft"),
    path("drafts/<int:draft_id>/changes/", drafts.DraftChanges.as_view(), name="draft-changes"),
    path("drafts/<int:draft_id>/changes/<int:change_id>/", drafts.DraftChangeDetail.as_view(), name="draft-change"),
    path("drafts/<int:draft_id>/propose/", draft_steps.Propose.as_view(), name="draft-propose"),
    path("drafts/<int:draft_id>/approve/", draft_steps.Approve.as_view(), name="draft-approve"),
    path("drafts/<int:draft_id>/send-back/", draft_steps.SendBack.as_view(), name="draft-send-back"),
    path("drafts/<int:draft_id>/publish/", draft_steps.Publish.as_view(), name="draft-publish"),
    path("drafts/<int:draft_id>/schedule/", draft_steps.Schedule.as_view(), name="draft-schedule"),
    path("drafts/<int:draft_id>/unschedule/", draft_steps.Unschedule.as_view(), name="draft-unschedule"),
    path("drafts/<int:draft_id>/discard/", draft_steps.Discard.as_view(), name="draft-discard"),
    path("drafts/<int:draft_id>/roll-back/", draft_steps.RollBack.as_view(), name="draft-roll-back"),
    path("audit/", audit.Audit.as_view(), name="audit"),
    path("ofrep/v1/evaluate/flags", flags.EvaluateFlags.as_view(), name="evaluate-flags"),
    path("ofrep/v1/evaluate/flags/<str:key>", flags.EvaluateFlag.as_view(), name="evaluate-flag"),
    path("runs/", runs.Runs.as_view(), name="runs"),
    path("runs/<int:run_id>/", runs.RunDetail.as_view(), name="run"),
]
