"""What a feature does: companies that have it beside those that go without, for the sake of the measurement."""
