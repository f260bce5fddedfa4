#!/bin/bash
# weekly-maintenance.sh: removes closed log files that are older than LOG_DAYS (default: 30), checks the configuration and the
# rules, and makes a backup if BACKUP_DIR is set. The agent rotates its own log files. Exit status 0 if all is well, else 1.
#
#   SENTINEL_ROOT   what stands for / (default: nothing, the machine itself)
#   SENTINEL_EDGE   the agent (default: sentinel-edge)
set -euo pipefail
root=${SENTINEL_ROOT:-}
edge=${SENTINEL_EDGE:-sentinel-edge}
logs=$root/var/log/sentineledge
config=$root/etc/sentineledge/config.toml
status=0

echo "=== SentinelEdge weekly maintenance, $(date -u +%Y-%m-%dT%H:%M:%SZ) ==="
if [ -d "$logs" ]; then
    removed=$(find "$logs" -maxdepth 1 -type f -name '*.log.*' -mtime "+${LOG_DAYS:-30}" -print -delete)
    echo "Log files removed: $(grep -c . <<< "$removed" || true)"
    # Of a JVM that ended, with names of files and processes
    find "$logs" -maxdepth 1 -type f -name 'hs_err_pid*.log' -mtime -7 -printf 'ATTENTION: the agent crashed, please report %p\n'
fi

if "$edge" --config "$config" --check-config; then
    :
else
    echo "ATTENTION: $config would be refused by the next start or reload"
    status=1
fi

if [ -n "${BACKUP_DIR:-}" ]; then
    echo "Backup: $("$(dirname "$0")/backup-config.sh" "$BACKUP_DIR")"
fi
exit $status
