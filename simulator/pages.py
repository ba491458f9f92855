"""Pages for people."""

from flask import Blueprint

from simulator.world import World


def make_pages(world: World) -> Blueprint:
    return Blueprint("pages", __name__)
