/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * All programs as one translation unit: the linker of libbpf 1.1 cannot join two objects that both call a kernel
 * function.
 */
#include "syscalls.bpf.c"
#include "enter.bpf.c"
#include "exec.bpf.c"
#include "fork.bpf.c"
#include "exit.bpf.c"
#include "comm.bpf.c"
#include "process.bpf.c"
#include "net.bpf.c"
#include "message.bpf.c"
#include "tcp.bpf.c"
#include "open.bpf.c"
#include "fs.bpf.c"
#include "uring.bpf.c"
#include "calls.bpf.c"
#include "cgroup.bpf.c"
#include "guard.bpf.c"
#include "task_iter.bpf.c"

char se_license[] SEC("license") = "Dual BSD/GPL";

/* Brings every enum of event.h into the object's BTF, where user space checks its own copy; se_scratch brings the structs. */
const volatile struct {
	enum se_type type;
	enum se_flag flag;
	enum se_provenance provenance;
	enum se_path_flag path_flag;
	enum se_inode_flag inode_flag;
	enum se_fd_kind fd_kind;
	enum se_object object;
	enum se_part part;
	enum se_side side;
	enum se_tcp_number tcp_number;
	enum se_loss loss;
} se_enums = {};
