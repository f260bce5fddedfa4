# What the agent says where it cannot work: one sentence on standard error, exit status 1.
refusal() { # NAME PATTERN COMMAND...
	what=$1 sentence=$2
	shift 2
	verdict=$(expect "$what" 1 "$sentence" "$@")
	if [ "$(wc -l <$err)" -ne 1 ] || [ -s $out ]; then
		verdict="@ fail $what: not one line: $(cat $out $err | head -c 600 | tr '\n' ' ')"
	fi
	echo "$verdict"
}

section "refusals"
refusal "without capabilities" "Permission denied loading eBPF program: this process lacks CAP_BPF" \
	/usr/bin/setpriv --reuid 65534 --regid 65534 --clear-groups $agent run
mount -t tmpfs none /sys/kernel/btf
refusal "without BTF" "The kernel has no BTF" $agent run
umount /sys/kernel/btf
refusal "an old libbpf" "libbpf 1.1 or later is needed and this machine's is 0.8" \
	env LD_LIBRARY_PATH=/vmtest/old $agent run
libbpf=$(ls /lib/*/libbpf.so.1)
mv "$libbpf" /root/
refusal "no libbpf" "libbpf is needed and libbpf.so.1 cannot be loaded" $agent run
mv /root/libbpf.so.1 "$libbpf"
# An ordinary user with the two capabilities and little locked memory: enough since 5.11, not before
little() {
	(ulimit -l 64 && exec /usr/bin/setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +bpf,+perfmon \
		--ambient-caps +bpf,+perfmon "$@")
}
case $(uname -r) in
5.10.*) refusal "64 KiB of locked memory" "RLIMIT_MEMLOCK is 65536 bytes" little $agent run ;;
esac
