# Read by the tests of this folder: counting, a work folder, an agent to test against. Sets $work, $top (the repository).
# shellcheck shell=bash disable=SC2034
set -uo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
chmod 755 "$work"
passed=0 failed=0 agent=
trap 'end_of_test' EXIT

end_of_test() {
    stop_agent
    if declare -F clean_up > /dev/null; then clean_up; fi
    # Never into what a test mounted and could not unmount
    rm -rf --one-file-system "$work"
}

check() { # what, the command that must succeed; its output is shown if it does not
    local what=$1
    shift
    if "$@" > "$work/check.log" 2>&1; then
        passed=$((passed + 1))
        echo "PASS $what"
    else
        failed=$((failed + 1))
        echo "FAIL $what"
        sed 's/^/     /' "$work/check.log" | tail -40
    fi
}

fails_with() { # exit status, a pattern for what it says, the command
    local wanted=$1 pattern=$2 status=0
    shift 2
    "$@" > "$work/said" 2>&1 || status=$?
    cat "$work/said"
    echo "exit status $status"
    [ $status = "$wanted" ] && grep -qE "$pattern" "$work/said"
}

not_run() { # what, why
    echo "NOT RUN $1: $2"
}

missing() { # commands: says which are not there
    local tool
    for tool in "$@"; do
        PATH=$PATH:/usr/sbin:/sbin command -v "$tool" > /dev/null || echo "$tool"
    done
}

finish() { # the name of the test
    echo "$1: $passed passed, $failed failed"
    [ $failed = 0 ]
}

# Starts dist/sentinel-edge with ports of its own; sets $agent (process id), $health_port, $metrics_port, $agent_log.
start_agent() { # further options
    agent_log=$work/agent.err
    env --default-signal=INT "$top/dist/sentinel-edge" --set monitoring.health_check_port=0 --set monitoring.prometheus_endpoint=127.0.0.1:0 \
        --set core.state_dir="$work/state" --set monitoring.canary_interval_sec=1 --set monitoring.metrics_interval_sec=1 "$@" \
        > "$work/agent.out" 2> "$agent_log" &
    agent=$!
    for _ in $(seq 600); do
        grep -q 'port.metrics listens' "$agent_log" && break
        kill -0 $agent 2> /dev/null || break
        sleep 0.1
    done
    health_port=$(sed -n 's/.*port.health listens on .*:\([0-9]*\)$/\1/p' "$agent_log")
    metrics_port=$(sed -n 's/.*port.metrics listens on .*:\([0-9]*\)$/\1/p' "$agent_log")
    for _ in $(seq 600); do
        curl -sf "http://127.0.0.1:$health_port/ready" > /dev/null && return
        sleep 0.1
    done
    cat "$agent_log"
    return 1
}

stop_agent() {
    [ -z "$agent" ] || { kill -TERM "$agent" 2> /dev/null && wait "$agent" 2> /dev/null; }
    agent=
}
