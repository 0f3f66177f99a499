"""How the shop's things look from outside: item numbers, customer and order numbers, never row ids of other tables."""
