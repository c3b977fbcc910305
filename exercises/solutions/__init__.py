"""The same files, filled in. Try first."""
