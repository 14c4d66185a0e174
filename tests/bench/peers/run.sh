#!/bin/sh
# Compares the agent with what else could be picked, on the same corpus in the same run.
#
#   sh tests/bench/peers/run.sh [CORPUS]
#
# Without CORPUS the one in target/ is made first. The peers are fetched from their registries
# into target/peers and nothing of theirs is kept in the project. One that cannot be had is left out, and named.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(CDPATH='' cd -- "$here/../../.." && pwd)
# shellcheck source=deploy/setup.sh
. "$top/deploy/setup.sh"
set_up "$top"
peers=$CARGO_TARGET_DIR/peers
corpus=${1-$CARGO_TARGET_DIR/corpus}
mkdir -p "$peers"

[ -e "$corpus/labels.jsonl" ] || python3 "$top/tests/corpus/generate.py" "$corpus"
command -v rg >/dev/null || install_packages 'a peer' ripgrep
"$CARGO" build --release --locked --manifest-path "$top/Cargo.toml" -p mimawari-agent -p mimawari-tests --bins

[ -x "$peers/venv/bin/python" ] || python3 -m venv "$peers/venv"
python=$peers/venv/bin/python
"$python" -m pip install -q extractous kreuzberg detect-secrets presidio-analyzer || say 'skipped: not every peer came from PyPI'
export RIPSECRETS="$peers/cargo/bin/ripsecrets" SECRETLINT="$peers/npm" TEXTS="$peers/texts"
[ -x "$RIPSECRETS" ] || "$CARGO" install -q --locked --root "$peers/cargo" ripsecrets || say 'skipped: ripsecrets does not build here'
if [ ! -d "$SECRETLINT/node_modules" ] && command -v npm >/dev/null; then
    mkdir -p "$SECRETLINT"
    (cd "$SECRETLINT" && npm install --silent --no-fund --no-audit secretlint @secretlint/secretlint-rule-preset-recommend) ||
        say 'skipped: secretlint does not come from npm here'
fi

rm -rf "$TEXTS"
set --
export AGENT="$CARGO_TARGET_DIR/release/mimawari-agent"
for peer in agent rg_files rg_tika rg_kreuzberg presidio secrets_detect secrets_rip secrets_lint; do
    say "$peer"
    if (cd "$here" && PYTHONDONTWRITEBYTECODE=1 "$python" "$peer.py" "$corpus" "$peers/$peer.jsonl") 2>"$peers/$peer.log"; then
        set -- "$@" --peer "$peer=$peers/$peer.jsonl"
    else
        say "skipped: $peer failed, see $peers/$peer.log"
    fi
done
"$CARGO_TARGET_DIR/release/mimawari-accuracy" "$corpus" --show 0 "$@"
