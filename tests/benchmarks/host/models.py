"""Order lines as a shop keeps them that has one table for them."""

from __future__ import annotations

from django.db import models


class OrderLine(models.Model):
    customer = models.CharField(max_length=32)
    order_number = models.CharField(max_length=32)
    ordered_at = models.DateTimeField()
    sku = models.CharField(max_length=32)
    category = models.CharField(max_length=32)
    quantity = models.IntegerField()
    line_total = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        app_label = "host"
        indexes = [models.Index(fields=["customer"], name="bench_lines_of_a_customer")]

    def __str__(self) -> str:
        return f"{self.order_number} {self.sku}"
