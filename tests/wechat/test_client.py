"""wechatpy's known defects, each closed: endless retries, tokens that fight, secrets in errors, no time-out."""

import threading
import time
import traceback

import pytest
from flask import Flask

from app.core import database
from app.wechat.errors import WeChatError, WeChatMisconfigured, WeChatRefused, WeChatUnavailable
from app.wechat.miniprogram import MiniProgram, Verdict

APPID, SECRET = "wx0123456789abcdef", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
GUEST_CODE, OPENID = "0a1CodeOfAGuest", "oOpenid"
CHECK, TOKEN, LOGIN = "/wxa/msg_sec_check", "/cgi-bin/stable_token", "/sns/jscode2session"
PASS = {"errcode": 0, "errmsg": "ok", "result": {"suggest": "pass", "label": 100}}


def check(program: MiniProgram) -> Verdict:
    return program.check_text("林小满", OPENID)


def only_with(token_of) -> object:
    """Answers well to the token that token_of() names, 40001 to any other."""
    return lambda heard: (
        PASS if heard.query["access_token"] == token_of() else {"errcode": 40001, "errmsg": "invalid credential"}
    )


def test_two_processes_share_one_token(wechat, process):
    wechat.answers[CHECK] = PASS
    first, second = process(), process()
    assert check(first) == check(second) == check(first) == Verdict.PASS
    assert len(wechat.calls(TOKEN)) == 1
    assert len({heard.query["access_token"] for heard in wechat.calls(CHECK)}) == 1


