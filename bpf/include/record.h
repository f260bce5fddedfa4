/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * How a record is built, sent and counted. What is long and called from several places is a global function (se_...): the
 * verifier checks it once instead of once per call. Those take numbers only, which is what 5.10 allows, and find this cpu's
 * scratch record themselves; `at` is the offset in it of the field to fill.
 */
#ifndef SE_RECORD_H
#define SE_RECORD_H

#include "calls.h"
#include "entry.h"
#include "header.h"
#include "inode.h"
#include "limit.h"
#include "path.h"

#define AT(record, field) __builtin_offsetof(struct record, field)

/* Consumer position of the bulk ring at which the reader was last woken. */
static __u64 se_woken_at = -1;

/* A check of the fill level costs more than it is worth at each event. */
#define WAKEUP_CHECK 16

/* Start of the record's part for a field, checked for the verifier. */
_Static_assert(sizeof(struct se_exec) <= 512, "FIELD reaches every field");
#define FIELD(type, s, at) ((type *)((s)->record + ((at) & 511)))

/* Begins a record of `fixed` bytes about the current task; NULL (never seen) where there is no scratch memory. */
static __always_inline struct se_scratch *begin_current(__u32 type, __u32 fixed)
{
	struct se_scratch *s = scratch();

	if (s)
		begin(s, current_task(), type, fixed);
	return s;
}

/* Appends the path of (dentry, vfsmount). */
__noinline int se_put_path(__u64 dentry, __u64 vfsmount, __u32 at)
{
	struct se_scratch *s = scratch();

	if (!s)
		return -1;
	put_path(s, dentry, vfsmount, FIELD(struct se_path, s, at));
	return 0;
}

/* Path and inode of an open file. */
static __always_inline void put_file(struct file *file, __u32 path_at, struct se_inode *inode)
{
	put_inode(POINTER(file->f_inode), inode);
	se_put_path(POINTER(file->f_path.dentry), POINTER(file->f_path.mnt), path_at);
}

/* The same of a descriptor of the current task. */
static __always_inline void put_descriptor(__u32 fd, __u32 path_at, struct se_inode *inode)
{
	struct file *file = CAST(struct file, file_of(current_task(), fd));

	if (file)
		put_file(file, path_at, inode);
}

/* All that is told of a file that an open has led to. */
static __always_inline void put_opened(struct se_scratch *s, struct file *file)
{
	put_file(file, AT(se_open, path), &s->open.inode);
	if (PEEK(file, f_mode) & FMODE_CREATED)
		s->header.flags |= SE_CREATED;
	if (is_of_agent(file))
		s->header.flags |= SE_OF_AGENT;
	if (s->open.inode.flags & SE_INODE_OVERLAY)
		put_real_inode(file, &s->open);
}

/* Room for one name at the end of the record, or NULL. */
static __always_inline char *room_for_name(struct se_scratch *s)
{
	__u32 end = s->end;

	if (end > SE_RECORD_MAX - SE_NAME_MAX)
		return NULL;
	return s->record + end;
}

/* Takes `n` bytes with the zero byte, as the string helpers return them, into the span. */
static __always_inline void take_name(struct se_scratch *s, struct se_span *span, long n)
{
	if (n == SE_NAME_MAX)
		s->header.flags |= SE_NAME_CUT;
	span->off = s->end;
	span->len = n - 1;
	s->end += n;
}

/* Appends a string of the caller's memory; sets SE_NAME_CUT or SE_NAME_FAULT. Returns its first byte, or < 0. */
static __always_inline int put_user_name(struct se_scratch *s, __u64 user, __u32 at)
{
	char *to = room_for_name(s);
	long n;

	if (!to) {
		s->header.flags |= SE_NAME_CUT;
		return -1;
	}
	n = bpf_probe_read_user_str(to, SE_NAME_MAX, (void *)user);
	if (n <= 0) {
		s->header.flags |= SE_NAME_FAULT;
		return -1;
	}
	take_name(s, FIELD(struct se_span, s, at), n);
	return (unsigned char)to[0];
}

__noinline int se_put_user_name(__u64 user, __u32 at)
{
	struct se_scratch *s = scratch();

	return s ? put_user_name(s, user, at) : -1;
}

