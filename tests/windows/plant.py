"""Writes what Windows keeps of media: a file for regedit, and the registry file of an account that is not logged on."""

import datetime
import os
import struct
import sys

ENUM = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum"
POINTS = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\MountPoints2"
TIMES = "{83da6326-97a6-4088-9453-a1923f573b29}"
DISK = "{53f56307-b6bf-11d0-94f2-00a0c91efb8b}"
JAPAN = datetime.timezone(datetime.timedelta(hours=9))


def ticks(*at):
    since = datetime.datetime(*at, tzinfo=JAPAN) - datetime.datetime(1601, 1, 1, tzinfo=datetime.timezone.utc)
    return int(since.total_seconds()) * 10_000_000


def hexadecimal(data):
    return ",".join(f"{byte:02x}" for byte in data)


def text(value):
    return '"' + value.replace("\\", "\\\\") + '"'


class Registry:
    def __init__(self):
        self.lines = ["Windows Registry Editor Version 5.00", ""]

    def key(self, path, values=()):
        self.lines += [f"[{path}]", *(f"{name}={value}" for name, value in values), ""]

    def device(self, place, values=(), times=()):
        self.key(f"{ENUM}\\{place}", values)
        for number, moment in times:
            data = moment if isinstance(moment, bytes) else struct.pack("<Q", moment)
            self.key(f"{ENUM}\\{place}\\Properties\\{TIMES}\\{number}", [("@", f"hex(ffff0010):{hexadecimal(data)}")])

    def written(self):
        return b"\xff\xfe" + "\r\n".join(self.lines).encode("utf-16-le")


def of_a_disk(device, serial):
    return f"_??_USBSTOR#{device}#{serial}#{DISK}"


def sticks(registry):
    buffalo = "Disk&Ven_BUFFALO&Prod_USB_Flash_Disk&Rev_4.00"
    registry.device("USB\\VID_0411&PID_0277\\0F1E2D3C4B5A6978", [('"Service"', text("USBSTOR"))])
    registry.device(
        f"USBSTOR\\{buffalo}\\0F1E2D3C4B5A6978&0",
        [('"FriendlyName"', text("BUFFALO USB Flash Disk USB Device"))],
        [("0064", ticks(2025, 4, 1, 9)), ("0066", ticks(2026, 11, 2, 13, 30)), ("0067", ticks(2026, 11, 2, 17, 5))],
    )
    label = of_a_disk(buffalo, "0F1E2D3C4B5A6978&0").upper()
    registry.device(f"SWD\\WPDBUSENUM\\{label}", [('"FriendlyName"', text("保育課"))])
    sandisk = "Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00"
    registry.device(f"USBSTOR\\{sandisk}\\4C530001230512116341&0", [('"FriendlyName"', text("SanDisk Ultra"))])
    # Two products with one serial; one made up by Windows for the port; zeros.
    for product in ("Cheap_A", "Cheap_B"):
        registry.device(f"USBSTOR\\Disk&Ven_General&Prod_{product}&Rev_1.0\\AA04012700007&0")
    registry.device("USBSTOR\\Disk&Ven_&Prod_Nameless&Rev_1.0\\7&1a2b3c4d&0&_&0")
    registry.device("USBSTOR\\Disk&Ven_X&Prod_Zeros&Rev_1.0\\000000000000&0")
    # Damaged: a name that is a number, a time of three bytes.
    registry.device(
        "USBSTOR\\Disk&Ven_Y&Prod_Damaged&Rev_1.0\\D0A0D0A0D0A0&0",
        [('"FriendlyName"', "dword:00000007"), ('"ContainerID"', "hex(3):00,d8,41")],
        [("0066", b"\x01\x02\x03")],
    )
    mounted = {
        "\\\\??\\\\Volume{11111111-0000-0000-0000-000000000001}": of_a_disk(buffalo, "0F1E2D3C4B5A6978&0"),
        "\\\\??\\\\Volume{11111111-0000-0000-0000-000000000002}": of_a_disk(sandisk, "4C530001230512116341&0"),
        "\\\\DosDevices\\\\E:": of_a_disk(sandisk, "4C530001230512116341&0"),
    }
    values = [(f'"{name}"', "hex:" + hexadecimal(device.encode("utf-16-le"))) for name, device in mounted.items()]
    values.append(('"damaged"', "hex:41,00,42"))
    registry.key("HKEY_LOCAL_MACHINE\\SYSTEM\\MountedDevices", values)
    registry.key(f"HKEY_CURRENT_USER\\{POINTS}\\{{11111111-0000-0000-0000-000000000001}}")


def others(registry):
    container = ('"ContainerID"', text("{22222222-0000-0000-0000-000000000001}"))
    registry.device("USB\\VID_04E8&PID_61F5\\MSFT30NA7Q1234", [('"Service"', text("UASPStor")), container])
    registry.device("SCSI\\Disk&Ven_Samsung&Prod_PSSD_T7\\6&2b3c4d5e&0&000000", [container])
    registry.device("SCSI\\Disk&Ven_NVMe&Prod_BuiltIn\\5&1&0&000000", [('"ContainerID"', text("{00000000-0000-0000-ffff-ffffffffffff}"))])
    registry.device(
        "USB\\VID_18D1&PID_4EE1\\8XV7N18A01",
        [('"Service"', text("WUDFWpdMtp")), ('"FriendlyName"', text("写真印刷機")), ('"Mfg"', text("@oem3.inf,%m%;Maker"))],
    )
    registry.device("USB\\VID_046D&PID_C52B\\5&1&0&2", [('"Service"', text("HidUsb")), ('"DeviceDesc"', text("Receiver"))])
    for number in range(1000):
        registry.device(f"USBSTOR\\Disk&Ven_Maker&Prod_Bulk{number % 20}&Rev_1.0\\B{number * 7919:011X}&0")


class Hive:
    """A registry file with keys only, to the documented layout."""

    def __init__(self):
        self.cells = bytearray()

    def cell(self, body):
        at = len(self.cells)
        size = (len(body) + 4 + 7) // 8 * 8
        self.cells += struct.pack("<i", -size) + body
        self.cells += b"\0" * (at + size - len(self.cells))
        return at

    def key(self, name, keys):
        at = 0xFFFFFFFF
        if keys:
            at = self.cell(b"li" + struct.pack("<H", len(keys)) + b"".join(struct.pack("<I", key) for key in keys))
        body = bytearray(76)
        body[0:2] = b"nk"
        struct.pack_into("<HQ", body, 2, 0x20, ticks(2026, 11, 1, 12))
        struct.pack_into("<I", body, 20, len(keys))
        struct.pack_into("<I", body, 28, at)
        struct.pack_into("<I", body, 40, 0xFFFFFFFF)
        struct.pack_into("<H", body, 72, len(name))
        return self.cell(bytes(body) + name.encode("ascii"))

    def written(self, root):
        head = bytearray(4096)
        head[0:4] = b"regf"
        struct.pack_into("<I", head, 36, root)
        return bytes(head + self.cells)


def ntuser():
    hive = Hive()
    key = hive.key("{11111111-0000-0000-0000-000000000002}", [])
    for name in reversed(POINTS.split("\\")):
        key = hive.key(name, [key])
    return hive.written(hive.key("ROOT", [key]))


if __name__ == "__main__":
    made = Registry()
    sticks(made)
    others(made)
    with open(os.path.join(sys.argv[1], "media.reg"), "wb") as out:
        out.write(made.written())
    with open(os.path.join(sys.argv[1], "NTUSER.DAT"), "wb") as out:
        out.write(ntuser())
