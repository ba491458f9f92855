"""Where the access_token is kept: until its time is over, and shared."""

import pytest

from app.wechat.tokens import MemoryTokenStore, PairTokenStore, SharedTokenStore


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


def test_while_the_shared_store_is_away_each_process_has_its_own_and_then_it_is_asked_again():
    now, kept, asked = [100.0], {}, []
    there = [True]

    def get(key: str) -> str | None:
        asked.append(key)
        if not there[0]:
            raise ConnectionError
        return kept.get(key)

    def put(key: str, value: str, _ttl_s: int) -> None:
        asked.append(key)
        if not there[0]:
            raise ConnectionError
        kept[key] = value

    store = SharedTokenStore(PairTokenStore(get, put, prefix=""), ConnectionError, monotonic=lambda: now[0])
    store.set("a", "1", 60)
    kept["a"] = "2"  # another process has a newer one
    assert store.get("a") == "2"
    there[0] = False
    assert store.get("a") == "1"
    store.set("b", "3", 60)
    assert (store.get("a"), store.get("b")) == ("1", "3")
    assert asked == ["a", "a", "a"], "one time-out, and then it is left alone"
    there[0] = True
    now[0] += SharedTokenStore.AWAY_S
    assert (store.get("a"), store.get("b")) == ("2", None)
