"""Plays api.weixin.qq.com: login, tokens, codes, content check. Orders' shipping is in shipping.py."""

import base64
import hashlib
import json
import re
import time
from collections import deque
from typing import Any

from flask import Blueprint, Response, g, request

from simulator import credentials
from simulator.calls import watch
from simulator.credentials import MiniProgramError
from simulator.picture import draw_code
from simulator.world import World

_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
_CODES_A_MINUTE = 5000
_RISKY_WORDS = ("违禁", "涉黄", "赌博")
_REVIEW_WORDS = ("存疑", "可疑")


def make_miniprogram(world: World) -> Blueprint:
    """The blueprint; its endpoints' names are the targets of faults."""
    api = Blueprint("miniprogram", __name__)
    watch(api, world)

    @api.before_request
    def play_errcode() -> None:
        fault = g.get("fault")
        if fault and fault.name == "errcode":
            raise MiniProgramError(int(fault.params["errcode"]), str(fault.params["errmsg"]))

    @api.errorhandler(MiniProgramError)
    def refused(error: MiniProgramError) -> Response:
        return answer({"errcode": error.errcode, "errmsg": f"{error.errmsg} rid: simulator"})

    _add_login(api, world)
    _add_codes(api, world)
    _add_content_check(api, world)
    return api


def answer(body: dict[str, Any], content_type: str = "application/json; charset=UTF-8") -> Response:
    """WeChat answers HTTP 200 whether it worked or not."""
    return Response(json.dumps(body, ensure_ascii=False), 200, content_type=content_type)


def json_object() -> dict[str, Any]:
    """The request's JSON object, else 47001 as WeChat says."""
    try:
        body = json.loads(request.get_data())
        json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair is valid JSON and no text
    except ValueError:
        raise MiniProgramError(47001, "data format error") from None
    if not isinstance(body, dict):
        raise MiniProgramError(47001, "data format error")
    return body


def authorised(world: World) -> dict[str, Any]:
    """Checks the access_token in the address, then reads the body."""
    credentials.check_token(world, request.args.get("access_token"))
    return json_object()


def _check_app(world: World, appid: object, secret: object) -> None:
    if appid != world.keys.appid:
        raise MiniProgramError(40013, "invalid appid")
    if not secret:
        raise MiniProgramError(41004, "appsecret missing")
    if secret != world.keys.app_secret:
        raise MiniProgramError(40125, "invalid appsecret")


def _add_login(api: Blueprint, world: World) -> None:
    @api.get("/sns/jscode2session")
    def jscode2session() -> Response:
        args = request.args
        if not args.get("appid"):
            raise MiniProgramError(41002, "appid missing")
        _check_app(world, args["appid"], args.get("secret"))
        if not args.get("js_code"):
            raise MiniProgramError(41008, "missing code")
        user = credentials.use_code(world, args["js_code"])
        # a new session_key at every login, as WeChat may do; text/plain is what WeChat really says
        key = hashlib.sha256(f"{args['js_code']}{world.keys.app_secret}".encode()).digest()[:16]
        body = {"session_key": base64.b64encode(key).decode(), "openid": world.keys.openid(user)}
        return answer(body, "text/plain")

    @api.post("/cgi-bin/stable_token")
    def stable_token() -> Response:
        body = json_object()
        if body.get("grant_type") != "client_credential":
            raise MiniProgramError(40002, "invalid grant_type")
        _check_app(world, body.get("appid"), body.get("secret"))
        token, left_s = credentials.stable_token(world, force=body.get("force_refresh") is True)
        return answer({"access_token": token, "expires_in": left_s})


def _add_codes(api: Blueprint, world: World) -> None:
    recent: deque[float] = deque()

    @api.post("/wxa/getwxacodeunlimit")
    def getwxacodeunlimit() -> Response:
        body = authorised(world)
        _check_code_request(world, body)
        now = time.monotonic()
        recent.append(now)
        while recent and recent[0] < now - 60:
            recent.popleft()
        if len(recent) > _CODES_A_MINUTE:
            raise MiniProgramError(45009, "reach max api minute quota limit")
        see_through = body.get("is_hyaline") is True
        picture = draw_code(body["scene"], int(body.get("width", 430)), see_through=see_through)
        return Response(picture, 200, content_type="image/png" if see_through else "image/jpeg")


def _check_code_request(world: World, body: dict[str, Any]) -> None:
    scene, page = body.get("scene"), body.get("page", "pages/index/index")
    if not isinstance(scene, str) or not _SCENE.fullmatch(scene):
        raise MiniProgramError(40169, "invalid length for scene, or the data is not allowed")
    published = world.switches.get("published_pages")
    bad_page = not isinstance(page, str) or page.startswith("/") or "?" in page
    if bad_page or (body.get("check_path", True) is not False and published is not None and page not in published):
        raise MiniProgramError(41030, "invalid page")
    width = body.get("width", 430)
    if not isinstance(width, int) or isinstance(width, bool) or not 280 <= width <= 1280:
        raise MiniProgramError(40097, "invalid args: width must be 280 to 1280")
    if body.get("env_version", "release") not in ("release", "trial", "develop"):
        raise MiniProgramError(40097, "invalid args: env_version")


def _add_content_check(api: Blueprint, world: World) -> None:
    @api.post("/wxa/msg_sec_check")
    def msg_sec_check() -> Response:
        body = authorised(world)
        _check_content_request(world, body)
        # WeChat also wants the person to have been here within 2 hours; the simulator does not ask for that
        text = " ".join(str(body.get(field, "")) for field in ("content", "nickname", "title", "signature"))
        suggest, label = judge(text)
        return answer({
            "errcode": 0,
            "errmsg": "ok",
            "result": {"suggest": suggest, "label": label},
            "detail": [{"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90}],
            "trace_id": hashlib.sha256(text.encode()).hexdigest()[:16],
        })  # fmt: skip


def _check_content_request(world: World, body: dict[str, Any]) -> None:
    if body.get("version") != 2:
        raise MiniProgramError(40097, "invalid args: version must be 2")
    openid, content = body.get("openid"), body.get("content")
    if not isinstance(openid, str) or len(openid) != 28:
        raise MiniProgramError(40003, "invalid openid")
    if not world.keys.owns_openid(openid):
        raise MiniProgramError(43104, "appid does not match the openid")
    if body.get("scene") not in (1, 2, 3, 4):
        raise MiniProgramError(40129, "invalid scene")
    if not isinstance(content, str) or not content:
        raise MiniProgramError(44004, "empty content")
    if len(content) > 2500:
        raise MiniProgramError(45002, "content size out of limit")


def judge(text: str) -> tuple[str, int]:
    """(suggest, label) by word lists: 违禁, 涉黄, 赌博 are risky; 存疑, 可疑 are for review; all else passes."""
    if any(word in text for word in _RISKY_WORDS):
        return "risky", 20001
    if any(word in text for word in _REVIEW_WORDS):
        return "review", 20001
    return "pass", 100
