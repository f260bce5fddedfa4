#!/bin/bash
# update-sentineledge.sh VERSION: downloads the one file, verifies its SHA-256 sum, puts it in place, and goes back to the version
# before if the new one does not become ready. Needs root. For installations from the archive; packages are updated by the
# system's package manager.
#
#   SENTINEL_BASE_URL  where VERSION/ARCHIVE and VERSION/ARCHIVE.sha256 are
#                      (default: https://github.com/your-org/SentinelEdge/releases/download)
#   SENTINEL_SHA256    the sum, if you have it from elsewhere: then the .sha256 beside the archive is not asked
#   SENTINEL_BINARY    default: /usr/local/bin/sentinel-edge
#   SENTINEL_RESTART   the command that restarts the agent (default: systemctl restart sentineledge)
#   SENTINEL_HEALTH    the command that ends with 0 once it detects (default: SENTINEL_BINARY health --ready)
#   READY_SECONDS      how long it may take to become ready (default: 60)
set -euo pipefail
[ $# = 1 ] || { echo "Usage: $0 VERSION" >&2; exit 2; }
version=$1
base=${SENTINEL_BASE_URL:-https://github.com/your-org/SentinelEdge/releases/download}
binary=${SENTINEL_BINARY:-/usr/local/bin/sentinel-edge}
restart=${SENTINEL_RESTART:-systemctl restart sentineledge}
health=${SENTINEL_HEALTH:-$binary health --ready}
archive=sentineledge-linux-x64.tar.gz
before=$binary.backup

die() {
    echo "update-sentineledge: $*" >&2
    exit 1
}
download() { curl -fsSL --retry 3 --max-time 600 -o "$work/$1" "$base/$version/$1" || die "cannot download $base/$version/$1"; }
put() { # a file in place of the program, with the same capabilities
    cp -p "$1" "$binary.new"
    [ -z "$capabilities" ] || setcap "$capabilities" "$binary.new"
    mv "$binary.new" "$binary"
}
works() {
    local end=$((SECONDS + ${READY_SECONDS:-60}))
    $restart || return 1
    until $health > "$work/health" 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 1
    done
}

[[ $version =~ ^[A-Za-z0-9._-]+$ ]] || die "'$version' is no version"
case $(uname -m) in x86_64) ;; *) die "there is no archive for $(uname -m)" ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

download "$archive"
if [ -z "${SENTINEL_SHA256:-}" ]; then
    download "$archive.sha256"
    SENTINEL_SHA256=$(cut -d' ' -f1 "$work/$archive.sha256")
fi
echo "$SENTINEL_SHA256  $work/$archive" | sha256sum --quiet -c - 2> /dev/null ||
    die "the SHA-256 sum of $archive is not $SENTINEL_SHA256; nothing was changed"
[ "$(tar -tzf "$work/$archive")" = sentinel-edge ] || die "$archive does not hold what it should; nothing was changed"
tar -C "$work" --no-same-owner -xzf "$work/$archive"
chmod 755 "$work/sentinel-edge"
"$work/sentinel-edge" setup > /dev/null || die "the new version cannot be started here; nothing was changed"
echo "from $("$binary" --version 2> /dev/null || echo none) to $("$work/sentinel-edge" --version)"

capabilities=$(getcap "$binary" 2> /dev/null | sed 's/.* //' || true)

# A copy beside it and a rename: the running agent keeps its file, and there is one at every moment
[ ! -e "$binary" ] || cp -p "$binary" "$before"
put "$work/sentinel-edge"
if works; then
    echo "updated to $version; the version before is $before"
    exit 0
fi
echo "update-sentineledge: $version did not become ready: $(tail -1 "$work/health" 2> /dev/null || true)" >&2
[ -e "$before" ] || die "there is no version before to go back to"
put "$before"
works || die "and neither did the version before, which is in place again"
die "went back to the version before, which detects"
