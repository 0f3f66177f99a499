from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from segmentation.rest.models import ApiToken
from segmentation.rest.services.api_tokens import find_token, note_use


class ApiTokenAuthentication(TokenAuthentication):
    """`Authorization: Bearer bc_...`, by the tokens that are made in the admin."""

    keyword = "Bearer"

    def authenticate_credentials(self, key: str) -> tuple[AbstractBaseUser, ApiToken]:
        now = timezone.now()
        token = find_token(key, now=now)
        if token is None:
            raise AuthenticationFailed(_("This token is not known, or does not hold any more."), code="bad_token")
        note_use(token, now=now)
        return token.user, token
