"""Running the product as a whole on one machine: `make run` and `make journey`. Imports nothing from app/."""
