# What the agent says where it cannot work: one sentence on standard error, exit status 1.
cat >/tmp/rules.yaml <<'END'
- rule: Shadow opened
  desc: A check of this machine opened the file.
  condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name = act
  output: "Shadow opened (file=%fd.name asked=%fd.nameraw name=%proc.name program=%proc.exepath pid=%proc.pid)"
  priority: WARNING
END
few="--no-default-rules --rules /tmp/rules.yaml" # loading all of them takes an emulated machine a while
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
	/usr/bin/setpriv --reuid 65534 --regid 65534 --clear-groups $agent run $few
case $(uname -r) in
6.12.*) # once is enough: the kernel has no part in it
	mount -t tmpfs none /sys/kernel/btf
	refusal "without BTF" "The kernel has no BTF" $agent run $few
	umount /sys/kernel/btf
	refusal "an old libbpf" "libbpf 1.1 or later is needed and this machine's is 0.8" \
		env LD_LIBRARY_PATH=/vmtest/old $agent run $few
	libbpf=$(ls /lib/*/libbpf.so.1)
	mv "$libbpf" /root/
	refusal "no libbpf" "libbpf is needed and libbpf.so.1 cannot be loaded" $agent run $few
	mv /root/libbpf.so.1 "$libbpf"
	;;
esac
# An ordinary user with the two capabilities and little locked memory: enough since 5.11, not before
cat >/tmp/little <<'END'
#!/bin/sh
ulimit -l 64
exec /usr/bin/setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +bpf,+perfmon --ambient-caps +bpf,+perfmon "$@"
END
chmod +x /tmp/little
case $(uname -r) in
5.10.*) refusal "64 KiB of locked memory" "RLIMIT_MEMLOCK is 65536 bytes" /tmp/little $agent run $few ;;
esac
