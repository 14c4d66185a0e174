# shellcheck shell=sh
# What the scripts of this project share: finds or installs a C compiler and a
# Rust that is new enough, in Debian's and Ubuntu's own ways. Sourced, never run.
#
# `set_up ROOT` leaves CARGO and RUSTC set and exported, and PATH beginning with
# their folder. Nothing here waits for an answer when there is no terminal.

say() { printf '%s\n' "$*" >&2; }

# fail WHAT NEXT: one line what is wrong, one line what to try.
fail() {
    say "mimawari: $1"
    say "  $2"
    exit 2
}

# as_root COMMAND…: runs it as root, or ends with a message that names it.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@" </dev/null
    elif ! command -v sudo >/dev/null 2>&1; then
        fail "this needs the rights of root: $*" "run it as root once, or install sudo, then start again"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@" </dev/null ||
            fail "sudo asks for a password and there is no terminal" "run as root once: $*"
    fi
}

# refresh_packages: the package lists, once; another apt may hold them for a while.
refresh_packages() {
    [ -z "${packages_are_fresh-}" ] || return 0
    command -v apt-get >/dev/null 2>&1 ||
        fail "this is no Debian or Ubuntu: there is no apt-get" "install a C compiler and Rust $rust_needed or newer, then start again"
    say "Refreshing the lists of packages (apt-get update)"
    tries=0
    until as_root apt-get update -qq; do
        tries=$((tries + 1))
        [ "$tries" -lt 6 ] || fail "apt-get update fails" "check the network and /etc/apt, then start again"
        sleep 5
    done
    packages_are_fresh=yes
}

# install_packages WHY PACKAGE…
install_packages() {
    why=$1
    shift
    say "Installing $* ($why)"
    refresh_packages
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 \
        install -y -qq --no-install-recommends "$@" >&2 ||
        fail "apt-get cannot install: $*" "read the lines above; on a damaged system 'dpkg --configure -a' may help"
}

# new_enough VERSION: major.minor at least what the workspace asks for.
new_enough() {
    case $1 in
        [0-9]*.[0-9]*) ;;
        *) return 1 ;;
    esac
    major=${1%%.*}
    minor=${1#*.}
    minor=${minor%%[!0-9]*}
    [ "$major" -gt "${rust_needed%%.*}" ] ||
        { [ "$major" -eq "${rust_needed%%.*}" ] && [ "$minor" -ge "${rust_needed#*.}" ]; }
}

# take_rust FOLDER: uses the cargo and rustc there if both are new enough.
take_rust() {
    [ -x "$1/cargo" ] && [ -x "$1/rustc" ] || return 1
    # In the project's folder, so that a rustup override for it counts.
    new_enough "$(cd "$root" && "$1/rustc" --version 2>/dev/null | cut -d ' ' -f 2)" || return 1
    new_enough "$(cd "$root" && "$1/cargo" --version 2>/dev/null | cut -d ' ' -f 2)" || return 1
    CARGO=$1/cargo
    RUSTC=$1/rustc
    # Cargo's own plug-ins (clippy, fmt) must be the ones beside it.
    PATH=$1:$PATH
    export CARGO RUSTC PATH
}

# find_rust: looks on PATH, in the usual folders, and among the distribution's versioned packages.
find_rust() {
    if command -v cargo >/dev/null 2>&1; then
        take_rust "$(dirname "$(command -v cargo)")" && return
    fi
    for folder in "${CARGO_HOME:-${HOME:-/root}/.cargo}/bin" /usr/local/bin /usr/bin /usr/lib/rust-*/bin; do
        take_rust "$folder" && return
    done
    return 1
}

# candidate PACKAGE: the version apt would install, "" when none.
candidate() {
    LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \([0-9][^ ]*\).*/\1/p'
}

# install_rust: the first of the distribution's packages that is new enough.
# Debian 12 keeps a recent one for its browsers as rustc-web; Ubuntu numbers them.
install_rust() {
    refresh_packages
    numbered=$(apt-cache search --names-only '^rustc-1\.[0-9]+$' | cut -d ' ' -f 1 | sort -rV)
    for compiler in rustc $numbered rustc-web; do
        new_enough "$(candidate "$compiler")" || continue
        # Debian counts cargo's own version otherwise at times; the compiler's decides.
        builder=cargo${compiler#rustc}
        [ -n "$(candidate "$builder")" ] || continue
        install_packages "the Rust compiler and its build tool" "$compiler" "$builder"
        find_rust && return
    done
    [ -n "$(candidate rustup)" ] || return 1
    install_packages "no packaged Rust is new enough; rustup fetches one for this user" rustup
    say "Fetching Rust with rustup (about 200 MB)"
    rustup toolchain install stable --profile minimal </dev/null >&2 &&
        rustup default stable </dev/null >&2 || return 1
    find_rust
}

# need_compiler: SQLite and the cryptography are compiled from C.
need_compiler() {
    if ! command -v cc >/dev/null 2>&1 ||
        ! printf '#include <stdio.h>\nint main(void){return 0;}\n' | cc -x c -o /dev/null - 2>/dev/null; then
        install_packages "a C compiler for SQLite and the cryptography" gcc libc6-dev
    fi
    if [ ! -e /etc/ssl/certs/ca-certificates.crt ] && [ -z "${SSL_CERT_FILE-}${CARGO_HTTP_CAINFO-}" ]; then
        install_packages "so that cargo can check whom it downloads from" ca-certificates
    fi
}

# set_up ROOT: everything a build needs.
set_up() {
    root=$1
    rust_needed=$(sed -n 's/^rust-version = "\([0-9]*\.[0-9]*\).*"/\1/p' "$root/Cargo.toml")
    [ -n "$rust_needed" ] || fail "$root/Cargo.toml names no rust-version" "is this a whole copy of the project?"
    need_compiler
    find_rust || install_rust || fail "there is no Rust $rust_needed or newer here, and none in the packages" \
        "install one by hand (rustup update stable, or a newer distribution), then start again"
    say "Using $(cd "$root" && "$RUSTC" --version) from $RUSTC"
    if [ -z "${CARGO_TARGET_DIR-}" ]; then
        CARGO_TARGET_DIR=$root/target
        # A copy that belongs to someone else can still be tried: build in this user's cache.
        for folder in "$root" "$root/target" "$root/target/release"; do
            [ ! -e "$folder" ] || [ -w "$folder" ] ||
                CARGO_TARGET_DIR=${XDG_CACHE_HOME:-${HOME:?}/.cache}/mimawari/target
        done
    fi
    export CARGO_TARGET_DIR
}
