# Read by tests after checks.sh: a Debian whose process 1 is a systemd, in a container of its own (systemd-nspawn).
# shellcheck shell=bash disable=SC2154
manager=

boot() { # tree; sets $manager, the process id of its systemd
    systemd-nspawn --quiet --directory="$1" --register=no --keep-unit --boot --capability=all --console=pipe \
        --system-call-filter="bpf perf_event_open" --bind=/sys/fs/bpf > "$work/console" 2>&1 &
    nspawn=$!
    await 60 find_manager && await 120 inside systemctl is-system-running --quiet
}
find_manager() {
    manager=$(awk '{ print $1 }' "/proc/$nspawn/task/$nspawn/children")
    [ -n "$manager" ] && grep -q systemd "/proc/$manager/comm"
}
inside() { nsenter -t "$manager" -m -u -i -n -p -C -r -w "$@"; }
clean_up() {
    [ -z "$manager" ] || { kill -RTMIN+4 "$manager" && tail --pid="$manager" -f /dev/null; }
}
await() { # seconds, the command
    local end=$((SECONDS + $1))
    shift
    until "$@"; do [ $SECONDS -lt $end ] || return 1; sleep 0.2; done
}
