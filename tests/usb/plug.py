"""Starts the guest, plugs the stick in and pulls it when the guest asks, and judges what the agent said."""

import json
import os
import socket
import subprocess
import sys
import threading

LIMIT_SECONDS = 100
# What a clerk is promised: two seconds from the word of the kernel.
PROMISED = 2.0
SERIAL = "0F1E2D3C4B5A6978"


def start(guest, share, monitor):
    return subprocess.Popen(
        [
            "qemu-system-x86_64", "-machine", "q35,accel=tcg", "-cpu", "max", "-m", "512", "-smp", "1",
            "-nographic", "-no-reboot", "-nic", "none",
            "-kernel", f"{guest}/vmlinuz", "-initrd", f"{guest}/initrd.gz",
            "-append", "console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off",
            "-fsdev", f"local,id=share,path={share},security_model=none,readonly=on",
            "-device", "virtio-9p-pci,fsdev=share,mount_tag=share",
            "-device", "qemu-xhci,id=xhci",
            "-drive", f"if=none,id=stick,format=raw,file={guest}/stick.img",
            "-monitor", f"unix:{monitor},server,nowait", "-serial", "stdio",
        ],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )


def tell(monitor, order):
    """Says one line to the monitor and waits until it has been obeyed."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(monitor)
        answer = b""
        while not answer.endswith(b"(qemu) "):
            answer += line.recv(4096)
        line.sendall(order.encode() + b"\n")
        answer = b""
        while not answer.endswith(b"(qemu) "):
            answer += line.recv(4096)


def play(guest, share):
    """Returns the lines of the guest, in order."""
    monitor = os.path.join(guest, "monitor")
    if os.path.exists(monitor):
        os.unlink(monitor)
    machine = start(guest, share, monitor)
    clock = threading.Timer(LIMIT_SECONDS, machine.kill)
    clock.start()
    lines = []
    for line in machine.stdout:
        line = line.rstrip()
        print(line, flush=True)
        lines.append(line)
        # The first words of the guest may follow those of its firmware on one line.
        if line.endswith("PLUG-IN"):
            tell(monitor, f"device_add usb-storage,bus=xhci.0,drive=stick,id=stick,serial={SERIAL},removable=on")
        elif line == "PULL":
            tell(monitor, "device_del stick")
    clock.cancel()
    machine.wait()
    return lines


def after(lines, word):
    return [line.split(" ", 1)[1] for line in lines if line.startswith(word + " ")]


def told(lines):
    """What the agent said: when, and the row."""
    rows = []
    for line in after(lines, "AGENT"):
        at, row = line.split(" ", 1)
        rows.append((float(at), json.loads(row)))
    return rows


def judge(lines):
    kernel = {}
    for line in after(lines, "KERNEL"):
        at, action, name = line.split(" ")
        if name == "sda":
            kernel.setdefault(action, float(at))
    rows = told(lines)
    first = next((at for at, row in rows if row["left_at"] is None), None)
    left = next((at for at, row in rows if row["left_at"] is not None), None)
    listed = [json.loads(line) for line in after(lines, "LISTED") if line]
    present = listed[0] if len(listed) == 1 else {}
    mounted = [row for _, row in rows if row["free_bytes"] is not None]

    def late(by_agent, action):
        return None if by_agent is None or action not in kernel else by_agent - kernel[action]

    def within(seconds):
        # The event and the note of it are two programs: the second may be written first.
        return seconds is not None and -0.5 <= seconds <= PROMISED

    arrival, removal = late(first, "add"), late(left, "remove")
    promises = [
        (f"an arrival is told within two seconds ({arrival})", within(arrival)),
        (f"a removal is told within two seconds ({removal})", within(removal)),
        ("it is one stay", len({row["session"] for _, row in rows}) == 1),
        ("the serial is its own", present.get("serial") == SERIAL and present.get("grade") == "A"),
        ("the USB ids are those of the device", (present.get("vendor_id"), present.get("product_id")) == ("46f4", "0001")),
        ("file system, label and id are those that were made",
         (present.get("file_system"), present.get("volume_label"), present.get("volume_id")) == ("vfat", "KAIKEI", "2093-D12B")),
        ("its size is that of the image", present.get("size_bytes") == 64 << 20),
        ("it is observed to be open", (present.get("encryption"), present.get("encryption_source")) == ("none", "superblock")),
        ("how much is free is told once it is mounted", bool(mounted) and 0 < mounted[-1]["free_bytes"] < 64 << 20),
        ("nothing is listed after it was pulled", after(lines, "AFTER") == [] and "AFTER" in [line.strip() for line in lines]),
        ("the guest came to its end", "DONE" in lines),
    ]
    for promise, holds in promises:
        print(("ok      " if holds else "BROKEN  ") + promise, file=sys.stderr)
    return all(holds for _, holds in promises)


if __name__ == "__main__":
    sys.exit(0 if judge(play(sys.argv[1], sys.argv[2])) else 1)
