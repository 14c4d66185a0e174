#!/bin/sh
# Runs every benchmark on the release build; --smoke is a tiny run that shows they work.
#
#   sh tests/bench/run.sh [--smoke]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
# shellcheck source=deploy/setup.sh
. "$top/deploy/setup.sh"
set_up "$top"
command -v rg >/dev/null || install_packages 'the baseline of the sweep' ripgrep

"$CARGO" build --release --locked --manifest-path "$top/Cargo.toml" --workspace --bins </dev/null
bench=$CARGO_TARGET_DIR/release/mimawari-bench
tree=$CARGO_TARGET_DIR/bench/tree

if [ "${1-}" = --smoke ]; then
    "$bench" tree "$tree-small" --files 400 --megabytes 16
    "$bench" --runs 1 scan --megabytes 8
    "$bench" --runs 1 sweep "$tree-small"
    "$bench" --runs 1 again "$tree-small"
    "$bench" footprint "$tree-small"
    "$bench" --runs 1 first
    "$bench" --runs 1 ingest --agents 5 --findings 2000
else
    say "Making a tree of 50,000 files and 2 GB under $tree (once)"
    "$bench" tree "$tree"
    "$bench" scan
    [ ! -d "$CARGO_TARGET_DIR/corpus/train" ] || "$bench" formats "$CARGO_TARGET_DIR/corpus/train"
    "$bench" sweep "$tree"
    "$bench" again "$tree"
    "$bench" footprint "$tree"
    "$bench" first
    "$bench" ingest
fi
