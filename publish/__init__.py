"""Builds the site as it is published: python -m publish."""
