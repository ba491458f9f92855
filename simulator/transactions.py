"""Routes of /v3/pay/transactions: order, query, close. What they mean is decided in orders.py."""

from flask import Blueprint, Response, request

from simulator import orders
from simulator.gateway import PayError, json_answer, json_body, param_error
from simulator.store import Row
from simulator.world import World


def add_transactions(gate: Blueprint, world: World) -> None:
    """Registers the routes on the gateway."""

    @gate.post("/v3/pay/transactions/jsapi")
    def jsapi() -> Response:
        return json_answer(orders.accept(world, json_body(), "JSAPI"))

    @gate.post("/v3/pay/transactions/native")
    def native() -> Response:
        return json_answer(orders.accept(world, json_body(), "NATIVE"))

    @gate.get("/v3/pay/transactions/out-trade-no/<out_trade_no>", endpoint="query")
    def query_by_number(out_trade_no: str) -> Response:
        return _shown(world, orders.find(world, out_trade_no))

    @gate.get("/v3/pay/transactions/id/<transaction_id>", endpoint="query_by_id")
    def query_by_id(transaction_id: str) -> Response:
        return _shown(world, orders.find_transaction(world, transaction_id))

    @gate.post("/v3/pay/transactions/out-trade-no/<out_trade_no>/close")
    def close(out_trade_no: str) -> Response:
        if json_body().get("mchid") != world.keys.mchid:
            raise param_error("mchid 有误")
        orders.close(world, out_trade_no)
        return Response(status=204, content_type="application/json; charset=utf-8")

    @gate.get("/v3/certificates")
    def certificates() -> Response:
        raise PayError(404, "RESOURCE_NOT_EXISTS", "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥")


def _shown(world: World, order: Row | None) -> Response:
    if request.args.get("mchid") != world.keys.mchid:
        raise param_error("mchid 有误")
    if order is None:
        raise PayError(404, "ORDER_NOT_EXIST", "订单不存在")
    return json_answer(orders.as_resource(world, order))
