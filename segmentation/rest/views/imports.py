"""Files of attributes: sent, looked through, and stored on a second word."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from celery import Task
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from segmentation import conf
from segmentation.dimension import Origin
from segmentation.models import AttributeImport
from segmentation.rest.access import PluginView
from segmentation.rest.errors import Conflict
from segmentation.rest.idempotency import once
from segmentation.rest.parsers import BoundedMultiPartParser
from segmentation.rest.schema import described
from segmentation.rest.scopes import Need, Scope
from segmentation.rest.serializers.imports import (
    AssignColumnsSerializer,
    ImportDetailSerializer,
    ImportFilterSerializer,
    ImportSerializer,
    SendFileSerializer,
    unacceptable,
)
from segmentation.rest.views.paging import PagedView
from segmentation.selectors.imports import imports_without_files, read_import_page
from segmentation.services.start_import import (
    ImportStateError,
    confirm_import,
    drop_import,
    map_columns,
    start_import,
)
from segmentation.tables.read import UploadError, too_large
from segmentation.tasks import check_import, run_import
from segmentation.values.headers import MappingError

logger = logging.getLogger(__name__)

READ = Need(Scope.PROFILES_READ, "view_attributeimport")
WRITE = Need(Scope.ATTRIBUTES_WRITE, "add_attributeimport")
LARGEST_ID = 2**63 - 1


class Imports(PagedView):
    """Imports, the newest first; POST sends a file."""

    tag = "imports"
    effort = "heavy"
    needs = {"GET": READ, "POST": WRITE}
    parser_classes = [BoundedMultiPartParser]
    ordering = "-pk"
    queryset = AttributeImport.objects.none()
    serializer_class = ImportSerializer

    @described(operation_id="list_imports", parameters=[ImportFilterSerializer], responses=ImportSerializer(many=True))
    def get(self, request: Request) -> Response:
        wish = ImportFilterSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        found = imports_without_files().filter(**wish.validated_data)
        return self.page(request, found, lambda page: ImportSerializer(page, many=True).data)

    @described(operation_id="send_import", request=SendFileSerializer, responses={202: ImportSerializer})
    @once
    def post(self, request: Request) -> Response:
        """Send a CSV or XLSX file. It is looked through by a worker, and nothing is stored before it is confirmed."""
        sent = SendFileSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        upload = facts["file"]
        if upload.size > conf.get("IMPORT_BYTES"):
            raise unacceptable("file", too_large(conf.get("IMPORT_BYTES")))
        try:
            source = start_import(
                upload.read(),
                name="".join(filter(str.isprintable, upload.name)),
                actor=self.person,
                now=timezone.now(),
                mapping=facts.get("mapping"),
                clear_missing=facts["clear_missing"],
                origin=Origin.API,
            )
        except UploadError as error:
            raise unacceptable("file", str(error)) from error
        except MappingError as error:
            raise unacceptable("mapping", str(error)) from error
        if source.state == AttributeImport.State.UPLOADED:
            _enqueue(check_import, source)
        return Response(ImportSerializer(source).data, status=status.HTTP_202_ACCEPTED)


class ImportDetail(PluginView):
    """One import, with what storing it would come to and what is wrong with its rows."""

    tag = "imports"
    needs = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @described(operation_id="get_import", responses=ImportDetailSerializer)
    def get(self, request: Request, import_id: int) -> Response:
        page = read_import_page(import_id) if import_id <= LARGEST_ID else None
        if page is None:
            raise NotFound
        return Response(ImportDetailSerializer(page.source, context={"page": page}).data)

    @described(operation_id="assign_import", request=AssignColumnsSerializer, responses={202: ImportSerializer})
    @once
    def patch(self, request: Request, import_id: int) -> Response:
        """Assign the columns anew; the file is looked through again."""
        sent = AssignColumnsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            source = _decided(map_columns, import_id, **sent.validated_data)
        except MappingError as error:
            raise unacceptable("mapping", str(error)) from error
        _enqueue(check_import, source)
        return Response(ImportSerializer(source).data, status=status.HTTP_202_ACCEPTED)

    @described(operation_id="drop_import", responses={204: None})
    @once
    def delete(self, request: Request, import_id: int) -> Response:
        """Drop the file; nothing of it is stored."""
        _decided(drop_import, import_id, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ConfirmImport(PluginView):
    tag = "imports"
    effort = "heavy"
    needs = {"POST": WRITE}

    @described(operation_id="confirm_import", request=None, responses={202: ImportSerializer})
    @once
    def post(self, request: Request, import_id: int) -> Response:
        """Have a file stored that was looked through. One bad row never stops the rest."""
        source = _decided(confirm_import, import_id, actor=self.person)
        _enqueue(run_import, source)
        return Response(ImportSerializer(source).data, status=status.HTTP_202_ACCEPTED)


def _decided(decide: Callable[..., AttributeImport], import_id: int, **facts: Any) -> AttributeImport:
    if import_id > LARGEST_ID:
        raise NotFound
    try:
        return decide(import_id, now=timezone.now(), **facts)
    except AttributeImport.DoesNotExist as error:
        raise NotFound from error
    except ImportStateError as error:
        raise Conflict(_("That is no longer possible, or not yet."), code="import_state") from error


def _enqueue(task: Task[Any, None], source: AttributeImport) -> None:
    transaction.on_commit(lambda: _send(task, source.pk))


def _send(task: Task[Any, None], import_id: int) -> None:
    try:
        task.delay(import_id=import_id)
    except OperationalError:
        logger.exception("An import could not be handed to a worker; beat goes on with it.")
