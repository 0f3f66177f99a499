from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404
from django.test import RequestFactory

from shop.config.media import serve_media


@pytest.mark.django_db
def test_drawing_is_served_so_that_it_cannot_run_scripts(settings: object, tmp_path: Path, rf: RequestFactory) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "chair.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")

    response = serve_media(rf.get("/media/chair.svg"), "chair.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"].endswith("; sandbox")
    response.close()


@pytest.mark.parametrize(
    ("path", "refusal"), [("../settings.py", SuspiciousFileOperation), ("missing.svg", Http404), ("", Http404)]
)
def test_nothing_outside_the_pictures_is_served(
    settings: object, tmp_path: Path, rf: RequestFactory, path: str, refusal: type[Exception]
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.MEDIA_ROOT.mkdir()  # type: ignore[attr-defined]
    (tmp_path / "settings.py").write_text("SECRET_KEY = 1")

    with pytest.raises(refusal):
        serve_media(rf.get(f"/media/{path}"), path)
