#!/bin/bash
# backup-config.sh [FOLDER]: saves the configuration, the unit with its overrides and the logs of the last seven days as one
# archive in FOLDER (default: /backup/sentineledge), and prints its name. Needs root.
#
# The archive is for its owner only: configurations hold tokens. Variables, for other places:
#   SENTINEL_ROOT   what stands for / (default: nothing, the machine itself)
#   BACKUP_KEEP     how many archives stay in FOLDER (default: 30)
set -euo pipefail
umask 077
root=${SENTINEL_ROOT:-}
folder=${1:-/backup/sentineledge}
keep=${BACKUP_KEEP:-30}

die() {
    echo "backup-config: $*" >&2
    exit 1
}

[ -d "$root/etc/sentineledge" ] || die "$root/etc/sentineledge does not exist: there is nothing to save"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder" "$work/config" "$work/systemd" "$work/logs"
cp -a "$root/etc/sentineledge/." "$work/config/"
for unit in etc/systemd/system/sentineledge.service etc/systemd/system/sentineledge.service.d; do
    [ ! -e "$root/$unit" ] || cp -a "$root/$unit" "$work/systemd/"
done
if [ -d "$root/var/log/sentineledge" ]; then
    find "$root/var/log/sentineledge" -maxdepth 1 -type f -name '*.log*' -mtime -7 -exec cp -p -t "$work/logs" {} +
fi
sums=$(cd "$work" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum)
echo "$sums" > "$work/SHA256SUMS"

archive=$folder/sentineledge-$(date -u +%Y%m%dT%H%M%S).tar.gz
tar -C "$work" -czf "$archive.new" .
mv "$archive.new" "$archive"
find "$folder" -maxdepth 1 -name 'sentineledge-*.tar.gz' | LC_ALL=C sort -r | tail -n "+$((keep + 1))" | while read -r old; do
    rm -f "$old"
done
echo "$archive"
