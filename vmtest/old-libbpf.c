/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A library that says it is libbpf 0.8: all that the agent asks before it refuses. */
unsigned int libbpf_major_version(void)
{
	return 0;
}

unsigned int libbpf_minor_version(void)
{
	return 8;
}
