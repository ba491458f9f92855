"""The wire: what is signed is what is sent, only signed answers are believed, and every failure is told apart."""

import json
import re
import socket
import ssl
import threading
import traceback
from base64 import b64decode
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from flask import Flask

from app.core import database
from app.payments.provider import OutcomeUnknown, ProviderError, ProviderRefused, ProviderUnavailable, RefundRequest
from app.payments.wechatpay import WeChatPay

PAYMENT = "pay01J0000000000000000000000"
REFUND = RefundRequest("ref01J0000000000000000000000", PAYMENT, 1744, 1744, "客人不来了, 测试")


def proven(heard, world) -> bool:
    """Whether the Authorization header signs exactly the bytes that arrived."""
    fields = dict(re.findall(r'(\w+)="([^"]*)"', heard.headers["Authorization"]))
    message = f"{heard.method}\n{heard.path}\n{fields['timestamp']}\n{fields['nonce_str']}\n".encode()
    world.merchant.public_key().verify(
        b64decode(fields["signature"]), message + heard.body + b"\n", PKCS1v15(), SHA256()
    )
    return fields["mchid"] == "1900000109" and fields["serial_no"] == world.settings()["serial_no"]


def test_every_call_signs_the_bytes_it_sends_and_names_the_key_it_wants_the_answer_under(
    wechatpay, gateway, world, answer, transaction, refund_answer
):
    gateway.says(answer(body=transaction))
    wechatpay.query(PAYMENT)
    gateway.says(answer(status=204))
    wechatpay.close(PAYMENT)
    gateway.says(answer(body=refund_answer))
    wechatpay.refund(REFUND)
    assert [heard.method for heard in gateway.heard] == ["GET", "POST", "POST"]
    assert all(proven(heard, world) for heard in gateway.heard)
    assert {heard.headers["Wechatpay-Serial"] for heard in gateway.heard} == {world.settings()["public_key_id"]}
    assert "客人不来了, 测试" in json.loads(gateway.heard[2].body)["reason"]


def test_ten_calls_share_one_connection(wechatpay, gateway, answer, transaction):
    gateway.says(answer(body=transaction))
    for _ in range(10):
        wechatpay.query(PAYMENT)
    assert (len(gateway.heard), gateway.connections) == (10, 1)


FORGERIES = {
    "unsigned": lambda world: {"signed": False},
    "foreign key": lambda world: {"sign": lambda body: world.signed(body, key=world.foreign)},
    "another body": lambda world: {"sign": lambda body: world.signed(body + b" ")},
    "unknown serial": lambda world: {"sign": lambda body: world.signed(body, serial="PUB_KEY_ID_0000")},
    "an hour old": lambda world: {
        "sign": lambda body: world.signed(body, at=datetime.now(UTC) - timedelta(hours=1)),
    },
    "other algorithm": lambda world: {
        "sign": lambda body: {**world.signed(body), "Wechatpay-Signature-Type": "WECHATPAY2-SM2-WITH-SM3"}
    },
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_an_answer_without_wechats_own_fresh_signature_leaves_the_outcome_unknown(
    wechatpay, gateway, world, answer, transaction, forgery
):
    gateway.says(answer(body=transaction, **forgery(world)))
    with pytest.raises(OutcomeUnknown):
        wechatpay.query(PAYMENT)
    gateway.says(answer(status=204, **forgery(world)))
    with pytest.raises(OutcomeUnknown):
        wechatpay.close(PAYMENT)
    assert len(gateway.heard) == 2, "no certificate was asked for either"


@pytest.mark.parametrize("fate", ["hang", "cut"])
def test_a_post_without_an_answer_may_have_happened_a_question_without_one_changed_nothing(
    wechatpay, gateway, answer, fate
):
    gateway.says(answer(fate=fate))
    with pytest.raises(OutcomeUnknown):
        wechatpay.refund(REFUND)
    with pytest.raises(OutcomeUnknown):
        wechatpay.close(PAYMENT)
    with pytest.raises(ProviderUnavailable):
        wechatpay.query(PAYMENT)


def test_a_refused_connection_is_known_not_to_have_reached_anybody(world):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    provider = WeChatPay(**world.settings(), api_url=f"http://127.0.0.1:{port}", connect_timeout_s=1)
    with pytest.raises(ProviderUnavailable):
        provider.refund(REFUND)


def test_a_host_name_nobody_knows_is_known_not_to_have_been_reached(world, monkeypatch):
    def no_such_name(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    with pytest.raises(ProviderUnavailable):
        WeChatPay(**world.settings()).refund(REFUND)


def test_a_host_with_a_wrong_certificate_is_sent_nothing(world, tmp_path):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "impostor")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(world.foreign.public_key())
        .serial_number(7)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(world.foreign, hashes.SHA256())
    )
    pem = tmp_path / "impostor.pem"
    key = world.foreign.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(key + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    heard: list[bytes] = []

    def serve(server: socket.socket) -> None:
        connection, _ = server.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as secure:
                heard.append(secure.recv(1))
        except OSError:
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        provider = WeChatPay(**world.settings(), api_url=f"https://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(ProviderUnavailable):
            provider.refund(REFUND)
        thread.join(5)
    assert heard == []


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (500, {"code": "SYSTEM_ERROR"}, OutcomeUnknown),
        (500, {"code": "SYSTEMERROR"}, OutcomeUnknown),
        (503, {"code": "SYSTEM_ERROR"}, OutcomeUnknown),
        (500, {"code": "BANK_ERROR"}, OutcomeUnknown),
        (502, b"<html>bad gateway</html>", OutcomeUnknown),
        (504, b"", OutcomeUnknown),
        (408, b"", OutcomeUnknown),
        (302, b"", OutcomeUnknown),
        (503, b"", ProviderUnavailable),
        (429, {"code": "FREQUENCY_LIMITED"}, ProviderUnavailable),
        (429, b"", ProviderUnavailable),
        (403, {"code": "RATELIMIT_EXCEEDED"}, ProviderUnavailable),
        (500, {"code": "OPENID_MISMATCH"}, ProviderRefused),
        (400, {"code": "PARAM_ERROR"}, ProviderRefused),
        (401, {"code": "SIGN_ERROR"}, ProviderRefused),
        (403, {"code": "NOT_ENOUGH"}, ProviderRefused),
        (404, b"<html>not found</html>", ProviderRefused),
        (400, b"[" * 50_000, ProviderRefused),
        (400, b"[1]", ProviderRefused),
    ],
)
def test_what_a_refusal_of_a_post_means(wechatpay, gateway, answer, status, body, expected):
    gateway.says(answer(status=status, body=body, signed=False, headers={"Location": gateway.url}))
    with pytest.raises(expected) as told:
        wechatpay.refund(REFUND)
    assert type(told.value) is expected
    assert len(gateway.heard) == 1, "neither repeated nor redirected"


