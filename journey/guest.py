"""What a guest does, step by step, from the code at the door to a place on the board. Each proves what it shows."""

import json
from pathlib import Path
from typing import Any

from journey import proof
from journey.phone import Mismatch, Phone, new_key, short
from journey.terminal import answered, asked, detail, padded, proved, step
from simulator.client import SimulatorControl

NAME = "林小满"
INPUTS = {
    "people": 1,
    "legs": [
        {"mode": "plane", "cabin": "economy", "from": "1101", "to": "5101", "round_trip": True},
        {"mode": "metro", "distance_km": "12"},
        {"mode": "taxi", "band": "city"},
    ],
    "stays": [{"kind": "hotel", "nights": 2, "guests": 1}],
    "meals": [{"kind": "restaurant", "count": 3}],
}


def kilograms(mass_g: int) -> str:
    """``301.4 kg``: exact grams, cut for reading."""
    return f"{mass_g // 1000:,}.{mass_g % 1000 // 100} kg"


def yuan(amount_fen: int) -> str:
    return f"¥{amount_fen // 100:,}.{amount_fen % 100:02d}"


def must(holds: bool, text: str) -> None:
    """Show what holds; raise Mismatch for what does not."""
    if not holds:
        raise Mismatch(text)
    proved(text)


def log_in(phone: Phone, wechat: SimulatorControl) -> None:
    step(1, "登录", "Log in with WeChat")
    code = wechat.login_code(NAME)
    session = phone.call("POST", "/sessions", {"code": code}, expect=201).json()
    phone.token = session["token"]
    detail(f"用户 {session['user']['id']}，有效至 {session['expires_at']}")
    phone.call("POST", "/sessions", {"code": code}, expect=401)
    proved("同一登录码第二次被拒绝 · a login code works once")


def scan(phone: Phone) -> Any:
    step(2, "扫码进入场景", "Scan the code at the door")
    entrance = phone.get("/scenes/forum1n")
    scene = phone.get("/scenes/FORUM1")
    detail(f"{scene['name']} · {scene['place']} · {scene['starts_on']} · {scene.get('note') or ''}")
    must(entrance["code"] == "FORUM1", f"入口码 forum1n 指向同一场景，入口：{entrance['entrance']}")
    must(scene["sample"] is True, "示例场景已标明 · marked as a sample")
    return scene


def fill_in(phone: Phone, scene: Any) -> Any:
    step(3, "打开计算表单", "Open the form")
    form = phone.get(f"/calculators/{scene['calculator']}?scene={scene['code']}")
    names = "、".join(field["label"] for field in form["fields"])
    detail(f"{form['key']} 版本 {form['version']}，因子集 {form['factor_set']}：{names}")
    step(4, "查找地点", "Search places")
    for query, wanted in (("北京", "1101"), ("cd", "5101")):
        items = phone.get(f"/places?q={query}")["items"]
        detail("、".join(f"{place['name']}（{place['id']}）" for place in items[:4]))
        must(wanted in [place["id"] for place in items], f"「{query}」找到 {wanted}")
    step(5, "计算碳足迹", "Count the footprint")
    body = {"scene": scene["code"], "calculator": scene["calculator"], "inputs": INPUTS}
    footprint = phone.call("POST", "/footprints", body, expect=201).json()
    for line in footprint["lines"]:
        factor = line["factor"]
        detail(f"{padded(line['label'], 34)}{kilograms(line['mass_g']):>12}")
        detail(f"  {line['quantity']} {line['unit']} × {factor['value']} {factor['unit']}")
        detail(f"  {short(factor['source'], 96)}（{factor['year']}）")
    low, high = kilograms(footprint["low_g"]), kilograms(footprint["high_g"])
    detail(f"{padded('合计 total', 34)}{kilograms(footprint['total_g']):>12}   {low} – {high}")
    must(footprint["total_g"] == sum(line["mass_g"] for line in footprint["lines"]), "逐行相加等于合计 · lines add up")
    again = phone.get(f"/footprints/{footprint['id']}?recompute=1")
    must(again["recomputed_g"] == footprint["total_g"], "重新计算得到同样的克数 · recomputes to the gram")
    return footprint


