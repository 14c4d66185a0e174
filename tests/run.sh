#!/bin/sh
# Runs every test of the workspace: installs what is missing, builds, tests,
# and says how long each step took. Plain cargo; arguments go to `cargo test`.
#
#   sh tests/run.sh                          everything
#   sh tests/run.sh -p mimawari-tests        one package
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$here")
# shellcheck source=deploy/setup.sh
. "$top/deploy/setup.sh"
cd "$top"

started=$(date +%s)
steps=
# step NAME COMMAND…: runs it, remembers how long it took.
step() {
    name=$1
    shift
    say "== $name"
    step_began=$(date +%s)
    "$@"
    steps="$steps$(printf '%5d s  %s' "$(($(date +%s) - step_began))" "$name")
"
}

step 'set up' set_up "$top"
# The end-to-end tests start the real programs, so all of it is built first.
step 'build (debug)' "$CARGO" build --locked --workspace --all-targets
if [ $# -eq 0 ]; then
    set -- --workspace
fi
step 'test' "$CARGO" test --locked "$@" </dev/null

printf '%s' "$steps" >&2
say "$(printf '%5d s  altogether' "$(($(date +%s) - started))")"
