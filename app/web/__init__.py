"""HTML for people: public pages. Reads through services, never from tables."""
