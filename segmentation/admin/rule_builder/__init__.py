"""A rule while somebody is still writing it: what was typed, where it stands, and what becomes of it."""
