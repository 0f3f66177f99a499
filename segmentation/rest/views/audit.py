from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from segmentation.models import AuditEntry
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.audit import AuditEntrySerializer, AuditFilterSerializer
from segmentation.rest.views.paging import PagedView


class Audit(PagedView):
    """Who changed what, and why; the newest first. It can be read, and not changed by anybody."""

    tag = "audit"
    needs = {"GET": Need(Scope.AUDIT_READ, "view_auditentry")}
    ordering = "-pk"
    queryset = AuditEntry.objects.none()
    serializer_class = AuditEntrySerializer

    @described(operation_id="list_audit", parameters=[AuditFilterSerializer], responses=AuditEntrySerializer(many=True))
    def get(self, request: Request) -> Response:
        wish = AuditFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        rows = AuditEntry.objects.filter(**wish.validated_data)
        return self.page(request, rows, lambda page: AuditEntrySerializer(page, many=True).data)
