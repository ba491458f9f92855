"""The notice WeChat is owed after every sale: sent once it is due, again when it failed, given up with an alert."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import time_machine

from app.core import clock
from app.core.database import read
from app.models import alerts, shipping_notices
from app.services import shipping
from tests.support.world import World


def notice(world: World) -> Any:
    with world.app.app_context(), read() as connection:
        return connection.execute(sa.select(shipping_notices)).one()


def send(world: World) -> int:
    with world.app.app_context():
        return shipping.send_notices()


def test_a_notice_is_sent_once_when_it_is_due(world: World) -> None:
    order = world.paid(world.standard(), mass_g=250_000)
    assert (send(world), notice(world).status) == (0, "waiting")
    with time_machine.travel(clock.now() + timedelta(seconds=95)):
        assert (send(world), notice(world).status) == (1, "done")
        assert send(world) == 0
    assert world.simulator.control.payment(order["payment"]["id"])["shipping"]


def test_a_notice_wechat_did_not_hear_is_sent_again_later_each_time_more_patiently(world: World) -> None:
    world.paid(world.standard(), mass_g=250_000)
    world.simulator.control.fault("upload_shipping_info", "down", times=2)
    at = clock.now() + timedelta(seconds=95)
    for wait, status in ((60, "waiting"), (120, "waiting"), (0, "done")):
        with time_machine.travel(at):
            send(world)
            row = notice(world)
            assert row.status == status
            at = clock.now() + timedelta(seconds=wait + 5)
    assert row.tries == 3
    with world.app.app_context(), read() as connection:
        assert connection.execute(sa.select(alerts)).all() == []
