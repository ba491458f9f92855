"""One certificate record and the surfaces made of it, for the tests of pictures and papers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.certs.surface import Equivalent, Surface

PAGE_URL = "https://diandian.example.org/certificates/crt01K2M3N4P5Q6R7S8T9V0W1X2Y3"
RETIRED_ON = date(2026, 11, 2)
REVOKED_ON = date(2026, 9, 1)

RECORD: Mapping[str, Any] = {
    "schema": "diandian.certificate/1",
    "id": "crt01K2M3N4P5Q6R7S8T9V0W1X2Y3",
    "number": "DD-2026-7K3M9P",
    "issued_at": "2026-08-16T16:12:45Z",
    "issuer": "点点碳中和",
    "sample": False,
    "scene": {"code": "FORUM1", "name": "首届中国数字碳中和高峰论坛", "kind": "conference"},
    "beneficiary": {"kind": "person", "commitment": "sha256:" + "a" * 64},
    "role": "guest",
    "payer": "self",
    "mass_g": 405_412,
    "estimate_g": 612_999,
    "covers": {"from_on": "2026-08-15", "to_on": "2026-08-16", "categories": ["travel", "lodging", "food"]},
    "method": {"include_rf": False, "gases": "CO2e; some factors CO2 only", "self_reported": True},
    "footprint": {
        "id": "ftp01K2",
        "calculator": "conference",
        "calculator_version": "1",
        "factor_set": "2026.1",
        "commitment": "sha256:" + "b" * 64,
    },
    "project": {
        "code": "CDCER-OTHER",
        "kind": "credit",
        "name": "CDCER 其他项目",
        "credit_type": "CDCER",
        "owner": "成都某低碳科技有限公司",
        "standard": "CDCER",
        "registry": "成都“碳惠天府”登记平台",
        "registry_project_id": "CDCER-2023-0147",
        "methodology": "CDCER-M-003",
        "monitoring_from_on": "2023-01-01",
        "monitoring_to_on": "2023-12-31",
    },
    "allocations": [
        {
            "batch": "bat01",
            "vintage": 2024,
            "serial_first": "CDCER-2024-000000017",
            "serial_last": "CDCER-2024-000000018",
            "first_g": 16_700_000,
            "last_g": 17_105_411,
            "mass_g": 405_412,
        }
    ],
    "title": {"held_by": "四川联合环境交易所", "retire_by_on": "2027-06-30"},
    "amount_fen": 1744,
    "split_fen": {"owner": 1744, "service": 0},
    "wording": {"jurisdiction": "CN", "version": "1"},
}


def surface(**changes: Any) -> Surface:
    """The sample surface with some of its fields changed; ``record`` may be a few members to change in the record."""
    record = {**RECORD, **changes.pop("record", {})}
    fields: dict[str, Any] = {"status": "allocated", "status_on": None, "name": "林小满", "page_url": PAGE_URL}
    return Surface(record=record, **{**fields, **changes})


def ranges(count: int) -> list[dict[str, Any]]:
    """So many allocations of 1,000 g each, of different serials."""
    return [
        {
            "batch": f"bat{number:02d}",
            "vintage": 2020 + number % 5,
            "serial_first": f"CDCER-{number:09d}",
            "serial_last": f"CDCER-{number:09d}",
            "first_g": number * 1_000_000,
            "last_g": number * 1_000_000 + 999,
            "mass_g": 1_000,
        }
        for number in range(1, count + 1)
    ]


VARIANTS: Mapping[str, Surface] = {
    "allocated": surface(),
    "retired": surface(status="retired", status_on=RETIRED_ON),
    "revoked": surface(status="revoked", status_on=REVOKED_ON),
    "sample": surface(record={"sample": True}),
    "english": surface(locale="en", name="Zoë Kĩmani"),
    "english retired": surface(locale="en", name="Zoë Kĩmani", status="retired", status_on=RETIRED_ON),
    "english revoked": surface(locale="en", name=None, status="revoked", status_on=REVOKED_ON),
    "european": surface(record={"wording": {"jurisdiction": "EU", "version": "1"}}),
    "no name": surface(name=None),
    "no scene": surface(record={"scene": None}),
    "no estimate": surface(record={"estimate_g": None, "footprint": None}),
    "organiser": surface(record={"role": "organiser", "mass_g": 12_345_678}),
    "many ranges": surface(record={"allocations": ranges(3), "mass_g": 3_000, "estimate_g": 3_000}),
    "few grams": surface(record={"mass_g": 7, "estimate_g": 9}),
    "a thousand tonnes": surface(record={"mass_g": 1_000_000_000, "estimate_g": None}),
    "equivalents": surface(
        equivalents=(
            Equivalent(
                "car", "2,081", "公里", "约相当于驾驶汽油车的排放", "约相当于驾驶汽油车 2,081 公里的排放", "DEFRA 2025"
            ),
            Equivalent("meal", "138", "顿", "约相当于中餐堂食的排放", "约相当于 138 顿中餐堂食的排放", "CPCD"),
            Equivalent(
                "electricity",
                "711",
                "千瓦时",
                "约相当于全国电网用电的排放",
                "约相当于全国电网 711 千瓦时电的排放",
                "MEE 2023",
            ),
        )
    ),
    "everything long": surface(
        name="阿卜杜热合曼·买买提艾力·吐尔逊古丽·阿依努尔·库尔班江·再依娜甫·阿布都沙拉木·热依汗古丽",
        record={
            "sample": True,
            "issuer": "点点减排服务平台运营有限责任公司成都第一分公司",
            "scene": {
                "code": "X",
                "name": "第二十三届中国西部国际农业博览会暨绿色低碳高质量发展高峰论坛开幕式",
                "kind": "other",
            },
            "project": {
                **RECORD["project"],
                "name": "四川省甘孜藏族自治州大渡河流域退化草地生态修复与可持续经营综合减排示范项目（二期）",
            },
        },
    ),
}