def choose(phone: Phone, footprint: Any) -> Any:
    step(6, "选择减排项目", "Choose a project")
    offers = phone.get(f"/projects?mass_g={footprint['total_g']}")["items"]
    for offer in offers:
        price = f"{yuan(offer['price_fen_per_tonne'])}/t"
        detail(f"{padded(offer['code'], 14)}{padded(offer['name'], 34)}{price:>12}{yuan(offer['amount_fen']):>11}")
    chosen = next(offer for offer in offers if offer["code"] == "CDCER-OTHER")
    exact = max(1, -(-footprint["total_g"] * chosen["price_fen_per_tonne"] // 1_000_000))
    must(
        chosen["amount_fen"] == exact, f"金额 {yuan(exact)} = ⌈{footprint['total_g']:,} g × 单价⌉ · rounded up to a fen"
    )
    return chosen


def place_order(phone: Phone, footprint: Any, chosen: Any) -> Any:
    step(7, "下单", "Place the order, twice with one key")
    body = {
        "footprint_id": footprint["id"],
        "project": chosen["code"],
        "beneficiary": {"kind": "person", "name": NAME},
        "public": True,
        "expected_amount_fen": chosen["amount_fen"],
        "method": "jsapi",
    }
    key = new_key()
    first = phone.call("POST", "/orders", body, key=key, expect=201)
    again = phone.call("POST", "/orders", body, key=key, expect=201)
    must(first.content == again.content, "重复请求得到同一订单，逐字节相同 · one order, byte for byte")
    order = first.json()
    detail(f"订单 {order['id']}  {order['status']}  {yuan(order['amount_fen'])}  {order['mass_g']:,} g")
    return order


def pay(phone: Phone, wechat: SimulatorControl, order: Any) -> Any:
    step(8, "支付", "Pay on the phone")
    params = order["payment"]["params"] | {"appId": wechat.about()["appid"]}
    asked("wx.requestPayment，签名被改动 · with a changed signature")
    forged = params["paySign"][:-8] + ("AAAAAAA=" if not params["paySign"].endswith("AAAAAAA=") else "BBBBBBB=")
    refused = wechat.request_payment(params | {"paySign": forged}, NAME)
    answered(refused)
    must(refused.startswith("requestPayment:fail"), "手机验签，改动过的参数付不了款 · the phone checks our signature")
    asked("wx.requestPayment")
    paid = wechat.request_payment(params, NAME)
    answered(paid)
    must(paid == "requestPayment:ok", f"已支付 {yuan(order['amount_fen'])}（模拟）· paid, simulated")
    step(9, "收到支付通知", "The notification arrives, signed and encrypted")
    wechat.wait_for(order["payment"]["id"], timeout_s=30)
    proved("通知已送达并验签入账 · delivered, verified, booked")
    found = phone.get(f"/orders/{order['id']}")
    must(
        found["status"] == "paid" and bool(found["certificate_id"]),
        "订单已支付，证书同时签发 · paid, certificate issued",
    )
    return found


def receive(phone: Phone, order: Any, out: Path) -> tuple[Any, Path, Path, Path]:
    """(certificate, its picture, its file, the keys to verify it with: every walk's server has its own)."""
    step(10, "领取证书", "Receive the certificate")
    certificate = phone.get(f"/certificates/{order['certificate_id']}")
    record = certificate["record"]
    for each in record["allocations"]:
        serials = " – ".join(dict.fromkeys((each["serial_first"], each["serial_last"])))
        detail(f"序列号 {serials}，第 {each['first_g']:,} 至 {each['last_g']:,} 克")
    jwks_body = phone.fetch(f"{phone.url}/.well-known/jwks.json")
    keys = out / f"{certificate['number']}.jwks.json"
    keys.write_bytes(jwks_body)
    must(certificate["record_sha256"] == proof.record_hash(record), f"哈希一致 {certificate['record_sha256'][:23]}…")
    proof.check_signature(record, certificate["signature"], json.loads(jwks_body))
    proved(f"Ed25519 签名有效，密钥 {certificate['signature']['kid'][:16]}…")
    beneficiary = certificate["beneficiary"]
    proof.check_name(beneficiary["name"], beneficiary["salt"], record["beneficiary"]["commitment"])
    proved(f"姓名「{beneficiary['name']}」与记录中的承诺一致 · the name opens the commitment")
    must(
        record["mass_g"] == order["mass_g"] == sum(a["mass_g"] for a in record["allocations"]), "克数一致 · grams agree"
    )
    picture = out / f"{certificate['number']}.png"
    picture.write_bytes(phone.fetch(certificate["named_image_url"]))
    size = proof.png_size(picture.read_bytes())
    must(size == (1080, 1620), f"证书图片 {size[0]} × {size[1]}")
    file = out / f"{certificate['number']}.json"
    file.write_bytes(phone.fetch(f"{certificate['page_url']}.json"))
    return certificate, picture, file, keys


def look_at_the_board(phone: Phone, order: Any) -> Any:
    step(12, "排行榜", "The leaderboard")
    board = phone.get("/leaderboards/people?scene=FORUM1")
    for item in board["items"][:5]:
        detail(f"{item['rank']:>3}  {padded(item['name'] or '一位来宾', 20)}{kilograms(item['mass_g']):>12}")
    detail(board["rule"])
    me = board["me"]
    must(me is not None and me["mass_g"] == order["mass_g"], "自己的克数立即准确 · own grams are exact at once")
    totals = phone.get("/scenes/FORUM1")["totals"]
    must(totals == {"certificates": 1, "mass_g": order["mass_g"]}, "场景合计一致 · the scene's totals agree")
    return me
