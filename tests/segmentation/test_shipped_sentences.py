"""What an admin reads for every question about every dimension that comes with the plugin."""

from __future__ import annotations

from pathlib import Path

import pytest

from segmentation.rules import parse_rule
from segmentation.words.rules import rule_text
from tests.segmentation.shipped_sentences import sentences

ACCEPTED = Path(__file__).with_name("shipped_sentences.txt")
"""Read by a person before it was kept; what differs from it has to be read again."""


def test_a_yes_and_a_no_read_well_beside_each_other() -> None:
    yes, no = ({"dimension": "key_account_suggested", "is": "yes"}, {"dimension": "key_account", "is": "yes"})

    said = rule_text(parse_rule({"all": [yes, {"not": no}, {"dimension": "country", "is": "known"}]}))

    assert said == ("Is suggested as a key account; and is not a key account, or it is not known; and Country: known")


@pytest.mark.django_db
def test_every_sentence_is_one_that_a_person_accepted() -> None:
    said = [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in sentences()]

    assert said == ACCEPTED.read_text().splitlines()
