"""Logging in and out."""

from flask.testing import FlaskClient

from tests.support.world import World


def test_a_login_code_gives_a_token_that_knows_its_user(world: World) -> None:
    guest = world.guest("alice")
    assert guest.user_id.startswith("usr")
    assert len(guest.token) >= 43


def test_a_login_code_works_once(client: FlaskClient, world: World) -> None:
    code = world.simulator.control.login_code("alice")
    assert client.post("/api/v1/sessions", json={"code": code}).status_code == 201
    again = client.post("/api/v1/sessions", json={"code": code})
    assert (again.status_code, again.json["code"]) == (401, "login_code_invalid")


def test_the_same_person_is_the_same_user_at_every_login(world: World) -> None:
    assert world.guest("alice").user_id == world.guest("alice").user_id != world.guest("bob").user_id


def test_after_logging_out_the_token_is_refused(world: World) -> None:
    guest = world.guest()
    assert guest.client.delete("/api/v1/sessions").status_code == 204
    refused = guest.client.delete("/api/v1/sessions")
    assert (refused.status_code, refused.json["code"]) == (401, "token_invalid")


def test_wechat_down_is_a_503_that_says_when_to_come_back(client: FlaskClient, world: World) -> None:
    world.simulator.control.fault("jscode2session", "down")
    answer = client.post("/api/v1/sessions", json={"code": "whatever"})
    assert (answer.status_code, answer.json["code"]) == (503, "wechat_unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_an_answer_of_wechats_we_do_not_know_is_its_trouble_and_not_ours(client: FlaskClient, world: World) -> None:
    world.simulator.control.fault("jscode2session", "errcode", errcode=99999)
    answer = client.post("/api/v1/sessions", json={"code": "whatever"})
    assert (answer.status_code, answer.json["code"]) == (503, "wechat_unavailable")
