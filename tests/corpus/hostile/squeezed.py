"""Compressed streams that unpack to gigabytes and cost nothing to make: one flushed block, repeated."""

import struct
import zlib


def deflated(unit, times, size=1 << 20, head=b"", tail=b""):
    """A raw deflate stream of head, `unit` repeated to `times` blocks of about `size` bytes, and tail; and its length."""
    block = unit * max(size // len(unit), 1)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush no block looks back: the second one may stand for all.
    packer.compress(b"")
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(tail) + packer.flush(zlib.Z_FINISH)
    return start + once * times + end, len(head) + len(block) * times + len(tail)


def zip_member(name, raw, size, crc=0, method=8, flags=0):
    """Local and central record of a member whose packed bytes are given."""
    name = name if isinstance(name, bytes) else name.encode()
    claims = struct.pack("<III", crc, len(raw) & 0xFFFFFFFF, min(size, 0xFFFFFFFF))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, flags, method, 0, 0x5821) + claims + struct.pack("<HH", len(name), 0) + name + raw
    central = lambda at: b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, flags, method, 0, 0x5821) + claims + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at) + name  # noqa: E731
    return local, central


def zip_of(members):
    """A zip from (local, central) pairs."""
    body, folder = b"", b""
    for local, central in members:
        folder += central(len(body))
        body += local
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(members) & 0xFFFF, len(members) & 0xFFFF, len(folder), len(body), 0)
    return body + folder + end


def stored(name, content):
    return zip_member(name, content, len(content), zlib.crc32(content), 0)


def squeezed(name, content):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return zip_member(name, packer.compress(content) + packer.flush(), len(content), zlib.crc32(content))