def test_many_threads_ask_for_one_token(wechat, miniprogram):
    wechat.answers[CHECK] = PASS
    threads = [threading.Thread(target=check, args=(miniprogram,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(wechat.calls(CHECK)), len(wechat.calls(TOKEN))) == (12, 1)


def test_a_token_is_kept_five_minutes_less_than_it_lives(wechat, process, token_store):
    kept: list[int] = []
    keep = token_store.set
    token_store.set = lambda key, value, ttl_s: (kept.append(ttl_s), keep(key, value, ttl_s))[1]
    wechat.answers[CHECK] = PASS
    check(process())
    assert kept == [6900]


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_endless_refusals_of_the_token_make_two_calls_and_an_error(wechat, miniprogram, errcode):
    wechat.answers[CHECK] = {"errcode": errcode, "errmsg": "invalid credential, access_token is invalid"}
    with pytest.raises(WeChatMisconfigured) as told:
        check(miniprogram)
    assert told.value.errcode == errcode
    assert len(wechat.calls(CHECK)) == 2


def test_a_token_replaced_by_another_process_is_taken_from_the_store_without_asking(wechat, process, token_store):
    ours, theirs = process(), process()
    wechat.answers[CHECK] = PASS
    check(ours)
    old = wechat.current

    def swapped(heard):
        """WeChat refuses the old token, and meanwhile the other process has stored a new one."""
        if heard.query["access_token"] == old:
            token_store.set(f"{APPID}_access_token", "82_New", 6900)
            return {"errcode": 42001, "errmsg": "access_token expired"}
        return PASS

    wechat.answers[CHECK] = swapped
    assert check(ours) is check(theirs) is Verdict.PASS
    assert len(wechat.calls(TOKEN)) == 1


def test_a_store_with_a_dead_token_is_filled_anew_without_forcing(wechat, miniprogram, token_store):
    token_store.set(f"{APPID}_access_token", "82_Dead", 6900)
    wechat.answers[CHECK] = only_with(lambda: wechat.current)
    assert check(miniprogram) is Verdict.PASS
    assert [heard.body["force_refresh"] for heard in wechat.calls(TOKEN)] == [False]
    assert token_store.get(f"{APPID}_access_token") == wechat.current


def test_when_wechat_hands_out_a_token_it_refuses_a_new_one_is_forced_once_a_minute_for_all(wechat, process):
    dead = wechat.current
    wechat.answers[CHECK] = lambda heard: PASS if heard.query["access_token"] != dead else {"errcode": 40001}
    assert check(process()) is Verdict.PASS
    assert [heard.body["force_refresh"] for heard in wechat.calls(TOKEN)] == [False, False, True]
    wechat.answers[CHECK] = {"errcode": 40001, "errmsg": "invalid credential"}
    for _ in range(3):
        with pytest.raises(WeChatUnavailable):
            check(process())
    assert sum(heard.body["force_refresh"] for heard in wechat.calls(TOKEN)) == 1, "only 20 are allowed a day"


@pytest.mark.parametrize("errcode", [40013, 40125, 50002])
def test_a_wrong_secret_is_told_apart_from_an_outage(wechat, miniprogram, errcode):
    wechat.answers[TOKEN] = {"errcode": errcode, "errmsg": "invalid appsecret"}
    with pytest.raises(WeChatMisconfigured):
        check(miniprogram)
    assert (len(wechat.calls(TOKEN)), len(wechat.calls(CHECK))) == (1, 0)


@pytest.mark.parametrize(
    "answer", [{}, {"access_token": ""}, {"access_token": "x"}, [], b"<html>", 502, {"errcode": "?"}]
)
def test_an_answer_without_a_token_is_an_outage(wechat, miniprogram, answer):
    wechat.answers[TOKEN] = answer
    with pytest.raises(WeChatUnavailable):
        check(miniprogram)


@pytest.mark.parametrize("errcode", [-1, 45009, 45011])
def test_busy_and_used_up_quotas_are_for_later(wechat, miniprogram, errcode):
    wechat.answers[CHECK] = {"errcode": errcode, "errmsg": "system error"}
    with pytest.raises(WeChatUnavailable):
        check(miniprogram)
    assert len(wechat.calls(CHECK)) == 1


def test_a_hanging_wechat_is_left_after_the_time_out_also_while_a_token_is_fetched(wechat, miniprogram):
    for path in (TOKEN, LOGIN):
        wechat.hang = {path}
        begun = time.monotonic()
        with pytest.raises(WeChatUnavailable):
            miniprogram.login("code") if path == LOGIN else check(miniprogram)
        assert time.monotonic() - begun < 5


def test_connections_are_kept(wechat, miniprogram):
    wechat.answers[CHECK] = PASS
    for _ in range(5):
        check(miniprogram)
    assert wechat.connections == 1


def break_login(wechat):
    wechat.cut = {LOGIN}


def refuse_login(wechat):
    wechat.answers[LOGIN] = {"errcode": 40029, "errmsg": "invalid code, rid: 6"}


def fail_login(wechat):
    wechat.answers[LOGIN] = 500


def break_token(wechat):
    wechat.cut = {TOKEN}


def hang_check(wechat):
    wechat.hang = {CHECK}


def refuse_token(wechat):
    wechat.answers[CHECK] = {"errcode": 40001, "errmsg": "invalid credential"}


@pytest.mark.parametrize("trouble", [break_login, refuse_login, fail_login, break_token, hang_check, refuse_token])
def test_no_error_and_no_log_holds_the_secret_a_token_or_a_code(wechat, miniprogram, caplog, trouble):
    caplog.set_level("DEBUG")
    trouble(wechat)
    with pytest.raises(WeChatError) as failure:
        miniprogram.login(GUEST_CODE) if "login" in trouble.__name__ else check(miniprogram)
    assert wechat.heard
    told = "".join(traceback.format_exception(failure.value)) + caplog.text + repr(failure.value)
    for secret in (SECRET, wechat.current, GUEST_CODE, OPENID):
        assert secret not in told
    held: BaseException | None = failure.value
    while held is not None:
        assert not hasattr(held, "request"), "the library's exception, with the address, is still attached"
        held = held.__cause__ or held.__context__


def test_addresses_are_logged_without_what_is_secret_in_them(wechat, miniprogram, caplog):
    caplog.set_level("DEBUG")
    wechat.answers[LOGIN] = {"openid": OPENID, "session_key": "c2Vzc2lvbktleQ=="}
    miniprogram.login(GUEST_CODE)
    assert "/sns/jscode2session?appid=" in caplog.text
    assert "secret=***" in caplog.text
    assert SECRET not in caplog.text
    assert "c2Vzc2lvbktleQ" not in caplog.text


def test_nothing_is_sent_while_a_transaction_is_open(wechat, miniprogram):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    database.db.init_app(app)
    with app.app_context():
        with database.write("naming"):
            for call in (lambda: check(miniprogram), lambda: miniprogram.login("code")):
                with pytest.raises(database.TransactionOpen, match="WeChat"):
                    call()
        database.db.engine.dispose()
    assert wechat.heard == []


def test_other_refusals_keep_their_number(wechat, miniprogram):
    wechat.answers[CHECK] = {"errcode": 47001, "errmsg": "data format error"}
    with pytest.raises(WeChatRefused) as refused:
        check(miniprogram)
    assert refused.value.errcode == 47001
