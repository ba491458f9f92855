"""organisations join: who may neutralise in a company's name."""

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


def test_a_user_who_does_not_exist_cannot_join(run: Run) -> None:
    refused = run("organisations", "join", COMPANY, "usrNOPE")
    assert refused.exit_code == 1
    assert "没有这个用户" in refused.output
