"""Use cases. The only place that commits; returns frozen dataclasses, never rows."""
