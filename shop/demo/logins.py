"""Who may log in to the demo, and what they will see."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.public import features_for
from segmentation.registry import features
from shop.companies.models import Company, CompanyMember
from shop.demo.people import ADMIN, FEATURED, SEVERAL, STAFF
from shop.demo.planted import Kind

_WAYS = {
    Kind.STEADY: gettext_lazy("Routine"),
    Kind.PROJECT: gettext_lazy("Major repurchase"),
    Kind.EXPLORER: gettext_lazy("New"),
    Kind.ALL_THREE: gettext_lazy("All three"),
    Kind.PROSPECT: gettext_lazy("No orders yet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    email: str
    buys: str
    company: str
    sees: str


def demo_logins() -> list[Login]:
    """The log-ins worth trying, with the features that are on for each of them now."""
    emails = [SEVERAL.email, *(person.email for person in FEATURED.values())]
    companies: dict[str, list[Company]] = {}
    for member in CompanyMember.objects.filter(user__email__in=emails).select_related("company", "user"):
        companies.setdefault(member.user.email, []).append(member.company)
    logins = [
        Login(email=person.email, buys=str(_WAYS[kind]), company=company.name, sees=_features_of(company))
        for kind, person in FEATURED.items()
        for company in companies.get(person.email, [])
    ]
    if SEVERAL.email in companies:
        names = ", ".join(company.name for company in companies[SEVERAL.email])
        logins.append(
            Login(
                email=SEVERAL.email, buys=_("Several companies"), company=names, sees=_("What the chosen company sees")
            )
        )
    switches = reverse("admin:segmentation_featurerule_changelist")
    duties = {
        "see": (_("Looks at switches"), _("The matrix at %(page)s, without changing it")),
        "propose": (_("Proposes switches"), _("Drafts, which somebody else approves")),
        "approve": (_("Approves switches"), _("Drafts of others, to be approved and published")),
    }
    place = {"admin": reverse("admin:index"), "pages": reverse("wagtailadmin_home")}
    return [
        *logins,
        Login(
            email=ADMIN.email,
            buys=_("Runs the shop"),
            company="Nordkontor",
            sees=_("Buying types and switches at %(admin)s, inspiration pages at %(pages)s") % place,
        ),
        *(
            Login(email=STAFF[role].email, buys=duty, company="Nordkontor", sees=sees % {"page": switches})
            for role, (duty, sees) in duties.items()
        ),
    ]


def _features_of(company: Company) -> str:
    answers = features_for(company.number).all()
    labels = [str(feature.label) for feature in features if answers[feature.key].enabled]
    return ", ".join(labels) or _("The catalogue")
