"""The tables. No behaviour lives here: services read and write them with SQLAlchemy Core."""
