"""Read the display formulas of a page, and hold them against numbers."""
