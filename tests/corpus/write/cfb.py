"""Writes and reads OLE compound files, version 3: a tree of storages and streams in 512-byte sectors."""

import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


class Entry:
    def __init__(self, name, sort, content=b"", clsid=bytes(16)):
        self.name, self.sort, self.content, self.clsid = name, sort, content, clsid
        self.children, self.left, self.right, self.child, self.start = [], FREE, FREE, FREE, END


def order(name):
    """Shorter names come first, then by their upper case."""
    return len(name.encode("utf-16-le")), name.upper()


def gather(tree, entries, parent):
    """`tree`: name → bytes or another tree."""
    for name in sorted(tree, key=order):
        content = tree[name]
        entry = Entry(name, 1 if isinstance(content, dict) else 2, b"" if isinstance(content, dict) else content)
        entries.append(entry)
        parent.children.append(entry)
        if isinstance(content, dict):
            gather(content, entries, entry)


def link(entries, parent):
    """Siblings as a balanced tree."""
    index = {id(entry): n for n, entry in enumerate(entries)}

    def middle(found):
        if not found:
            return FREE
        half = len(found) // 2
        entry = found[half]
        entry.left, entry.right = middle(found[:half]), middle(found[half + 1:])
        return index[id(entry)]

    parent.child = middle(parent.children)
    for entry in parent.children:
        if entry.sort == 1:
            link(entries, entry)


def chain(fat, count):
    """Appends a chain of that many sectors and returns its start."""
    if not count:
        return END
    start = len(fat)
    fat.extend(range(start + 1, start + count))
    fat.append(END)
    return start


def padded(content, size):
    return content + bytes(-len(content) % size)


def compound(tree, clsid=bytes(16)):
    root = Entry("Root Entry", 5, clsid=clsid)
    entries = [root]
    gather(tree, entries, root)
    link(entries, root)
    fat, minifat, mini, body = [], [], b"", b""
    for entry in entries[1:]:
        if entry.sort != 2:
            entry.start = 0
        elif len(entry.content) >= CUTOFF:
            entry.start = chain(fat, -(-len(entry.content) // SECTOR))
            body += padded(entry.content, SECTOR)
        elif entry.content:
            entry.start = chain(minifat, -(-len(entry.content) // MINI))
            mini += padded(entry.content, MINI)
    root.content = mini
    root.start = chain(fat, -(-len(mini) // SECTOR))
    body += padded(mini, SECTOR)
    filler = (-len(minifat) % (SECTOR // 4)) if minifat else 0
    listing = struct.pack(f"<{len(minifat) + filler}I", *minifat, *[FREE] * filler)
    mini_start = chain(fat, len(listing) // SECTOR)
    body += listing
    folder = b"".join(row(entry) for entry in entries)
    while len(folder) % SECTOR:
        folder += row(Entry("", 0))
    folder_start = chain(fat, len(folder) // SECTOR)
    body += folder
    fat_sectors = 1
    while (len(fat) + fat_sectors) > fat_sectors * (SECTOR // 4):
        fat_sectors += 1
    assert fat_sectors <= 109, "too large for this writer"
    first = len(fat)
    fat += [FAT] * fat_sectors
    fat += [FREE] * (-len(fat) % (SECTOR // 4))
    body += struct.pack(f"<{len(fat)}I", *fat)
    difat = [*range(first, first + fat_sectors), *[FREE] * (109 - fat_sectors)]
    head = header(fat_sectors, folder_start, mini_start, len(listing) // SECTOR, difat)
    return head + body


def header(fat_sectors, folder_start, mini_start, mini_sectors, difat):
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, folder_start, 0, CUTOFF, mini_start, mini_sectors, END, 0)
    return head + struct.pack("<109I", *difat)


def row(entry):
    name = entry.name.encode("utf-16-le")
    length = len(name) + 2 if entry.name else 0
    size = len(entry.content) if entry.sort in (2, 5) else 0
    return name.ljust(64, b"\0") + struct.pack("<HBBIII", length, entry.sort, 1, entry.left, entry.right, entry.child) + entry.clsid + struct.pack("<IQQIQ", 0, 0, 0, entry.start, size)


def streams(data):
    """The streams of a small compound file by their names; storages are flattened."""
    def sector(n):
        return data[SECTOR * (n + 1):SECTOR * (n + 2)]

    def follow(table, start):
        found = []
        while start < FAT:
            found.append(start)
            start = table[start]
        return found

    def table(sectors):
        return [n for one in sectors for n in struct.unpack("<128I", sector(one))]

    fat_sectors, folder, _, _, mini_start = struct.unpack_from("<IIIII", data, 44)
    fat = table(struct.unpack_from("<109I", data, 76)[:fat_sectors])
    minifat = table(follow(fat, mini_start))
    rows = b"".join(sector(n) for n in follow(fat, folder))
    entries = [rows[at:at + 128] for at in range(0, len(rows), 128)]
    start, size = struct.unpack_from("<II", entries[0], 116)
    mini = b"".join(sector(n) for n in follow(fat, start))
    found = {}
    for entry in entries:
        length, sort = struct.unpack_from("<HB", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)
        if sort != 2:
            continue
        if size >= CUTOFF:
            whole = b"".join(sector(n) for n in follow(fat, start))
        else:
            whole = b"".join(mini[MINI * n:MINI * (n + 1)] for n in follow(minifat, start)) if size else b""
        found[entry[:length - 2].decode("utf-16-le")] = whole[:size]
    return found
