from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from segmentation.models import AuditEntry
from segmentation.rest.models import ApiToken
from segmentation.rest.services.api_tokens import revoke_token
from tests.segmentation.rest.conftest import Caller, make_person

pytestmark = pytest.mark.django_db


def code_of(answer):
    return answer.status_code, answer.json().get("code")


def test_token_lets_in_and_is_kept_as_a_hash_only(caller):
    assert caller.get("runs/").status_code == 200
    kept = " ".join(str(value) for row in ApiToken.objects.values() for value in row.values())
    assert (caller.secret in kept, caller.secret[3:] in kept) == (False, False)


@pytest.mark.parametrize("sent", ["Bearer bc_nobody", "Bearer", "Bearer a b", "Bearer \udcff"])
def test_other_texts_let_nobody_in(caller, sent):
    answer = Client().get(
        "/api/runs/", headers={"Authorization": sent.encode("utf-8", "surrogateescape").decode("latin-1")}
    )

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_expired_token_lets_nobody_in(caller):
    ApiToken.objects.update(expires_at=timezone.now())

    assert code_of(caller.get("runs/")) == (401, "bad_token")


def test_revoked_token_lets_nobody_in_and_the_audit_says_who(caller):
    revoke_token(caller.token.pk, actor=caller.person, now=timezone.now())

    assert code_of(caller.get("runs/")) == (401, "bad_token")
    assert list(AuditEntry.objects.filter(action="api_token").values_list("actor_name", flat=True)) == [
        "anna@example.com",
        "",
    ]


def test_token_of_a_person_who_left_lets_nobody_in(caller):
    get_user_model()._default_manager.update(is_active=False)

    assert code_of(caller.get("runs/")) == (401, "bad_token")


def test_token_of_a_person_who_is_staff_no_more_reaches_nothing(caller):
    get_user_model()._default_manager.update(is_staff=False)

    assert code_of(caller.get("runs/")) == (403, "not_staff")


def test_scope_without_the_permission_opens_nothing(caller_with):
    assert code_of(caller_with().get("runs/")) == (403, "no_permission")


def test_permission_without_the_scope_opens_nothing(caller_with):
    assert code_of(caller_with("view_run", scopes=("segments:read",)).get("runs/")) == (403, "no_scope")


def test_scope_and_permission_open(caller_with):
    assert caller_with("view_run", scopes=("runs:read",)).get("runs/").status_code == 200


def test_use_is_noted_once_an_hour(caller, django_assert_num_queries):
    caller.get("dimensions/")
    with django_assert_num_queries(1):
        caller.get("dimensions/")

    assert ApiToken.objects.get().last_used_at <= timezone.now()


def test_session_of_staff_lets_in_and_writes_take_the_csrf_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person(permissions=("view_customerprofile", "view_segment")))

    read = client.get("/api/dimensions/")
    written = client.post("/api/rules/check/", {"rule": {}}, content_type="application/json")

    assert (read.status_code, code_of(written)) == (200, (403, "permission_denied"))
    assert "CSRF" in written.json()["detail"]


class TestAdmin:
    @pytest.fixture
    def facts(self) -> dict[str, object]:
        end = timezone.localtime(timezone.now() + timedelta(days=30))
        return {"name": "ERP", "scopes": ["runs:read"], "expires_at_0": f"{end:%Y-%m-%d}", "expires_at_1": "12:00:00"}

    def test_token_is_shown_once_and_works(self, facts):
        boss = get_user_model()._default_manager.create_superuser(email="anna@example.com", password="x")
        client = Client()
        client.force_login(boss)

        page = client.post("/admin/segmentation_rest/apitoken/add/", {**facts, "user": boss.pk})
        secret = page.context["secret"]

        assert (page.status_code, secret in page.text, "no-store" in page.headers["Cache-Control"]) == (200, True, True)
        assert Client().get("/api/runs/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
        assert secret not in client.get("/admin/segmentation_rest/apitoken/").text

    def test_who_is_no_superuser_makes_tokens_for_themselves_only(self, facts):
        boss = get_user_model()._default_manager.create_superuser(email="anna@example.com", password="x")
        person = make_person()
        give(person, "add_apitoken", "view_apitoken")
        client = Client()
        client.force_login(person)

        client.post("/admin/segmentation_rest/apitoken/add/", {**facts, "user": boss.pk})

        assert ApiToken.objects.get().user_id == person.pk

    def test_tokens_are_revoked_from_the_list(self, caller: Caller):
        client = Client()
        client.force_login(caller.person)

        client.post("/admin/segmentation_rest/apitoken/", {"action": "revoke", "_selected_action": [caller.token.pk]})

        assert caller.get("runs/").status_code == 401


def give(person, *codenames: str) -> None:
    from django.contrib.auth.models import Permission

    held = Permission.objects.filter(content_type__app_label="segmentation_rest", codename__in=codenames)
    person.user_permissions.add(*held)
