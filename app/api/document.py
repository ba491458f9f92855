"""What the OpenAPI document says besides the routes: how the API speaks, and every refusal in four languages."""

from typing import Any

from app.api.problems import CATALOGUE
from app.domain.users import LOCALES

_ABOUT = (
    "点点碳中和的公开接口：场景、碳足迹、减排项目、订单、证书与排行榜。"
    "The public interface of Diandian: scenes, footprints, reduction projects, orders, certificates and leaderboards."
)


def describe(spec: Any) -> None:
    """Add to an apispec document what no route can say. ``x-problems``: code -> status, (title, advice) by language."""
    spec.options.setdefault("info", {})["description"] = _ABOUT
    spec.options["x-problems"] = {
        code: {"status": entry["status"], **{locale: list(entry[locale]) for locale in LOCALES}}
        for code, entry in CATALOGUE.items()
    }