/* Appends a string of kernel memory. Returns its first byte, or < 0. */
__noinline int se_put_kernel_name(__u64 name, __u32 at)
{
	struct se_scratch *s = scratch();
	char *to;
	long n;

	if (!s)
		return -1;
	to = room_for_name(s);
	if (!to) {
		s->header.flags |= SE_NAME_CUT;
		return -1;
	}
	n = bpf_probe_read_kernel_str(to, SE_NAME_MAX, (void *)name);
	if (n <= 0)
		return -1;
	take_name(s, FIELD(struct se_span, s, at), n);
	return (unsigned char)to[0];
}

/* Appends the directory that a relative name starts from. */
static __always_inline int put_base(__s32 dirfd, __u32 at)
{
	struct fs_struct *fs = READ(current_task(), fs);
	struct file *file;

	if (dirfd == AT_FDCWD)
		return se_put_path(POINTER(fs->pwd.dentry), POINTER(fs->pwd.mnt), at);
	file = CAST(struct file, file_of(current_task(), dirfd));
	if (!file)
		return 0;
	return se_put_path(POINTER(file->f_path.dentry), POINTER(file->f_path.mnt), at);
}

/* What was kept when the call that ends began; or NULL. */
static __always_inline struct se_entry *entry_of(struct se_scratch *s)
{
	__u64 task = (__u64)current_task();
	struct se_entry *entry = bpf_map_lookup_elem(&se_entries, &task);

	if (!entry || entry->type != s->header.type || entry->round != at_entry(entry->type))
		return NULL;
	if (entry->shared)
		s->header.flags |= SE_MEMORY_SHARED;
	return entry;
}

/* What is known of a name of the call that ends, beside what the caller's memory holds now; or NULL. */
static __always_inline struct se_entry_name *entry_name(struct se_scratch *s, __u64 user)
{
	struct se_entry *entry = entry_of(s);
	struct se_entry_name *name;

	if (!entry)
		return NULL;
	name = entry->names[0].user == user ? &entry->names[0] : &entry->names[1];
	return name->user == user && name->length < SE_ENTRY_NAME ? name : NULL;
}

/*
 * Completes a struct se_asked, whose text is read already, by what was kept of the name since the call began, where that was asked
 * for. Returns the first byte of it, or < 0.
 */
__noinline int se_put_other(__u64 user, __u32 at)
{
	struct se_scratch *s = scratch();
	struct se_entry_name *name;
	struct se_asked *asked;
	struct se_span now;
	__u64 length;
	__u32 end;

	if (!s)
		return -1;
	name = entry_name(s, user);
	end = s->end;
	if (!name || end > SE_RECORD_MAX - SE_ENTRY_NAME)
		return -1;
	length = name->length;
	OPAQUE(length);
	length &= SE_ENTRY_NAME - 1;
	if (bpf_probe_read_kernel(s->record + end, length, name->text))
		return -1;
	asked = FIELD(struct se_asked, s, at);
	asked->other.off = end;
	asked->other.len = length;
	s->end = end + length;
	if (name->copied) {
		now = asked->text;
		if (!now.off)
			now.off = end; /* cannot be read any more: empty */
		asked->text = asked->other;
		asked->other = now;
		s->header.flags |= SE_NAME_COPIED;
	}
	return length ? (unsigned char)name->text[0] : 0;
}

/* The same where names at entry are asked for: elsewhere no call pays for it. */
static __always_inline int put_other(struct se_scratch *s, __u64 user, __u32 at)
{
	return at_entry(s->header.type) ? se_put_other(user, at) : -1;
}

/* Appends a name as asked: text, dirfd and, for a relative one, its base. */
__noinline int se_put_asked(__u64 user, __s32 dirfd, __u32 at)
{
	struct se_scratch *s = scratch();
	int first, other;

	if (!s)
		return -1;
	FIELD(struct se_asked, s, at)->dirfd = dirfd;
	first = put_user_name(s, user, at + __builtin_offsetof(struct se_asked, text));
	other = put_other(s, user, at);
	if ((first < 0 || first == '/') && (other < 0 || other == '/'))
		return 0;
	return put_base(dirfd, at + __builtin_offsetof(struct se_asked, base));
}

static __always_inline struct se_counter *counter(__u32 type)
{
	return bpf_map_lookup_elem(&se_counters, &type);
}

/*
 * Whether to wake the reader of the critical lane: only from a long sleep. One that naps finds the record in a millisecond,
 * and to wake another processor costs the program that forks, starts or connects more than all else that is done here.
 */
static __always_inline __u64 critical_wakeup(void)
{
	return se_reader_asleep ? 0 : BPF_RB_NO_WAKEUP;
}

