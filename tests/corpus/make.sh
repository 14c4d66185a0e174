#!/bin/sh
# Writes the corpus into target/corpus: installs LibreOffice, 7-Zip, qpdf and a
# Japanese font when they are missing, and generates only when the seed or the
# generator changed since the last time.
#
#   sh tests/corpus/make.sh [--quick] [--only train|holdout] [--seed N] [OUT]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=deploy/setup.sh
. "$top/deploy/setup.sh"

out=${CARGO_TARGET_DIR:-$top/target}/corpus
options=
while [ $# -gt 0 ]; do
    case $1 in
        --quick) options="$options --quick" ;;
        --only | --seed)
            [ $# -gt 1 ] || fail "$1 needs a value" "for example: --only train, --seed 2"
            options="$options $1 $2"
            shift
            ;;
        -*) fail "unknown option $1" "read the head of tests/corpus/make.sh" ;;
        *) out=$1 ;;
    esac
    shift
done

# missing: the packages that are needed and not there.
missing() {
    command -v python3 >/dev/null 2>&1 || printf ' python3'
    command -v 7z >/dev/null 2>&1 || printf ' p7zip-full'
    command -v qpdf >/dev/null 2>&1 || printf ' qpdf'
    if ! command -v soffice >/dev/null 2>&1; then
        printf ' libreoffice-writer libreoffice-calc libreoffice-impress'
    else
        for part in writer calc impress; do
            dpkg -s "libreoffice-$part" >/dev/null 2>&1 || printf ' libreoffice-%s' "$part"
        done
    fi
    fc-list 2>/dev/null | grep -q 'IPAGothic' || printf ' fontconfig fonts-ipafont-gothic'
}
packages=$(missing)
# shellcheck disable=SC2086
[ -z "$packages" ] || install_packages "office software that writes the corpus" $packages

# The stamp: every source of the generator, and what was asked for.
stamp=$(cd "$here" && { find . -name '*.py' | LC_ALL=C sort | xargs cat; printf '%s' "$options"; } | sha256sum | cut -d ' ' -f 1)
if [ -f "$out/stamp" ] && [ "$(cat "$out/stamp")" = "$stamp" ]; then
    say "The corpus in $out is up to date"
    exit 0
fi
rm -f "$out/stamp"
# shellcheck disable=SC2086
python3 "$here/generate.py" "$out" $options
printf '%s\n' "$stamp" >"$out/stamp"
