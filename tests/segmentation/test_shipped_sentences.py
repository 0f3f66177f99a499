"""What an admin reads for every question about every dimension that comes with the plugin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.segmentation.shipped_sentences import sentences

ACCEPTED = Path(__file__).with_name("shipped_sentences.txt")
"""Read by a person before it was kept; what differs from it has to be read again."""


@pytest.mark.django_db
def test_every_sentence_is_one_that_a_person_accepted() -> None:
    said = [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in sentences()]

    assert said == ACCEPTED.read_text().splitlines()
