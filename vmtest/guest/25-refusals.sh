# What the agent says where it cannot work.
section "refusals"
expect "without capabilities: one sentence, status 1" 1 "Permission denied loading eBPF program: this process lacks CAP_BPF" \
	/usr/bin/setpriv --reuid 65534 --regid 65534 --clear-groups $agent run
mount -t tmpfs none /sys/kernel/btf
expect "without BTF: one sentence, status 1" 1 "The kernel has no BTF" $agent run
umount /sys/kernel/btf
