from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from segmentation.models import AttributeImport
from segmentation.selectors.attributes import attributes_of
from tests.segmentation.admin.rows import make_profile

pytestmark = pytest.mark.django_db

FACTS = b"customer;headcount;ownership\nacme;12;family\nbolt;many;private\nnobody;1;private\n"


def send(caller, content=FACTS, name="facts.csv", **facts):
    data = {"file": SimpleUploadedFile(name, content), **facts}
    headers = {"Authorization": f"Bearer {caller.secret}"}
    return caller.client.post("/api/imports/", data, headers=headers)


@transaction.atomic
def make_profiles(*keys):
    for key in keys:
        make_profile(key)


@pytest.mark.django_db(transaction=True)
def test_file_is_looked_through_and_stored_on_a_second_word(caller):
    make_profiles("acme", "bolt")

    sent = send(caller)
    seen = caller.get(f"imports/{sent.json()['id']}/").json()
    assert (sent.status_code, seen["state"], attributes_of("acme")) == (202, "previewed", [])
    assert [(row["row"], row["column"]) for row in seen["problems"]] == [(3, "headcount"), (4, "customer")]

    confirmed = caller.post(f"imports/{sent.json()['id']}/confirm/", {})
    done = caller.get(f"imports/{sent.json()['id']}/").json()

    assert (confirmed.status_code, done["state"], done["written"], done["problem_count"]) == (202, "finished", 3, 2)
    values = {value.dimension.key: (value.value, value.origin) for value in attributes_of("acme")}
    assert values["headcount"] == (12, "api")


@pytest.mark.django_db(transaction=True)
def test_columns_that_do_not_name_themselves_are_assigned(caller):
    make_profiles("acme")
    sent = send(caller, b"no;heads\nacme;12\n")
    path = f"imports/{sent.json()['id']}/"

    caller.call("patch", path, {"mapping": {"no": "customer", "heads": "headcount"}})

    assert (sent.json()["state"], caller.get(path).json()["state"]) == ("mapping", "previewed")
    straight = send(caller, b"no;heads\nacme;12\n", mapping=json.dumps({"no": "customer", "heads": "headcount"}))
    assert straight.json()["mapping"] == {"no": "customer", "heads": "headcount"}


def test_file_is_dropped_once(caller):
    path = f"imports/{send(caller).json()['id']}/"

    statuses = [caller.call("delete", path).status_code for _ in range(2)]

    assert statuses == [204, 409]
    assert AttributeImport.objects.get().packed is None


@pytest.mark.parametrize(
    ("content", "facts", "part"),
    [
        (b"", {}, "file"),
        (b"\0\1\2", {}, "file"),
        (b"\xff\xfe\x00\x00a\x00", {}, "file"),
        (FACTS, {"mapping": "{"}, "mapping"),
        (FACTS, {"mapping": '{"headcount": "shoe_size"}'}, "mapping"),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_is_wrong(caller, content, facts, part):
    answer = send(caller, content, **facts)

    assert (answer.status_code, answer.json()["problems"][0]["path"]) == (400, [part])
    assert AttributeImport.objects.count() == 0


def test_too_large_a_file_is_refused_before_it_is_read(caller, settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"API_FILE_BYTES": 100}

    assert send(caller, FACTS * 10).status_code == 413


def test_import_that_is_not_there(caller):
    for number in (99, 10**30):
        assert caller.get(f"imports/{number}/").status_code == 404
        assert caller.post(f"imports/{number}/confirm/", {}).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many(caller, count, django_assert_num_queries):
    for _ in range(count):
        send(caller)

    with django_assert_num_queries(2):
        rows = caller.get("imports/").json()["results"]

    assert len(rows) == count
