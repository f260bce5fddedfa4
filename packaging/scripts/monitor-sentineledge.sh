#!/bin/bash
# monitor-sentineledge.sh: one line "ALERT: ..." for each threshold that is crossed, nothing otherwise; exit status 1 if any was.
# For cron, or a monitoring system without Prometheus; it measures between two looks, INTERVAL seconds apart.
#
#   CPU_THRESHOLD     percent of one core (default: 80)
#   MEMORY_THRESHOLD  bytes of resident memory (default: 1073741824)
#   ERROR_THRESHOLD   errors of the agent itself in INTERVAL (default: 0)
#   LOSS_THRESHOLD    events lost in INTERVAL (default: 0)
#   INTERVAL          seconds (default: 10)
#   SENTINEL_METRICS_URL  default: http://127.0.0.1:9090/metrics
set -uo pipefail
url=${SENTINEL_METRICS_URL:-http://127.0.0.1:9090/metrics}
interval=${INTERVAL:-10}
status=0

alert() {
    echo "ALERT: $*"
    status=1
}
look() { curl -sf --max-time 10 "$url"; }
sum() { # metric, what a look saw
    awk -v name="$1" '$1 ~ "^" name "([{]|$)" { total += $NF } END { printf "%.0f\n", total }' <<< "$2"
}
grown() { echo $(($(sum "$1" "$after") - $(sum "$1" "$before"))); }
over() { # what, its value, its threshold, unit
    [ "$2" -le "$3" ] || alert "$1: $2$4 (threshold $3$4)"
}

before=$(look) || { alert "SentinelEdge is down: no answer from $url"; exit $status; }
sleep "$interval"
after=$(look) || { alert "SentinelEdge is down: no answer from $url"; exit $status; }

over "High CPU usage" "$(sum sentinel_cpu_usage_percent "$after")" "${CPU_THRESHOLD:-80}" "%"
over "High memory usage" "$(sum sentinel_memory_usage_bytes "$after")" "${MEMORY_THRESHOLD:-1073741824}" " bytes"
over "High error count" "$(grown sentinel_errors_by_type_total)" "${ERROR_THRESHOLD:-0}" ""
over "Events lost" "$(grown sentinel_events_dropped_total)" "${LOSS_THRESHOLD:-0}" ""
over "Alerts dropped" "$(grown sentinel_output_dropped_total)" 0 ""
[ "$(sum sentinel_ready "$after")" = 1 ] || alert "detection has not been seen to work"
exit $status
