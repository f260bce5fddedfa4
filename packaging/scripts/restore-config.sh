#!/bin/bash
# restore-config.sh ARCHIVE|FOLDER: puts the configuration and the unit back that backup-config.sh saved, of a folder the newest
# archive in it, and restarts the service if it runs. Logs in the archive are left alone. What was there before is kept as
# /etc/sentineledge.before-restore; a configuration that the agent refuses changes nothing. Needs root.
#
#   SENTINEL_ROOT   what stands for / (default: nothing, the machine itself)
#   SENTINEL_EDGE   the agent (default: sentinel-edge)
set -euo pipefail
umask 077
[ $# = 1 ] || { echo "Usage: $0 ARCHIVE|FOLDER" >&2; exit 2; }
archive=$1
root=${SENTINEL_ROOT:-}
edge=${SENTINEL_EDGE:-sentinel-edge}
config=$root/etc/sentineledge

die() {
    echo "restore-config: $*" >&2
    exit 1
}

[ -e "$archive" ] || die "$archive does not exist"
if [ -d "$archive" ]; then
    newest=$(find "$archive" -maxdepth 1 -name 'sentineledge-*.tar.gz' | LC_ALL=C sort | tail -1)
    [ -n "$newest" ] || die "$archive holds no archive of backup-config.sh (sentineledge-TIME.tar.gz)"
    archive=$newest
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -C "$work" -xpzf "$archive" || die "$archive is no archive of backup-config.sh"
[ -e "$work/SHA256SUMS" ] || die "$archive is no archive of backup-config.sh"
(cd "$work" && sha256sum --quiet -c SHA256SUMS) || die "$archive is damaged"
if [ -e "$work/config/config.toml" ]; then
    "$edge" --config "$work/config/config.toml" --check-config > "$work/check" 2>&1 ||
        { cat "$work/check" >&2; die "the agent refuses the configuration in $archive; nothing was changed"; }
fi

# Two renames: at no moment is half of a configuration there
mkdir -p "${config%/*}"
rm -rf "$config.new" "$config.before-restore"
cp -a "$work/config" "$config.new"
chmod 755 "$config.new"
[ ! -e "$config" ] || mv "$config" "$config.before-restore"
mv "$config.new" "$config"
if [ -n "$(ls -A "$work/systemd")" ]; then
    mkdir -p "$root/etc/systemd/system"
    cp -a "$work/systemd/." "$root/etc/systemd/system/"
fi
echo "restored $config from $archive; what was there before is in $config.before-restore"

if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl try-restart sentineledge
    systemctl --no-pager --lines=0 status sentineledge
fi
