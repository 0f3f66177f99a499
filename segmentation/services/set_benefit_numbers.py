from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_customers
from segmentation.models import Benefit, CompanyBenefits, ProductBenefit
from segmentation.models.among import Among
from segmentation.selectors.benefit_numbers import NumberKind, Subject, stored_surveys
from segmentation.services.audit import write_audit, write_difference
from segmentation.services.check_benefit_numbers import NumberChange, changes_by_key
from segmentation.words.facts import Facts

FEW = 20
"""Products or companies that the audit tells of one by one; more of them are one entry."""
AT_ONCE = 500


@transaction.atomic
def set_benefit_numbers(
    changes: Sequence[NumberChange], kind: NumberKind, *, actor: AbstractBaseUser | None, detail: str = ""
) -> int:
    """Store these numbers of products or companies, as `check_benefit_numbers` found them; for how many of those.

    `detail` says which file or system they came from.
    """
    # In one order, so that two who store at once cannot wait for each other.
    by_key = dict(changes_by_key(sorted(changes, key=lambda one: (one.key, one.benefit))))
    if not by_key:
        return 0
    if kind.subject is Subject.PRODUCTS:
        _store_scores(by_key)
    else:
        _store_surveys(by_key)
    _write_audit(by_key, kind, actor=actor, detail=detail)
    return len(by_key)


def _store_scores(by_key: Mapping[str, Sequence[NumberChange]]) -> None:
    benefits = dict(Benefit.objects.values_list("key", "pk"))
    changes = [one for mine in by_key.values() for one in mine if one.benefit in benefits]
    gone: dict[str, list[str]] = {}
    for change in changes:
        if change.after is None:
            gone.setdefault(change.benefit, []).append(change.key)
    for benefit, skus in gone.items():
        ProductBenefit.objects.filter(Among("sku", skus), benefit=benefits[benefit]).delete()
    ProductBenefit.objects.bulk_create(
        [
            ProductBenefit(sku=one.key, benefit_id=benefits[one.benefit], score=one.after)
            for one in changes
            if one.after is not None
        ],
        update_conflicts=True,
        unique_fields=["sku", "benefit"],
        update_fields=["score"],
        batch_size=AT_ONCE,
    )


def _store_surveys(by_key: Mapping[str, Sequence[NumberChange]]) -> None:
    # Also those who said nothing before: two first surveys of a company would overwrite each other.
    lock_customers(sorted(by_key))
    stored = stored_surveys(by_key)
    rows, empty = [], []
    for key, changes in by_key.items():
        weights = dict(stored.get(key, {}))
        for change in changes:
            if change.after is None:
                weights.pop(change.benefit, None)
            else:
                weights[change.benefit] = change.after
        if weights:
            rows.append(CompanyBenefits(customer_key=key, weights=weights))
        else:
            empty.append(key)
    CompanyBenefits.objects.filter(Among("pk", empty)).delete()
    CompanyBenefits.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["customer_key"],
        update_fields=["weights"],
        batch_size=AT_ONCE,
    )


def _write_audit(
    by_key: Mapping[str, Sequence[NumberChange]], kind: NumberKind, *, actor: AbstractBaseUser | None, detail: str
) -> None:
    is_product = kind.subject is Subject.PRODUCTS
    action = "product_benefit" if is_product else "company_benefits"
    if len(by_key) > FEW:
        numbers = sum(len(mine) for mine in by_key.values())
        counted = f"{numbers} {len(by_key)}"
        write_audit(action=f"{action}_many", actor=actor, before="", after=counted, reason=detail)
        return
    labels = dict(Benefit.objects.values_list("key", "label"))
    for key, changes in by_key.items():
        name, customer_key = (key, "") if is_product else ("", key)
        before, after = (
            {labels.get(one.benefit, one.benefit): _text(number) for one, number in zip(changes, side, strict=True)}
            for side in ([one.before for one in changes], [one.after for one in changes])
        )
        write_difference(
            action=action,
            actor=actor,
            before=Facts(name=name, values=before, customer_key=customer_key),
            after=Facts(name=name, values=after, customer_key=customer_key),
            reason=detail,
        )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
