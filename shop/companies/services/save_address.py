from __future__ import annotations

from django.db import transaction

from shop.companies.models import Address, Company


@transaction.atomic
def save_address(address: Address) -> Address:
    """Write the address; where it is to be the usual one, the company's other addresses are so no longer."""
    if address.is_default:
        Company.objects.select_for_update().get(pk=address.company_id)
        address.company.addresses.filter(is_default=True).exclude(pk=address.pk).update(is_default=False)
    address.save()
    return address
