"""The tree of RFC 6962 against one that is built again from all leaves each time, as the RFC defines it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.journal import merkle

SHA256 = merkle.hash_named("sha256")
# Certificate Transparency's own examples: the heads of the first 1 to 8 of these entries.
ENTRIES = [bytes.fromhex(each) for each in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]]
ENTRIES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
HEADS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def tree(size, digest=SHA256, entries=None):
    """The kept nodes of a tree of `size` leaves, made one leaf after another."""
    kept = {}
    for index in range(size):
        entry = entries[index] if entries else f"event {index}".encode()
        leaf = merkle.leaf_digest(entry, digest)
        for level, position, value in merkle.filled_by(index, leaf, lambda *at: kept[at], digest):
            assert (level, position) not in kept
            kept[level, position] = value
    return lambda *at: kept[at]


def naive_head(leaves):
    """MTH of section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_head(leaves[:k]) + naive_head(leaves[k:])).digest()


def leaves_of(size):
    return [hashlib.sha256(b"\x00" + f"event {index}".encode()).digest() for index in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_heads_of_certificate_transparency(size):
    assert merkle.root(size, tree(size, entries=ENTRIES), SHA256).hex() == HEADS[size - 1]


def test_sm3_is_the_hash_of_the_standard():
    assert merkle.hash_named("sm3")(b"abc").hex() == SM3_OF_ABC


def test_a_hash_that_nobody_named_is_refused():
    with pytest.raises(ValueError, match="known: sm3, sha256"):
        merkle.hash_named("md5")


@given(st.integers(0, 70), st.data())
def test_a_head_is_that_of_the_naive_tree_for_every_earlier_size(size, data):
    earlier = data.draw(st.integers(0, size))

    assert merkle.root(earlier, tree(size), SHA256) == naive_head(leaves_of(size)[:earlier])


@given(st.integers(1, 70), st.data())
def test_a_leaf_is_proved_in_its_place_and_in_no_other(size, data):
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    nodes, leaves = tree(size), leaves_of(size)
    head = naive_head(leaves)

    proof = merkle.inclusion_proof(index, size, nodes, SHA256)

    assert merkle.proves_inclusion(leaves[index], index, size, proof, head, SHA256)
    assert merkle.proves_inclusion(leaves[index], other, size, proof, head, SHA256) == (index == other)
    assert merkle.proves_inclusion(leaves[other], index, size, proof, head, SHA256) == (index == other)


@given(st.integers(0, 70), st.data())
def test_a_later_tree_is_proved_to_begin_with_the_earlier_one(size, data):
    old = data.draw(st.integers(0, size))
    nodes, leaves = tree(size), leaves_of(size)
    old_head, new_head = naive_head(leaves[:old]), naive_head(leaves)

    proof = merkle.consistency_proof(old, size, nodes, SHA256)

    assert merkle.proves_consistency(old, size, old_head, new_head, proof, SHA256)
    assert not merkle.proves_consistency(old, size, b"\x00" * 32, new_head, proof, SHA256)
    assert not merkle.proves_consistency(old, size, old_head, b"\x00" * 32, proof, SHA256) or old == 0 < size


@given(st.integers(2, 70), st.data())
def test_a_proof_with_one_bit_turned_proves_nothing(size, data):
    index = data.draw(st.integers(0, size - 1))
    nodes, leaves = tree(size), leaves_of(size)
    proof = merkle.inclusion_proof(index, size, nodes, SHA256)
    at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    proof[at] = (int.from_bytes(proof[at], "big") ^ (1 << bit)).to_bytes(32, "big")

    assert not merkle.proves_inclusion(leaves[index], index, size, proof, naive_head(leaves), SHA256)
