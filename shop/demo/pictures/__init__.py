"""Drawn product pictures: one flat style, one light from the upper left, coloured as the product is."""
