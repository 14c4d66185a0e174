#!/bin/sh
# Tries Mimawari on this machine: installs what building needs, builds, and
# makes one round over your own desktop. Works from any folder.
#
#   sh deploy/try.sh            stays open with the console's address
#   sh deploy/try.sh --once     ends after the table (0: nothing found, 1: findings)
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$here")
# shellcheck source=deploy/setup.sh
. "$here/setup.sh"

case ${1-} in
    -h | --help)
        cat <<'HELP'
sh deploy/try.sh [--once] [--dir DIR] [OPTION…]

Tries Mimawari on this machine, for the user who runs it:

  1. installs with apt what is missing: a C compiler (gcc, libc6-dev), the
     certificates of certificate authorities, and a recent Rust with cargo;
     uses sudo for this only, and skips what is there already;
  2. builds both programs into target/ (a few minutes the first time);
  3. hands over to `mimawari-collector try`: a collector of its own on
     loopback, one round over your own desktop, the table per department,
     and the address of the console with a login for one use.

Nothing leaves this machine, nothing on the desktop is changed.
Every OPTION goes to `mimawari-collector try`; --once ends after the table.
HELP
        exit 0
        ;;
esac

say "Mimawari: a first round on this machine. Nothing leaves it, nothing on the desktop is changed."
set_up "$top"

say "Building both programs (release). The first build takes a few minutes."
"$CARGO" build --release --locked --manifest-path "$top/Cargo.toml" \
    -p mimawari-agent -p mimawari-collector </dev/null >&2 ||
    fail "the build did not finish" "read the lines above; a missing network is the usual reason"

exec "$CARGO_TARGET_DIR/release/mimawari-collector" try "$@"
