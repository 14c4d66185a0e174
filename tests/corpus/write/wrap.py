"""Puts a document into a container, between members that hold nothing."""

import bz2
import gzip
import io
import lzma
import pathlib
import subprocess
import tarfile
import tempfile
import zipfile

from write.mail import wrap_eml
from write.outlook import wrap_msg

FILLERS = [
    ("readme.txt", "このフォルダは令和6年度の資料です。\r\n担当：総務課\r\n"),
    ("会議次第.txt", "第3回定例会議\r\n1 開会\r\n2 議題\r\n3 閉会\r\n"),
    ("施設一覧.csv", "施設名,開館時間\r\n市民会館,9:00-21:00\r\n中央図書館,9:00-19:00\r\n"),
    ("作業手順.txt", "1. 資料を印刷する\r\n2. 封入する\r\n3. 発送簿に記入する\r\n"),
    ("予算.csv", "科目,金額\r\n需用費,120000\r\n役務費,34000\r\n"),
]
NAMES = ["資料", "送付用", "backup", "引継ぎデータ", "R6資料一式", "データ", "旧PC", "work", "提出", "共有"]
STAMP = (2024, 4, 1, 9, 0, 0)


class OldName(zipfile.ZipInfo):
    """A member whose name stands in CP932 without the flag for UTF-8, as Windows wrote it for decades."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("cp932", "replace"), self.flag_bits & ~0x800


def members(name, payload, r):
    found = [(filler, text.encode("cp932")) for filler, text in r.sample(FILLERS, r.randint(0, 2)) if filler != name]
    folder = r.choice(["", "", "資料/", "個人用/メモ/"])
    found.insert(r.randint(0, len(found)), (folder + name, payload))
    return found


def zipped(found, old=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found:
            archive.writestr((OldName if old else zipfile.ZipInfo)(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(found):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in found:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1711929600
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def wrap_zip(name, payload, r):
    return r.choice(NAMES) + ".zip", zipped(members(name, payload, r))


def wrap_old_zip(name, payload, r):
    return r.choice(NAMES) + ".zip", zipped(members(name, payload, r), old=True)


def wrap_twice(name, payload, r):
    inner = zipped(members(name, payload, r), old=r.random() < 0.5)
    return r.choice(NAMES) + ".zip", zipped(members(r.choice(NAMES) + "_内.zip", inner, r))


def wrap_tar(name, payload, r):
    return r.choice(NAMES) + ".tar", tarred(members(name, payload, r))


def wrap_tar_gz(name, payload, r):
    return r.choice(NAMES) + r.choice([".tar.gz", ".tgz"]), gzip.compress(tarred(members(name, payload, r)), mtime=0)


def wrap_gz(name, payload, r):
    return name + ".gz", gzip.compress(payload, mtime=0)


def wrap_bz2(name, payload, r):
    return name + ".bz2", bz2.compress(payload)


def wrap_xz(name, payload, r):
    return name + ".xz", lzma.compress(payload)


def seven(found, *options, sort="7z"):
    """An archive by 7-Zip."""
    with tempfile.TemporaryDirectory() as folder:
        inside = pathlib.Path(folder) / "in"
        for name, content in found:
            (inside / name).parent.mkdir(parents=True, exist_ok=True)
            (inside / name).write_bytes(content)
        made = pathlib.Path(folder) / f"made.{sort}"
        names = sorted({name.split("/")[0] for name, _ in found})
        subprocess.run(["7z", "a", f"-t{sort}", "-bd", "-mmt=1", *options, str(made), *names], cwd=inside, check=True, stdout=subprocess.DEVNULL)
        return made.read_bytes()


def wrap_seven(name, payload, r):
    return r.choice(NAMES) + ".7z", seven(members(name, payload, r), *r.choice([[], ["-ms=off"], ["-m0=LZMA"], ["-m0=BZip2"]]))


CONTAINERS = {
    "zip": wrap_zip, "zip-cp932": wrap_old_zip, "zip-zip": wrap_twice, "tar": wrap_tar, "tar.gz": wrap_tar_gz, "gz": wrap_gz,
    "bz2": wrap_bz2, "xz": wrap_xz, "7z": wrap_seven, "eml": wrap_eml, "msg": wrap_msg,
}


def wrap(container, name, payload, r):
    """The name and the bytes of the container that holds the document."""
    return CONTAINERS[container](name, payload, r)
