/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A program of a type that not every kernel takes. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char se_license[] SEC("license") = "Dual BSD/GPL";

SEC("fentry/security_file_open")
int se_test_fentry(void *ctx)
{
	(void)ctx;
	return 0;
}
