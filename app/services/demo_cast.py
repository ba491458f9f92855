"""What seed-demo makes: sample scenes, projects and batches, as data. Nothing here is real but the names of places."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.scenes import SceneKind
from app.services.catalogue import NewProject, NewScene
from app.services.demo_logo import sample_logo
from app.services.looks import Choice

SAMPLE = "示例"
HISTORIC = "历史活动示例"
ORGANISATION = "点点示例科技有限公司"


@dataclass(frozen=True, slots=True)
class SampleScene:
    """A scene and its entrances: code -> what hangs there; and how its certificates look, where somebody chose."""

    scene: NewScene
    entrances: tuple[tuple[str, str], ...] = ()
    look: Choice | None = None


@dataclass(frozen=True, slots=True)
class SampleBatch:
    """Serials are ``prefix000001`` to the last tonne."""

    project: str
    vintage: int
    prefix: str
    tonnes: int


PROJECTS: tuple[NewProject, ...] = (
    NewProject(
        code="CDCER-OTHER",
        name="CDCER 其他项目",
        credit_type="CDCER",
        standard="成都市“碳惠天府”机制",
        registry="成都碳普惠登记（示例）",
        registry_project_id="CDCER-DEMO-001",
        methodology="CDCER-DEMO-01",
        owner="示例减排企业（成都）",
        held_by="示例交易所",
        price_fen_per_tonne=4300,
        service_bps=0,
        sample=True,
    ),
    NewProject(
        code="CCER-FOREST",
        name="CCER 造林碳汇（示例）",
        credit_type="CCER",
        standard="温室气体自愿减排交易机制",
        registry="自愿减排注册登记（示例）",
        registry_project_id="CCER-DEMO-002",
        methodology="CCER-14-001-V01 造林碳汇",
        owner="示例林场（甘孜）",
        held_by="示例交易所",
        price_fen_per_tonne=8800,
        service_bps=500,
        sample=True,
    ),
    NewProject(
        code="CDCER-BIKE",
        name="CDCER 公共自行车出行（示例）",
        credit_type="CDCER",
        standard="成都市“碳惠天府”机制",
        registry="成都碳普惠登记（示例）",
        registry_project_id="CDCER-DEMO-003",
        methodology="CDCER-DEMO-02",
        owner="示例出行企业（成都）",
        held_by="示例交易所",
        price_fen_per_tonne=5600,
        service_bps=500,
        sample=True,
    ),
)

BATCHES: tuple[SampleBatch, ...] = (
    SampleBatch("CDCER-OTHER", 2023, "DEMO-CDCER-001-2023-", 50),
    SampleBatch("CCER-FOREST", 2022, "DEMO-CCER-002-2022-", 20),
    SampleBatch("CDCER-BIKE", 2024, "DEMO-CDCER-003-2024-", 10),
)


def scenes(today: date) -> tuple[SampleScene, ...]:
    """FORUM1 as it was, and a scene of every kind around ``today`` (a Beijing day)."""
    return (_forum(today), *_present(today))


def _forum(today: date) -> SampleScene:
    day = date(2021, 9, 7)
    forum = NewScene(
        kind=SceneKind.CONFERENCE,
        name="首届中国数字碳中和高峰论坛",
        place_id="5101",
        starts_on=day,
        ends_on=day,
        code="FORUM1",
        sample=True,
        note=HISTORIC,
        organiser="论坛组委会（示例）",
        neutralise_until_on=today + timedelta(days=3650),
    )
    return SampleScene(forum, (("FORUM1N", "北门签到处"), ("FORUM1S", "南门签到处")))


def _present(today: date) -> tuple[SampleScene, ...]:
    meeting = replace(
        _scene(SceneKind.CONFERENCE, "TIANFU", "天府绿色会展周", "5101", today, 6),
        organiser=ORGANISATION,
        covers=(
            {"category": "venue", "label": "会场用电与搭建由主办方承担"},
            {"category": "food", "label": "会期工作餐由主办方承担"},
        ),
    )
    hotel = replace(
        _scene(SceneKind.HOTEL, "MINJIANG", "岷江畔酒店", "spot:都江堰", today),
        organiser="岷江畔酒店（示例）",
        meter={
            "visits": 41250,
            "electricity_kwh": "1286400",
            "gas_m3": "98300",
            "heat_gj": "1450",
            "from_on": "2025-01-01",
            "to_on": "2025-12-31",
        },
    )
    return (
        SampleScene(
            meeting,
            (("TIANFUA", "A 馆入口"), ("TIANFUB", "B 馆入口"), ("TIANFUVIP", "贵宾签到台")),
            Choice(design="classic", colour="#1D5C7E", logo=sample_logo()),
        ),
        SampleScene(
            _scene(SceneKind.SCENIC_SPOT, "QINGCHENG", "青城山一日", "spot:青城山", today), (("QCGATE", "山门"),)
        ),
        SampleScene(_scene(SceneKind.MALL, "JINJIANG", "锦江畔购物中心", "5101", today), (("JJSOUTH", "南门服务台"),)),
        SampleScene(_scene(SceneKind.RESTAURANT, "SHUWEI", "蜀味小馆", "5101", today), (("SHUWEI08", "8 号桌"),)),
        SampleScene(hotel, (("MJLOBBY", "大堂"),), Choice(design="classic", colour="#2E6F6B")),
        SampleScene(
            _scene(SceneKind.OTHER, "GREENRUN", "环城绿道欢乐跑", "5101", today, 30), (), Choice(design="festive")
        ),
    )


def _scene(kind: SceneKind, code: str, name: str, place_id: str, today: date, days: int = 365) -> NewScene:
    return NewScene(
        kind=kind,
        code=code,
        name=name,
        place_id=place_id,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        sample=True,
        note=SAMPLE,
    )
