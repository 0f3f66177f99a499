"""The whole range of the shop, department by department."""

from __future__ import annotations

from shop.demo.tables.computers import COMPUTERS
from shop.demo.tables.furniture import FURNITURE
from shop.demo.tables.hygiene import HYGIENE
from shop.demo.tables.kitchen import KITCHEN
from shop.demo.tables.paper import PAPER
from shop.demo.tables.writing import DESK

DEPARTMENTS = (KITCHEN, HYGIENE, PAPER, DESK, FURNITURE, COMPUTERS)
