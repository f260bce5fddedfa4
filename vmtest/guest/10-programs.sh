# The kernel programs themselves, each variant that must load here (vmtest.variants= on the kernel's command line).
variants=$(sed -n 's/.*vmtest.variants=\([^ ]*\).*/\1/p' /proc/cmdline)
mkdir -p /run/cgroup-pids
mount -t cgroup -o pids cgroup /run/cgroup-pids
for variant in $(echo "$variants" | tr , ' '); do
	section "$variant programs"
	check "/lib/bpf/sentinel-$variant.bpf.o" || echo "check exited with $?"
	check "/lib/bpf/sentinel-$variant.bpf.o" pids /run/cgroup-pids || echo "check exited with $?"
done
umount /run/cgroup-pids
