#!/bin/sh
# Fuzzes the eyes: every target for a while, from committed seeds and what earlier runs found.
#
#   sh tests/fuzz/run.sh                          every target, 60 seconds each
#   sh tests/fuzz/run.sh --seconds 3600 pdf xls   these targets, an hour each
#   sh tests/fuzz/run.sh --replay                 seeds and past crashes once, no fuzzing
#
# What is found lies in target/fuzz/found/TARGET; a crash is to become a file
# in tests/fuzz/crashes/TARGET, which is replayed by every run from then on.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
# shellcheck source=deploy/setup.sh
. "$top/deploy/setup.sh"

seconds=60
jobs=$(nproc)
while [ $# -gt 0 ]; do
    case $1 in
        --seconds) seconds=$2 && shift 2 ;;
        --jobs) jobs=$2 && shift 2 ;;
        --replay) seconds=0 && shift ;;
        --*) fail "no such option: $1" "sh tests/fuzz/run.sh [--seconds N] [--jobs N] [--replay] [TARGET…]" ;;
        *) break ;;
    esac
done
set_up "$top"
command -v c++ >/dev/null || install_packages 'libFuzzer is C++' g++

tree=$CARGO_TARGET_DIR/fuzz
host=$("$RUSTC" -vV | sed -n 's/^host: //p')
# Coverage for libFuzzer, by the compiler that is here: no nightly, no cargo-fuzz.
flags='--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4'
flags="$flags -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
flags="$flags -Cllvm-args=-sanitizer-coverage-trace-compares"
say "Building the fuzz targets"
RUSTFLAGS=$flags "$CARGO" build --release --locked --quiet --target "$host" --target-dir "$tree" \
    --manifest-path "$here/Cargo.toml" </dev/null

if [ $# -eq 0 ]; then
    for file in "$here/fuzz_targets/"*.rs; do
        target=${file##*/}
        set -- "$@" "${target%.rs}"
    done
fi

# sow TARGET: gathers the seeds: sample documents of its kind, committed seeds, past crashes.
sow() {
    mkdir -p "$tree/seeds/$1" "$tree/found/$1" "$tree/corpus/$1"
    for file in "$here/seeds/$1"/* "$here/crashes/$1"/*; do
        [ ! -f "$file" ] || cp "$file" "$tree/seeds/$1/"
    done
    case $1 in
        mail) endings='eml mbox' ;;
        compressed) endings='gz bz2 xz' ;;
        sevenz) endings=7z ;;
        sqlite) endings='sqlite db sqlite-wal' ;;
        zip) endings='zip docx docm xlsx pptx odt ods odp' ;;
        whole) endings='doc xls rtf pdf eml zip 7z lnk csv txt' ;;
        # Their seeds are single parts, not whole documents.
        docx | xlsx | xlsb | pptx | odf) endings= ;;
        *) endings=$1 ;;
    esac
    for ending in $endings; do
        for file in "$top/agent/tests/fixtures/"*."$ending"; do
            case $file in
                *.json) ;;
                *) [ ! -f "$file" ] || cp "$file" "$tree/seeds/$1/" ;;
            esac
        done
    done
    case $1 in
        rules) cp "$top/agent/rules/"*.toml "$tree/seeds/$1/" ;;
        # In small pieces: a text that is nothing but notes is slow to judge.
        text)
            for file in "$top/tests/corpus/notes/"*.txt; do
                split -l 10 "$file" "$tree/seeds/$1/$(basename "$file" .txt)-"
            done
            ;;
    esac
}

# fuzz TARGET: one target; its words go to its log.
fuzz() {
    sow "$1"
    program=$tree/$host/release/$1
    log=$tree/$1.log
    if [ "$seconds" = 0 ]; then
        set -- "$1" -runs=0
    else
        set -- "$1" -max_total_time="$seconds"
    fi
    target=$1
    shift
    if "$program" "$@" -timeout=5 -rss_limit_mb=1024 -max_len=1048576 -artifact_prefix="$tree/found/$target/" \
        "$tree/corpus/$target" "$tree/seeds/$target" </dev/null >"$log" 2>&1; then
        printf 'held    %-12s %s\n' "$target" "$(grep -E '^(#[0-9]+\s+DONE|Done|#[0-9]+\s+INITED)' "$log" | tail -1)"
    else
        printf 'BROKEN  %-12s %s\n' "$target" "$(grep -E 'panicked|ERROR|SUMMARY|allocation' "$log" | head -3 | tr '\n' ' ')"
        return 1
    fi
}

# Every target takes the same time, so they go in batches of as many as there are processors.
broken=0
while [ $# -gt 0 ]; do
    batch=
    while [ $# -gt 0 ] && [ "$(printf '%s' "$batch" | wc -w)" -lt "$jobs" ]; do
        fuzz "$1" &
        batch="$batch $!"
        shift
    done
    for one in $batch; do
        wait "$one" || broken=1
    done
done
exit "$broken"
