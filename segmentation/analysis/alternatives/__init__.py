"""Which items can stand in for which, what goes with what, and what is bought nearby: pure, from order lines."""
