"""organisations join: who may neutralise in a company's name."""

import pytest
import sqlalchemy as sa

from app.core.database import read
from app.models import organisations
from tests.cli.conftest import Run
from tests.support.world import Guest, World

COMPANY = "点点示例科技有限公司"


def _buy_as_company(world: World, guest: Guest, organisation_id: str, expect: int) -> None:
    world.order(
        guest, scene="FORUM1", mass_g=1000, beneficiary={"kind": "organisation", "id": organisation_id}, expect=expect
    )


def test_a_member_may_buy_in_the_companys_name_and_nobody_else(world: World, run: Run) -> None:
    member, stranger = world.standard(), world.guest("stranger")
    joined, again = (run("organisations", "join", COMPANY, member.user_id) for _ in range(2))
    assert (joined.exit_code, again.exit_code) == (0, 0), joined.output
    organisation_id = next(word for word in joined.output.split() if word.startswith("org") and len(word) == 29)
    _buy_as_company(world, member, organisation_id, expect=201)
    _buy_as_company(world, stranger, organisation_id, expect=422)


def test_a_user_who_does_not_exist_cannot_join(world: World, run: Run) -> None:
    refused = run("organisations", "join", COMPANY, "usrNOPE")
    assert refused.exit_code == 1
    assert "没有这个用户" in refused.output
    with world.app.app_context(), read() as connection:
        assert connection.execute(sa.select(organisations.c.id).where(organisations.c.name == COMPANY)).all() == []


@pytest.mark.parametrize("name", ["", " 　", "公" * 121, "a\x1b[2Jb"])
def test_a_name_that_is_none_is_refused_before_it_can_stand_on_a_certificate(world: World, run: Run, name: str) -> None:
    refused = run("organisations", "join", name, world.guest().user_id)
    assert refused.exit_code == 1, refused.output
    assert "这个名称不能使用" in refused.output
