"""Where the access_token is kept: until its time is over, and shared."""

import pytest

from app.wechat.tokens import MemoryTokenStore, PairTokenStore


def test_memory_keeps_a_value_for_its_time_and_no_longer():
    hour = [100.0]
    store = MemoryTokenStore(monotonic=lambda: hour[0])
    assert store.get("a") is None
    store.set("a", "1", 10)
    hour[0] = 109.9
    assert (store.get("a"), store.get("b")) == ("1", None)
    hour[0] = 110.0
    assert store.get("a") is None
    store.set("a", "2", 10)
    store.set("a", "3", 20)
    hour[0] = 125.0
    assert store.get("a") == "3"


@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_pair_of_functions_is_a_store_whether_it_gives_text_or_bytes(as_bytes):
    kept: dict[str, tuple[str, int]] = {}

    def get(key: str) -> str | bytes | None:
        value = kept.get(key)
        return None if value is None else value[0].encode() if as_bytes else value[0]

    store = PairTokenStore(get, lambda key, value, ttl_s: kept.update({key: (value, ttl_s)}))
    assert store.get("token") is None
    store.set("token", "82_abc", 6900)
    assert store.get("token") == "82_abc"
    assert kept == {"wechat:token": ("82_abc", 6900)}
