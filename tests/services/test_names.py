"""The content check of names: a verdict within its deadline, never inside a transaction, never a leak."""

import threading
import time

import pytest
from flask import Flask

from app.core.database import TransactionOpen, write
from app.domain.errors import DomainError
from app.domain.users import NameVerdict
from app.services import names
from tests.support.world import World


@pytest.fixture
def openid(app: Flask, world: World) -> str:
    world.guest("alice")
    return world.simulator.control.openid("alice")


def verdict(app: Flask, name: str, openid: str) -> NameVerdict:
    with app.app_context():
        return names.check_name(name, openid)


@pytest.mark.parametrize(("name", "expected"), [("林小满", NameVerdict.PASSED), ("可疑的名字", NameVerdict.UNSURE)])
def test_wechats_opinion_is_passed_on(app: Flask, openid: str, name: str, expected: NameVerdict) -> None:
    assert verdict(app, name, openid) is expected


def test_a_risky_name_is_refused(app: Flask, openid: str) -> None:
    with pytest.raises(DomainError, match="name_refused"):
        verdict(app, "违禁词", openid)


@pytest.mark.parametrize("fault", ["down", "unavailable"])
def test_without_wechat_a_name_is_unchecked(app: Flask, world: World, openid: str, fault: str) -> None:
    world.simulator.control.fault("msg_sec_check", fault, times=None)
    assert verdict(app, "林小满", openid) is NameVerdict.UNCHECKED


@pytest.mark.parametrize("errcode", [-1, 43104, 45009, 48001, 99999])
def test_an_answer_without_a_verdict_is_unchecked(app: Flask, world: World, openid: str, errcode: int) -> None:
    world.simulator.control.fault("msg_sec_check", "errcode", times=None, errcode=errcode)
    assert verdict(app, "林小满", openid) is NameVerdict.UNCHECKED


def test_an_openid_wechat_does_not_know_is_unchecked(app: Flask) -> None:
    assert verdict(app, "林小满", "o" + "x" * 27) is NameVerdict.UNCHECKED


def test_a_silent_wechat_costs_no_more_than_the_deadline(
    app: Flask, world: World, openid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "DEADLINE_S", 0.3)
    world.simulator.control.fault("msg_sec_check", "slow", times=1, seconds=1.5)
    began = time.perf_counter()
    assert verdict(app, "林小满", openid) is NameVerdict.UNCHECKED
    assert time.perf_counter() - began < 1.2


def test_a_hall_of_guests_is_not_held_up_by_a_silent_wechat(
    app: Flask, world: World, openid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "DEADLINE_S", 0.3)
    world.simulator.control.fault("msg_sec_check", "slow", times=None, seconds=1.0)
    verdicts: list[NameVerdict] = []
    guests = [threading.Thread(target=lambda: verdicts.append(verdict(app, "林小满", openid))) for _ in range(24)]
    began = time.perf_counter()
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()
    assert time.perf_counter() - began < 2.5
    assert verdicts == [NameVerdict.UNCHECKED] * 24
    world.simulator.control.clear_faults()
    # those that gave up in the queue were taken out of it: the next guest is served as soon as a call returns
    monkeypatch.setattr(names, "DEADLINE_S", 3.0)
    assert verdict(app, "林小满", openid) is NameVerdict.PASSED


def test_inside_a_transaction_it_refuses_to_call(app: Flask, world: World, openid: str) -> None:
    before = world.simulator.control.last_call()
    with app.app_context(), pytest.raises(TransactionOpen), write("a sale"):
        names.check_name("林小满", openid)
    assert world.simulator.control.calls("msg_sec_check", after=before) == []
