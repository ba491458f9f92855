"""JSON routes and schemas under /api/v1: they translate, nothing else."""
