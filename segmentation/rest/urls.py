"""The plugin's API; a host includes this wherever it likes, with `segmentation.rest` among its apps."""

from __future__ import annotations

from django.urls import path

from segmentation.rest.views import description, dimensions, profiles, rules, runs

app_name = "segmentation-api"

urlpatterns = [
    path("schema/", description.Description.as_view(), name="schema"),
    path("docs/", description.SwaggerPage.as_view(), name="swagger"),
    path("redoc/", description.RedocPage.as_view(), name="redoc"),
    path("dimensions/", dimensions.Dimensions.as_view(), name="dimensions"),
    path("dimensions/<str:key>/", dimensions.DimensionDetail.as_view(), name="dimension"),
    path("profiles/", profiles.Profiles.as_view(), name="profiles"),
    path("profiles/<str:customer_key>/", profiles.ProfileDetail.as_view(), name="profile"),
    path("rules/check/", rules.RuleCheck.as_view(), name="rule-check"),
    path("rules/preview/", rules.RulePreview.as_view(), name="rule-preview"),
    path("runs/", runs.Runs.as_view(), name="runs"),
    path("runs/<int:run_id>/", runs.RunDetail.as_view(), name="run"),
]