def test_codes_are_spelt_one_way_and_sentences_name_nobody(wechatpay, gateway, answer):
    openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"
    gateway.says(answer(status=400, body={"code": "Param_Error", "message": f"{openid} 与 appid 不匹配"}, signed=False))
    with pytest.raises(ProviderRefused) as refused:
        wechatpay.refund(REFUND)
    assert refused.value.code == "PARAMERROR"
    assert openid not in str(refused.value)
    assert "不匹配" in str(refused.value)


def test_a_page_not_found_by_some_proxy_is_not_an_order_not_found(wechatpay, gateway, answer):
    gateway.says(answer(status=404, body=b"<html>", signed=False))
    with pytest.raises(ProviderRefused, match="HTTP404"):
        wechatpay.query(PAYMENT)


@pytest.mark.parametrize("fate", ["hang", "cut", "unsigned", "refused"])
def test_no_failure_carries_a_key_an_authorization_or_the_address(wechatpay, gateway, answer, world, caplog, fate):
    caplog.set_level("DEBUG")
    gateway.says(
        answer(status=401, body={"code": "SIGN_ERROR"}, signed=False) if fate == "refused" else
        answer(signed=False) if fate == "unsigned" else answer(fate=fate)
    )  # fmt: skip
    with pytest.raises(ProviderError) as failure:
        wechatpay.refund(REFUND)
    told = "".join(traceback.format_exception(failure.value)) + caplog.text
    signature = re.search(r'signature="([^"]+)"', gateway.heard[0].headers["Authorization"])
    assert signature
    assert signature[1] not in told
    assert world.settings()["apiv3_key"] not in told
    assert "PRIVATE KEY" not in told
    assert failure.value.__context__ is None
    assert failure.value.__cause__ is None


def test_nothing_is_sent_while_a_transaction_is_open(wechatpay, gateway, answer, transaction):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    database.db.init_app(app)
    gateway.says(answer(body=transaction))
    calls = (
        lambda: wechatpay.query(PAYMENT),
        lambda: wechatpay.close(PAYMENT),
        lambda: wechatpay.refund(REFUND),
        lambda: wechatpay.query_refund(REFUND.refund_id),
        lambda: wechatpay.fetch_statement(date(2026, 11, 19)),
    )
    with app.app_context():
        with database.write("selling"):
            for call in calls:
                with pytest.raises(database.TransactionOpen, match="WeChat Pay"):
                    call()
        assert gateway.heard == []
        assert wechatpay.query(PAYMENT).amount_fen == 1744
        database.db.engine.dispose()


def test_a_netrc_entry_does_not_replace_the_authorization(wechatpay, gateway, answer, world, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    gateway.says(answer(status=204))
    wechatpay.close(PAYMENT)
    assert proven(gateway.heard[0], world)


def test_a_less_patient_twin_gives_up_sooner_over_the_same_connections(world, gateway, answer, transaction):
    patient = WeChatPay(**world.settings(), api_url=gateway.url, read_timeout_s=30)
    gateway.says(answer(body=transaction))
    patient.query(PAYMENT)
    hurried = patient.with_read_timeout(0.2)
    hurried.query(PAYMENT)
    assert gateway.connections == 1
    gateway.says(answer(fate="hang"))
    before = datetime.now(UTC)
    with pytest.raises(ProviderUnavailable):
        hurried.query(PAYMENT)
    assert datetime.now(UTC) - before < timedelta(seconds=5)
    gateway.released.set()
    gateway.says(answer(body=transaction))
    assert patient.query(PAYMENT).amount_fen == 1744
