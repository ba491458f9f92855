"""Plumbing: settings, database, clock, ids, signing, logs. Knows the product's words only from app.domain."""
