"""Rules: JSON from an admin or a program, a checked tree, and one condition for the database."""
