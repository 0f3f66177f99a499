"""A host with Django's own admin and no theme. Run as a script, it opens every page and prints what came back."""

from __future__ import annotations

import os
import sys

SECRET_KEY = "only-for-this-test-host"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "segmentation",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "tests.segmentation.admin.urls"
STATIC_URL = "/static/"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
CELERY_TASK_ALWAYS_EAGER = True
SEGMENTATION = {
    "ORDER_SOURCE": "tests.segmentation.toy_orders.open_orders",
    "CUSTOMER_DIRECTORY": "tests.segmentation.admin.directory.QueryingDirectory",
}

PAGES = [
    "",
    "featurerule/",
    "customerprofile/",
    "customerprofile/overview/",
    "customerprofile/acme/change/",
    "run/",
    "run/progress/",
    "run/1/change/",
    "attributeimport/",
    "attributeimport/1/change/",
    "auditentry/",
    "segment/",
    "segment/add/",
    "segment/1/change/",
    "draft/",
    "draft/add/",
    "draft/plan/",
    "draft/1/change/",
    "draft/1/put/rule/?feature=toy_ideas&segment=routine",
    "draft/1/do/publish/",
    "featureoverride/",
    "buyclassoverride/",
    "benefit/",
    "benefitsegment/",
    "benefitsegment/add/",
    "benefitsegment/1/change/",
    "companybenefits/",
    "companybenefits/add/",
    "companybenefits/table/",
    "productbenefit/",
    "productbenefit/table/",
    "keyaccount/",
    "keyaccount/?group=aside",
]


def open_pages() -> None:
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.utils import timezone

    from segmentation.contracts import Feature
    from segmentation.models import Benefit, BenefitSegment
    from segmentation.registry import features
    from segmentation.services.put_change import put_change
    from segmentation.services.start_draft import start_draft
    from segmentation.services.start_import import start_import
    from tests.segmentation.admin.rows import make_category_profile, make_profile, make_run

    setup_test_environment()
    call_command("migrate", verbosity=0)
    make_profile("acme")
    make_category_profile("acme", "paper")
    make_run()
    features.register(Feature(key="toy_ideas", label="Toy ideas"))
    draft = start_draft(title="A trial", actor=None, now=timezone.now())
    put_change(
        draft.pk, kind="kill_switch", feature="toy_ideas", after={"killed": True}, actor=None, now=timezone.now()
    )
    Benefit.objects.create(key="price", label="Low price")
    BenefitSegment.objects.create(key="thrifty", name="Thrifty")
    start_import(b"customer,headcount\nacme,4\n", name="facts.csv", actor=None, now=timezone.now())
    client = Client()
    client.force_login(User.objects.create_superuser("anna"))
    for page in PAGES:
        response = client.get(f"/admin/segmentation/{page}")
        sys.stdout.write(f"{response.status_code} {'unfold' in response.content.decode()} {page}\n")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.segmentation.admin.stock_host"
    open_pages()
