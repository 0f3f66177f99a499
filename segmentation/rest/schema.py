"""The description of this API, apart from whatever else the host describes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import EndpointEnumerator, SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_root_object, normalize_result_object, sanitize_result_object
from drf_spectacular.utils import extend_schema

from segmentation.rest.idempotency import IDEMPOTENCY_KEY, is_once
from segmentation.rest.serializers.problems import ProblemSerializer
from segmentation.rest.versions import ETAG, IF_NONE_MATCH

Method = TypeVar("Method", bound=Callable[..., Any])

TITLE = "Buyclass"
DESCRIPTION = """
How companies buy, what is known of them, and the segments they are in.

**Who may call.** Show a token as `Authorization: Bearer bc_...`; it is made in the admin, holds some scopes, and can do
nothing that the person it acts as may not do. The shop's own people may call from their browser as well.

**Refusals** are `application/problem+json`: `code` is for a program, `detail` for a person, and each of `problems` says
what is wrong at which `path` of what was sent.

**Lists** come in pages: follow `next` until it is null. **ETags** save reading the same again (`If-None-Match`) and
overwriting what somebody else changed (`If-Match`). Every call that changes something takes an `Idempotency-Key`.
Too many calls are answered 429 with `Retry-After`.
""".strip()


class PluginSchema(AutoSchema):
    """Every operation is named by its view, and says what a refusal looks like."""

    def get_tags(self) -> list[str]:
        return [cast("Any", self.view).tag]

    def get_override_parameters(self) -> list[Any]:
        if self.method == "GET":
            return [IF_NONE_MATCH, ETAG]
        method = getattr(self.view, self.method.lower(), None)
        return [IDEMPOTENCY_KEY] if is_once(method) else []

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if any(getattr(parameter, "name", "") == "If-None-Match" for parameter in self.get_override_parameters()):
            bodies["304"] = {"description": "Nothing has changed since."}
        for status, text in self._refusals().items():
            if status not in bodies:
                body = cast("Any", self)._get_response_for_code(ProblemSerializer, status, ["application/problem+json"])
                bodies[status] = body
                bodies[status]["description"] = text
        return bodies

    def _refusals(self) -> dict[str, str]:
        refusals = {
            "400": "What was sent is not right; `problems` says where.",
            "401": "No token that holds, and nobody logged in.",
            "403": "Not staff, or without the scope or the permission.",
            "406": "Only JSON is answered.",
            "429": "Too many calls; `Retry-After` says for how many seconds to wait.",
        }
        if "{" in self.path or self.method == "GET":
            refusals["404"] = "Not there."
        if self.method in {"POST", "PUT", "PATCH", "DELETE"}:
            refusals |= {
                "409": "Cannot be done as things stand.",
                "412": "Changed meanwhile by somebody else.",
                "413": "Too large to be sent at a time.",
                "415": "Sent in a form that is not read here.",
            }
        return refusals


def described(**facts: Any) -> Callable[[Method], Method]:
    """`extend_schema` on top of `PluginSchema`, whichever class the host has for its own views."""

    def describe(method: Method) -> Method:
        cast("Any", method).kwargs = {"schema": PluginSchema}
        extended: Method = extend_schema(**facts)(method)
        return extended

    return describe


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "segmentation.rest.authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "A token made in the admin, with scopes."}


class PluginEndpoints(EndpointEnumerator):
    """The addresses of this API, wherever the host mounted it; the host's own hooks have no say."""

    def get_api_endpoints(self, patterns: Any = None, prefix: str = "") -> list[Any]:
        from segmentation.rest.access import PluginView

        found = cast("Any", self)._get_api_endpoints(self.patterns, prefix)
        ours = [endpoint for endpoint in found if issubclass(endpoint[3].cls, PluginView)]
        return sorted(ours, key=lambda endpoint: (endpoint[0], METHOD_ORDER.index(endpoint[2])))


METHOD_ORDER = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class PluginGenerator(SchemaGenerator):
    endpoint_inspector_cls = PluginEndpoints

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        """The description; settings and hooks that the host has for its own are left out."""
        root = build_root_object(
            paths=cast("Any", self).parse(request, public), components=self.registry.build({}), webhooks={}, version="1"
        )
        root["info"] = {"title": TITLE, "version": "1", "description": DESCRIPTION}
        for name in ("servers", "tags", "externalDocs"):
            root.pop(name, None)
        tidy: Any = normalize_result_object
        described: dict[str, Any] = cast("Any", sanitize_result_object)(tidy(root))
        return described
