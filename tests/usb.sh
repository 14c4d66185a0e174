#!/bin/sh
# Plugs an emulated USB stick into a real kernel and pulls it while the agent
# watches: a QEMU guest by software emulation, with Debian's own kernel. Installs
# what is missing. Ends with 0 when every promise holds, 77 where this cannot
# be had, else 1.
#
#   sh tests/usb.sh
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$here")
# shellcheck source=deploy/setup.sh
. "$top/deploy/setup.sh"
cd "$top"

tree=$top/target/usb
guest=$tree/guest
modules='xhci_pci usb_storage sd_mod vfat nls_cp437 nls_ascii nls_utf8 virtio_pci 9pnet_virtio 9p'

# skip WHY: says that nothing can be tried here.
skip() {
    say "skipped: $1"
    exit 77
}

install_tools() {
    [ "$(uname -m)" = x86_64 ] || skip "the kernel of the guest is one for x86-64"
    missing=
    for package in qemu-system-x86 busybox-static dosfstools mtools kmod cpio python3; do
        dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    refresh_packages
    for package in $missing; do
        [ -n "$(candidate "$package")" ] || skip "the packages of this system have no $package"
    done
    # shellcheck disable=SC2086
    install_packages "a PC to plug sticks into" $missing
}

# Debian's kernel, unpacked and not installed: of its modules only the ones that are loaded.
fetch_kernel() {
    [ ! -e "$guest/vmlinuz" ] || return 0
    name=$(apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
    if [ -z "$name" ]; then
        refresh_packages
        name=$(apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
    fi
    [ -n "$name" ] || skip "the packages of this system have no linux-image-amd64"
    rm -rf "$tree/kernel"
    mkdir -p "$tree/kernel" "$guest"
    (cd "$tree/kernel" && apt-get download -qq "$name" >&2) || skip "$name cannot be fetched"
    dpkg-deb --fsys-tarfile "$tree/kernel/"*.deb | tar -x -C "$tree/kernel" ./boot ./lib/modules
    release=$(ls "$tree/kernel/lib/modules")
    depmod -b "$tree/kernel" "$release"
    : >"$tree/modules"
    for module in $modules; do
        modprobe -d "$tree/kernel" -S "$release" --show-depends "$module" | awk '$1 == "insmod" { print $2 }' >>"$tree/modules"
    done
    mkdir -p "$guest/root/modules"
    number=100
    awk '!seen[$0]++' "$tree/modules" | while read -r module; do
        number=$((number + 1))
        cp "$module" "$guest/root/modules/$number-$(basename "$module")"
    done
    mv "$tree/kernel/boot/vmlinuz-$release" "$guest/vmlinuz"
    rm -rf "$tree/kernel"
}

# A system of a shell, the modules and what the agent is linked with; the agent itself is shared over 9p.
make_guest() {
    root=$guest/root
    mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/share" "$root/stick" "$root/tmp"
    cp "$(command -v busybox)" "$root/bin/busybox"
    cp "$here/usb/init" "$here/usb/heard" "$root/"
    chmod 755 "$root/init" "$root/heard"
    ldd "$CARGO_TARGET_DIR/debug/mimawari-agent" | grep -o '/[^ ]*' | while read -r library; do
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done
    (cd "$root" && find . | cpio --quiet -o -H newc) | gzip -1 >"$guest/initrd.gz"
}

# A stick with FAT, a label in capitals as FAT wants them, and a Japanese name.
make_stick() {
    truncate -s 64M "$guest/stick.img"
    mkfs.vfat -n KAIKEI -i 2093D12B "$guest/stick.img" >/dev/null
    printf 'ordinary\n' >"$guest/memo.txt"
    LC_ALL=C.UTF-8 mcopy -o -i "$guest/stick.img" "$guest/memo.txt" '::会議メモ.txt'
}

set_up "$top"
install_tools
fetch_kernel
"$CARGO" build --locked -p mimawari-agent
make_guest
make_stick
python3 "$here/usb/plug.py" "$guest" "$CARGO_TARGET_DIR/debug"
