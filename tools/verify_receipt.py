"""Check a receipt of the journal, on any machine with Python 3.9 or newer and nothing else.

    python verify_receipt.py receipt.json                      is the event in the journal that the receipt names?
    python verify_receipt.py receipt.json --head head.json     ... and is that the journal whose head I kept?
    python verify_receipt.py consistency.json                  does the later journal begin with the earlier one?
    python verify_receipt.py consistency.json --head head.json ... and is the earlier one the journal I kept?

Exit 0: proved. Exit 1: not proved, so that something was changed. Exit 2: the file is no receipt.

The journal is a Merkle tree after RFC 6962 over events; an event is its JSON with sorted keys and no blanks, in UTF-8.
The hash is SM3 (GB/T 32905-2016) or SHA-256.
"""

import hashlib
import json
import sys
from pathlib import Path


def sm3(data):
    """GB/T 32905-2016, for a Python whose OpenSSL has none."""
    mask = 0xFFFFFFFF

    def left(x, n):
        n %= 32
        return ((x << n) | (x >> (32 - n))) & mask if n else x

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    message = data + b"\x80" + bytes((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(message), 64):
        w = [int.from_bytes(message[start + 4 * i : start + 4 * i + 4], "big") for i in range(16)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ left(w[j - 3], 15)
            w.append(x ^ left(x, 15) ^ left(x, 23) ^ left(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            t = 0x79CC4519 if j < 16 else 0x7A879D8A
            ss1 = left((left(a, 12) + e + left(t, j)) & mask, 7)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g & mask)
            tt1 = (ff + d + (ss1 ^ left(a, 12)) + (w[j] ^ w[j + 4])) & mask
            tt2 = (gg + h + ss1 + w[j]) & mask
            a, b, c, d = tt1, a, left(b, 9), c
            e, f, g, h = tt2 ^ left(tt2, 9) ^ left(tt2, 17), e, left(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]  # noqa: B905 - for Python 3.9 too
    return b"".join(x.to_bytes(4, "big") for x in state)


def hash_named(name):
    if name == "sha256":
        return lambda data: hashlib.sha256(data).digest()
    if name != "sm3":
        raise ValueError(f"unknown hash: {name!r}")
    try:
        hashlib.new("sm3")
    except ValueError:
        return sm3
    return lambda data: hashlib.new("sm3", data).digest()


def proves_inclusion(leaf, index, size, proof, root, digest):
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    at, last, value = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            value = digest(b"\x01" + step + value)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            value = digest(b"\x01" + value + step)
        at, last = at // 2, last // 2
    return last == 0 and value == root


def proves_consistency(old, new, old_root, new_root, proof, digest):
    """RFC 9162, section 2.1.4.2."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new:
        return old == 0 and not proof and old_root == digest(b"")
    steps = proof if old & (old - 1) else [old_root, *proof]
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
            first, second = digest(b"\x01" + step + first), digest(b"\x01" + step + second)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            second = digest(b"\x01" + second + step)
        at, last = at // 2, last // 2
    return last == 0 and first == old_root and second == new_root


def check_receipt(receipt, head):
    digest = hash_named(receipt["hash"])
    event = json.dumps(receipt["event"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    proof = [bytes.fromhex(step) for step in receipt["proof"]]
    root = bytes.fromhex(receipt["root"])
    proved = proves_inclusion(digest(b"\x00" + event), receipt["index"], receipt["size"], proof, root, digest)
    return proved and same_head(head, receipt["hash"], receipt["size"], receipt["root"])


def check_consistency(claim, head):
    digest = hash_named(claim["hash"])
    old, new = claim["old"], claim["new"]
    proof = [bytes.fromhex(step) for step in claim["proof"]]
    roots = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
    proved = proves_consistency(old["size"], new["size"], *roots, proof, digest)
    return proved and same_head(head, claim["hash"], old["size"], old["root"])


def same_head(head, hash_name, size, root):
    """A kept head speaks of exactly this size; of another size, ask the journal for a consistency proof first."""
    return head is None or (head["hash"], head["size"], head["root"]) == (hash_name, size, root)


CHECKS = {"sihang-receipt-1": check_receipt, "sihang-consistency-1": check_consistency}


def main(arguments):
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--head"):
        print(__doc__)
        return 2
    try:
        claim = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        head = json.loads(Path(arguments[2]).read_text(encoding="utf-8")) if len(arguments) == 3 else None
        proved = CHECKS[claim["kind"]](claim, head)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"不是日志回执，无法核验 / no receipt of the journal: {error!r}")
        return 2
    if proved:
        print("核验通过 / proved")
        return 0
    print("核验不通过：内容与日志不符 / NOT proved: something was changed, or it is another journal")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