/*
 * Whether to wake the reader of the bulk lane: by the first record (0: if the reader has caught up) when it asked for that,
 * else once each time that enough has piled up since it last moved on.
 */
static __always_inline __u64 bulk_wakeup(__u64 submitted)
{
	__u64 consumed;

	if (se_reader_asleep)
		return 0;
	if (submitted % WAKEUP_CHECK)
		return BPF_RB_NO_WAKEUP;
	if (bpf_ringbuf_query(&se_bulk, BPF_RB_AVAIL_DATA) < se_bulk_wakeup)
		return BPF_RB_NO_WAKEUP;
	consumed = bpf_ringbuf_query(&se_bulk, BPF_RB_CONS_POS);
	if (consumed == se_woken_at)
		return BPF_RB_NO_WAKEUP;
	se_woken_at = consumed;
	return BPF_RB_FORCE_WAKEUP;
}

/* What was lost, by workload: the least recently counted ones make room for others. User space reads it often enough. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, SE_WORKLOADS);
	__type(key, struct se_victim);
	__type(value, struct se_toll);
} se_losses SEC(".maps");

/* Notes for whom an event was lost. */
__noinline int se_note_loss(__u64 workload, __u32 type, __u32 reason, __u64 time)
{
	struct se_victim key = { .workload = workload, .type = type, .reason = reason };
	struct se_toll first = { .first = time }, *count = bpf_map_lookup_elem(&se_losses, &key);

	if (!count) {
		bpf_map_update_elem(&se_losses, &key, &first, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&se_losses, &key);
		if (!count)
			return -1;
	}
	__sync_fetch_and_add(&count->events, 1);
	count->last = time;
	return 0;
}

/* Whether what feeds no state has filled its part of the critical ring. */
static __always_inline bool shared_is_full(void)
{
	return bpf_ringbuf_query(&se_critical, BPF_RB_AVAIL_DATA) > se_shared_bytes;
}

/* Writes the record to its ring. Returns why it is lost, or SE_LOSS_COUNT. */
static __always_inline __u32 deliver(struct se_scratch *s, enum lane lane, __u64 size, __u64 produced)
{
	__u32 held;
	long error;

	if (size > SE_RECORD_MAX || size + 8 > 2 * (__u64)se_shared_bytes)
		return SE_LOST_ERROR;
	s->header.size = size;
	if (lane == BULK) {
		held = held_back(&s->header, size, produced);
		if (held != SE_LOSS_COUNT)
			return held;
		error = bpf_ringbuf_output(&se_bulk, s->record, size, bulk_wakeup(produced));
	} else if (lane == SHARED && shared_is_full())
		error = -1;
	else
		error = bpf_ringbuf_output(&se_critical, s->record, size, critical_wakeup());
	return error ? SE_LOST_FULL : SE_LOSS_COUNT;
}

/* Sends the record and counts it. */
static __always_inline void send(struct se_scratch *s, enum lane lane)
{
	struct se_counter *c = counter(s->header.type);
	__u64 size = s->end;
	__u32 lost;

	forget_entry(s->header.type);
	if (!c)
		return;
	c->produced++;
	OPAQUE(size);
	lost = deliver(s, lane, size, c->produced);
	if (lost >= SE_LOSS_COUNT) {
		c->submitted++;
		return;
	}
	c->lost[lost]++;
	se_note_loss(s->header.workload, s->header.type, lost, s->header.time);
}

/*
 * To the critical lane, for what a program can make as fast as it likes and state does not need: leaves the rest of the ring
 * to fork, exec and exit, so that a flood of connections hides no program.
 */
static __always_inline void send_shared(struct se_scratch *s)
{
	send(s, SHARED);
}

/* To the critical lane. */
static __always_inline void send_critical(struct se_scratch *s)
{
	send(s, CRITICAL);
}

/* To the bulk lane, which wakes the reader when enough is waiting. */
static __always_inline void send_bulk(struct se_scratch *s)
{
	send(s, BULK);
}

/* Counts an event that is not sent. */
static __always_inline void count_filtered(__u32 type)
{
	struct se_counter *c = counter(type);

	if (!c)
		return;
	c->produced++;
	c->filtered++;
}

/* Counts an event that could not be built. */
static __always_inline void count_lost(__u32 type)
{
	struct se_counter *c = counter(type);

	if (!c)
		return;
	c->produced++;
	c->lost[SE_LOST_ERROR]++;
	se_note_loss(workload(current_task()), type, SE_LOST_ERROR, bpf_ktime_get_boot_ns());
}

#endif
