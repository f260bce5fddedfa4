# The kernel programs themselves, each variant that must load here (vmtest.variants= on the kernel's command line).
variants=$(sed -n 's/.*vmtest.variants=\([^ ]*\).*/\1/p' /proc/cmdline)
for variant in $(echo "$variants" | tr , ' '); do
	section "$variant programs"
	check "/lib/bpf/sentinel-$variant.bpf.o" || echo "check exited with $?"
done
