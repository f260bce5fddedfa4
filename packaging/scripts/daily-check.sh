#!/bin/bash
# daily-check.sh: how the agent is: service, health, resources, losses, errors of the last day, disks. Exit status 0 if nothing
# needs attention, 1 if something does. What it asks for goes through `sentinel-edge health` and the metrics.
#
#   SENTINEL_METRICS_URL  default: http://127.0.0.1:9090/metrics
#   SENTINEL_EDGE         the agent (default: sentinel-edge); options may follow
set -uo pipefail
url=${SENTINEL_METRICS_URL:-http://127.0.0.1:9090/metrics}
read -ra edge <<< "${SENTINEL_EDGE:-sentinel-edge}"
attention=0

attend() {
    echo "ATTENTION: $*"
    attention=1
}

echo "=== SentinelEdge daily check, $(hostname), $(date -u +%Y-%m-%dT%H:%M:%SZ) ==="

if [ -d /run/systemd/system ]; then
    echo "Service: $(systemctl is-active sentineledge) ($(systemctl show -p NRestarts --value sentineledge) restarts)"
    systemctl is-active --quiet sentineledge || attend "the service is not running: journalctl -u sentineledge"
fi

health=$("${edge[@]}" health 2>&1) || attend "detection does not work"
echo "Health: $health"
case $health in *'"status":"degraded"'*) attend "parts of the agent are degraded" ;; esac

metrics=$(curl -sf --max-time 10 "$url") || attend "no metrics at $url"
sum() { # of all series of a metric whose name and labels match
    awk -v name="$1" '$1 ~ "^" name "([{]|$)" { total += $NF } END { printf "%.0f\n", total }' <<< "$metrics"
}
echo "Events: $(sum sentinel_events_processed_total) seen, $(sum sentinel_events_dropped_total) lost; $(sum sentinel_alerts_total) alerts"
echo "Use: $(($(sum sentinel_memory_usage_bytes) / 1048576)) MB of memory, $(sum sentinel_cpu_usage_percent) % of a core"
[ "$(sum sentinel_events_dropped_total)" = 0 ] || attend "events were lost since the agent started"
[ "$(sum sentinel_output_dropped_total)" = 0 ] || attend "alerts were dropped since the agent started"
[ "$(sum sentinel_errors_by_type_total)" = 0 ] || attend "the agent had errors since it started"

if command -v journalctl > /dev/null && [ -d /run/systemd/system ]; then
    # The agent's own lines have their time in ms, in text as in JSON; alerts, which may be of the priority ERROR, in ns
    errors=$(journalctl -u sentineledge --since '24 hours ago' -o cat |
        grep -E '^([0-9T:-]+(\.[0-9]{3})?Z ERROR |\{"time":"[0-9T:-]+(\.[0-9]{3})?Z","level":"ERROR")')
    [ -z "$errors" ] || { attend "errors in the last 24 hours, the last five:"; tail -5 <<< "$errors"; }
fi

for folder in /var/log/sentineledge /var/lib/sentineledge; do
    [ -d $folder ] || continue
    used=$(df --output=pcent $folder | tail -1 | tr -dc 0-9)
    echo "Disk of $folder: $used % used"
    [ "$used" -lt 90 ] || attend "the disk of $folder is $used % full"
done
exit $attention
