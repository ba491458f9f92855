"""Versioned emission factors, grid factors, places and calculator forms, as data files with their sources."""
