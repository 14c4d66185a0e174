"""AES, RC4 and the protections of office documents in plain Python: slow, for small files only."""

import hashlib
import struct


def _tables():
    sbox, p, q = [0] * 256, 1, 1
    while True:
        p = p ^ (p << 1 & 0xFF) ^ (0x1B if p & 0x80 else 0)
        for shift in (1, 2, 4):
            q ^= q << shift & 0xFF
        q ^= 0x09 if q & 0x80 else 0
        x = q ^ (q << 1 | q >> 7) & 0xFF ^ (q << 2 | q >> 6) & 0xFF ^ (q << 3 | q >> 5) & 0xFF ^ (q << 4 | q >> 4) & 0xFF
        sbox[p] = (x ^ 0x63) & 0xFF
        if p == 1:
            break
    sbox[0] = 0x63
    return sbox


SBOX = _tables()
DOUBLE = [(x << 1 ^ (0x1B if x & 0x80 else 0)) & 0xFF for x in range(256)]
SHIFT = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11]


def schedule(key):
    words = [list(key[i:i + 4]) for i in range(0, len(key), 4)]
    n, factor = len(words), 1
    for i in range(n, 4 * (n + 7)):
        word = list(words[-1])
        if i % n == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= factor
            factor = DOUBLE[factor]
        elif n > 6 and i % n == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[-n], word)])
    return [sum(words[i:i + 4], []) for i in range(0, len(words), 4)]


def block(keys, data):
    state = [a ^ b for a, b in zip(data, keys[0])]
    for key in keys[1:-1]:
        state = [SBOX[state[i]] for i in SHIFT]
        mixed = []
        for c in range(0, 16, 4):
            a, b, d, e = state[c:c + 4]
            t = a ^ b ^ d ^ e
            mixed += [a ^ t ^ DOUBLE[a ^ b], b ^ t ^ DOUBLE[b ^ d], d ^ t ^ DOUBLE[d ^ e], e ^ t ^ DOUBLE[e ^ a]]
        state = [a ^ b for a, b in zip(mixed, key)]
    return bytes(SBOX[state[i]] ^ k for i, k in zip(SHIFT, keys[-1]))


def ecb(key, data):
    keys = schedule(key)
    return b"".join(block(keys, data[i:i + 16]) for i in range(0, len(data), 16))


def cbc(key, iv, data):
    keys, out = schedule(key), []
    for i in range(0, len(data), 16):
        iv = block(keys, bytes(a ^ b for a, b in zip(data[i:i + 16], iv)))
        out.append(iv)
    return b"".join(out)


def rc4(key, data):
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 0xFF
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) & 0xFF
        j = (j + box[i]) & 0xFF
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) & 0xFF])
    return bytes(out)


def filled(data, size):
    return data + bytes(-len(data) % size)


def self_test():
    key, text = bytes(range(16)), bytes.fromhex("00112233445566778899aabbccddeeff")
    assert ecb(key, text).hex() == "69c4e0d86a7b0430d8cdb78070b4c55a"
    assert ecb(bytes(range(32)), text).hex() == "8ea2b7ca516745bfeafc49904b496089"
    assert rc4(b"Key", b"Plaintext").hex() == "bbf316e8d940af0ad3"
    assert hashlib.md5(b"").hexdigest().startswith("d41d8c") and struct.calcsize("<I") == 4


self_test()
