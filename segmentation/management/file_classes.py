"""The classes of everybody in an order file, by what is usual in that file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import pandas as pd
from django.utils.translation import gettext as _

from segmentation.analysis.classify import classify
from segmentation.analysis.fit_prior import prior_or_shipped
from segmentation.analysis.priors import DEFAULT_PRIOR, Prior
from segmentation.management.report import progress_bar
from segmentation.sources.files import FileSource


def classify_file(
    source: FileSource, *, as_of: date, keys: Sequence[str] | None, with_shipped_prior: bool
) -> tuple[pd.DataFrame, Prior]:
    """One row per company of the file, or of these, and the prior they were judged by.

    What is usual is learnt from the whole file, whoever is asked for; from too few orders, the shipped prior is used.
    """
    everybody = source.customer_keys()
    lines = source.read()
    with progress_bar(_("Companies"), total=len(everybody) * (1 if with_shipped_prior else 2)) as advance:
        work_out = partial(classify, lines, as_of=as_of, customers=everybody, progress=advance)
        result = work_out(with_prior_sums=not with_shipped_prior)
        sums = result.prior_sums
        prior = prior_or_shipped(sums, version=f"file-{as_of:%Y%m%d}") if sums is not None else DEFAULT_PRIOR
        if prior != DEFAULT_PRIOR:
            result = work_out(prior=prior)
    customers = result.customers
    return customers if keys is None else customers[customers["customer_key"].isin(list(keys))], prior
