"""Flask commands, one file per noun; each calls a service and prints what a person needs."""
