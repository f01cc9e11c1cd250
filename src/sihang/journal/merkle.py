"""The Merkle tree of RFC 6962, section 2.1, over any hash: roots, inclusion and consistency. Pure.

Leaves are numbered from 0. A subtree of 2^level leaves whose first leaf is `position * 2^level` is the *node*
(level, position); once full it never changes, so nodes are kept and never computed again. `Nodes` reads them:
any proof in a tree of n leaves takes about log2(n) look-ups.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

Hash = Callable[[bytes], bytes]
Nodes = Callable[[int, int], bytes]
"""(level, position) of a full subtree to its digest."""

HASHES = ("sm3", "sha256")


def hash_named(name: str) -> Hash:
    """The hash function of a tree; raise RuntimeError where this Python has none of that name."""
    if name not in HASHES:
        raise ValueError(f"no tree is made with {name!r}; known: {', '.join(HASHES)}")
    try:
        hashlib.new(name)
    except ValueError:
        raise RuntimeError(
            "this Python's OpenSSL has no SM3: use a Python built on OpenSSL 1.1.1 or later, or set the journal to sha256"
        ) from None
    return lambda data: hashlib.new(name, data).digest()


def leaf_digest(entry: bytes, digest: Hash) -> bytes:
    return digest(b"\x00" + entry)


def node_digest(left: bytes, right: bytes, digest: Hash) -> bytes:
    return digest(b"\x01" + left + right)


def filled_by(index: int, leaf: bytes, nodes: Nodes, digest: Hash) -> Iterator[tuple[int, int, bytes]]:
    """Every (level, position, digest) that becomes full when `leaf` is added as number `index`, the leaf first."""
    level, position, value = 0, index, leaf
    yield level, position, value
    while position % 2:
        value = node_digest(nodes(level, position - 1), value, digest)
        level, position = level + 1, position // 2
        yield level, position, value


def root(size: int, nodes: Nodes, digest: Hash) -> bytes:
    """The head of the tree of the first `size` leaves; of none, the hash of nothing."""
    return _subtree(0, size, nodes, digest) if size else digest(b"")


def inclusion_proof(index: int, size: int, nodes: Nodes, digest: Hash) -> list[bytes]:
    """What leads from leaf `index` up to the root of the first `size` leaves, lowest first."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    return _path(index, 0, size, nodes, digest)


def consistency_proof(old: int, new: int, nodes: Nodes, digest: Hash) -> list[bytes]:
    """What shows that the tree of `new` leaves begins with the tree of `old` leaves."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} has no part of {old}")
    return _shared(old, 0, new, nodes, digest, whole=True) if 0 < old < new else []


def proves_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes, digest: Hash) -> bool:
    """Whether `proof` leads from `leaf` to `head` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, value = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            value = node_digest(step, value, digest)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            value = node_digest(value, step, digest)
        at, last = at // 2, last // 2
    return last == 0 and value == head


def proves_consistency(
    old: int, new: int, old_head: bytes, new_head: bytes, proof: Sequence[bytes], digest: Hash
) -> bool:
    """Whether `proof` shows that the tree of `new_head` begins with that of `old_head` (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_head == new_head
    if not 0 < old < new:
        return old == 0 and not proof and old_head == digest(b"")
    steps = list(proof) if old & (old - 1) else [old_head, *proof]
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at // 2, last // 2
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            first, second = node_digest(step, first, digest), node_digest(step, second, digest)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            second = node_digest(second, step, digest)
        at, last = at // 2, last // 2
    return last == 0 and first == old_head and second == new_head


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _subtree(start: int, size: int, nodes: Nodes, digest: Hash) -> bytes:
    if size & (size - 1) == 0:
        return nodes(size.bit_length() - 1, start // size)
    left = _split(size)
    return node_digest(_subtree(start, left, nodes, digest), _subtree(start + left, size - left, nodes, digest), digest)


def _path(index: int, start: int, size: int, nodes: Nodes, digest: Hash) -> list[bytes]:
    if size == 1:
        return []
    left = _split(size)
    if index < left:
        return [*_path(index, start, left, nodes, digest), _subtree(start + left, size - left, nodes, digest)]
    rest = _path(index - left, start + left, size - left, nodes, digest)
    return [*rest, _subtree(start, left, nodes, digest)]


def _shared(old: int, start: int, size: int, nodes: Nodes, digest: Hash, *, whole: bool) -> list[bytes]:
    if old == size:
        return [] if whole else [_subtree(start, size, nodes, digest)]
    left = _split(size)
    if old <= left:
        right = _subtree(start + left, size - left, nodes, digest)
        return [*_shared(old, start, left, nodes, digest, whole=whole), right]
    rest = _shared(old - left, start + left, size - left, nodes, digest, whole=False)
    return [*rest, _subtree(start, left, nodes, digest)]
