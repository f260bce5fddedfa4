/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Who did it: fills struct se_header from a task. */
#ifndef SE_HEADER_H
#define SE_HEADER_H

#include "maps.h"

/* Controlling terminal as the kernel's tty_devnum() has it. */
static __always_inline __u32 tty_device(struct signal_struct *signal)
{
	struct tty_struct *tty = READ(signal, tty);
	struct tty_driver *driver;

	if (!tty)
		return 0;
	driver = READ(tty, driver);
	return ((__u32)READ(driver, major) << 20 | (__u32)READ(driver, minor_start)) + READ(tty, index);
}

/* The task's number in its own pid namespace, which is the last of its numbers. */
static __always_inline struct upid *innermost(struct pid *pid)
{
	return CAST(struct upid, ADDRESS(pid->numbers[0]) + READ(pid, level) * bpf_core_type_size(struct upid));
}

static __always_inline __u64 workload(struct task_struct *task)
{
	struct css_set *set = READ(task, cgroups);
	__s32 subsys = se_cgroup_v1_subsys;

	if (subsys >= 0) {
		__u64 state = WORD(ADDRESS(set->subsys[0]) + (subsys & 15) * sizeof(__u64));

		struct cgroup_subsys_state *css = CAST(struct cgroup_subsys_state, state);

		return PEEK(css, cgroup, kn, id);
	}
	return READ(set, dfl_cgrp, kn, id);
}

static __always_inline __u64 start_of(struct task_struct *task)
{
	return READ(task, group_leader, start_boottime);
}

static __always_inline void fill_header(struct se_header *h, struct task_struct *task, __u32 type)
{
	struct task_struct *leader = READ(task, group_leader);
	struct task_struct *parent = READ(task, real_parent);
	struct signal_struct *signal = READ(task, signal);
	struct cred *cred = READ(task, cred);
	struct nsproxy *namespaces = READ(task, nsproxy);
	struct pid *pid = READ(task, thread_pid);
	__u32 tid = READ(task, pid), tgid = READ(task, tgid);

	h->type = type;
	h->flags = READ(task, flags) & PF_KTHREAD ? SE_KTHREAD : 0;
	h->time = bpf_ktime_get_boot_ns();
	h->start = READ(leader, start_boottime);
	h->parent_start = start_of(parent);
	h->workload = workload(task);
	h->result = 0;
	h->pid = tgid;
	h->tid = tid;
	h->ppid = READ(parent, tgid);
	h->generation = READ(task, self_exec_id);
	if (READ(pid, level) == 0) {
		h->vpid = tgid;
		h->vtid = tid;
		h->pid_ns = READ(pid, numbers[0].ns, ns.inum);
	} else {
		struct upid *own = innermost(pid);

		h->vtid = PEEK(own, nr);
		h->vpid = h->vtid;
		if (tid != tgid) {
			own = innermost(READ(leader, thread_pid));
			h->vpid = PEEK(own, nr);
		}
		h->pid_ns = PEEK(own, ns, ns.inum);
	}
	h->sid = READ(signal, pids[PIDTYPE_SID], numbers[0].nr);
	h->pgid = READ(signal, pids[PIDTYPE_PGID], numbers[0].nr);
	h->tty = tty_device(signal);
	h->cpu = bpf_get_smp_processor_id();
	h->uid = READ(cred, uid.val);
	h->euid = READ(cred, euid.val);
	h->suid = READ(cred, suid.val);
	h->fsuid = READ(cred, fsuid.val);
	h->gid = READ(cred, gid.val);
	h->egid = READ(cred, egid.val);
	h->cap_permitted = WORD(ADDRESS(cred->cap_permitted));
	h->cap_effective = WORD(ADDRESS(cred->cap_effective));
	h->user_ns = READ(cred, user_ns, ns.inum);
	if (bpf_core_field_exists(task->loginuid)) {
		h->loginuid = READ(task, loginuid.val);
		h->audit_session = READ(task, sessionid);
	} else {
		h->loginuid = -1;
		h->audit_session = -1;
	}
	h->mnt_ns = READ(namespaces, mnt_ns, ns.inum);
	h->net_ns = READ(namespaces, net_ns, ns.inum);
	((__u64 *)h->comm)[0] = WORD(ADDRESS(task->comm[0]));
	((__u64 *)h->comm)[1] = WORD(ADDRESS(task->comm[8]));
}

/* Begins a record of `fixed` bytes about a task. */
static __always_inline void begin(struct se_scratch *s, struct task_struct *task, __u32 type, __u32 fixed)
{
	struct fs_struct *fs = READ(task, fs);

	s->end = fixed;
	s->root_dentry = POINTER(fs->root.dentry);
	s->root_mount = POINTER(fs->root.mnt);
	fill_header(&s->header, task, type);
}

#endif
