/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * tp_btf/sys_enter (BTF raw tracepoint: 5.5): names, and addresses of sockets, in the caller's memory before the kernel copies them.
 * Attached only while somebody asks for them, because it costs every call of the machine. The record carries them beside those at the
 * end (se_put_other, se_put_ends).
 *
 * fentry/putname (5.5, where the kernel takes such programs): the kernel's own copy, which it gives back when it has used it; and at
 * security_socket_connect, _bind and _sendmsg that of an address. Then no doubt is left.
 *
 * Cannot see: the addresses of all but the first of several messages; a name of 1,024 bytes or more; without fentry, one whose page
 * is not resident, which of two names the kernel used, and that a name which is the same at both ends was another one in between.
 */
#include "entry.h"
#include "socketcall.h"

static __always_inline __u64 nth_argument(struct se_call *call, __u32 n)
{
	switch (n) {
	case 1:
		return call->arg[0];
	case 2:
		return call->arg[1];
	case 3:
		return call->arg[2];
	case 4:
		return call->arg[3];
	case 5:
		return call->arg[4];
	}
	return 0;
}

static __always_inline void keep_name(struct se_entry_name *name, __u64 user)
{
	long n = user ? bpf_probe_read_user_str(name->text, SE_ENTRY_NAME, (void *)user) : 0;

	name->user = user;
	name->length = n > 0 ? n - 1 : SE_ENTRY_NAME;
	if (n == SE_ENTRY_NAME)
		name->length = SE_ENTRY_NAME;
	name->copied = 0;
}

static __always_inline bool keep_names(struct se_entry *entry, struct se_call *call)
{
	const volatile struct se_spec *spec = &se_specs[call->type];

	if (call->type == SE_FANOTIFY_MARK)
		join_mask(call);
	if (!(spec->name | spec->target | spec->content))
		return false;
	keep_name(&entry->names[0], nth_argument(call, spec->name));
	keep_name(&entry->names[1], nth_argument(call, spec->target ? spec->target : spec->content));
	return true;
}

static __always_inline bool gives_address(__u32 type)
{
	return type == SE_CONNECT || type == SE_BIND || (type >= SE_SENDTO && type < SE_RECVFROM);
}

static __always_inline bool keep_address(struct se_entry *entry, struct se_call *call)
{
	struct se_message given = { .address = call->arg[1], .length = call->arg[2] };
	struct se_entry_name *name = &entry->names[0];
	__u64 length;

	if (is_message(call->type))
		message_of(call, &given);
	if (!given.address)
		return false;
	length = address_bytes(given.length);
	name->user = given.address;
	name->length = bpf_probe_read_user(name->text, length, (void *)given.address) ? SE_ENTRY_NAME : length;
	name->copied = 0;
	return true;
}

SEC("tp_btf/sys_enter")
int se_sys_enter(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ctx[0];
	__u64 nr = regs->REG_NUMBER & ~(__u64)X32_SYSCALL_BIT, task = (__u64)current_task();
	struct se_scratch *s;
	struct se_entry *entry;
	struct se_call call;
	__u32 round;

	if (nr >= SE_CALLS || !(se_calls64[nr] | se_calls32[nr]))
		return 0;
	call_of(ctx, &call);
	if (call.type == SE_SOCKETCALL && !resolve_socketcall(&call))
		return 0;
	round = at_entry(call.type);
	s = scratch();
	if (!round || !s || call.type >= SE_TYPE_COUNT || (__u32)READ(current_task(), tgid) == se_self_tgid)
		return 0;
	entry = (struct se_entry *)s->record;
	entry->type = call.type;
	entry->round = round;
	entry->shared = READ(current_task(), mm, mm_users.counter) > 1;
	if (!(gives_address(call.type) ? keep_address(entry, &call) : keep_names(entry, &call)))
		return 0;
	if (bpf_map_update_elem(&se_entries, &task, entry, 0))
		bpf_map_delete_elem(&se_entries, &task);
	return 0;
}

static __always_inline void copy_used(struct se_entry_name *name, struct filename *used, __u64 user)
{
	long n;

	if (name->user != user)
		return;
	n = bpf_probe_read_kernel_str(name->text, SE_ENTRY_NAME, (void *)POINTER(used->name));
	name->length = n > 0 && n < SE_ENTRY_NAME ? n - 1 : SE_ENTRY_NAME;
	name->copied = name->length != SE_ENTRY_NAME;
}

SEC("fentry/putname")
int se_name_used(__u64 *ctx)
{
	__u64 task = (__u64)current_task(), user;
	struct filename *used = CAST(struct filename, ctx[0]);
	struct se_entry *entry = bpf_map_lookup_elem(&se_entries, &task);

	if (!entry)
		return 0;
	user = POINTER(used->uptr);
	if (!user)
		return 0;
	copy_used(&entry->names[0], used, user);
	copy_used(&entry->names[1], used, user);
	return 0;
}

/* Of a call of one of these types; of several messages the first. */
static __always_inline int address_used(__u64 address, __u64 length, __u32 first, __u32 last)
{
	__u64 task = (__u64)current_task();
	struct se_entry *entry = bpf_map_lookup_elem(&se_entries, &task);
	struct se_entry_name *name;

	if (!entry || entry->type < first || entry->type > last)
		return 0;
	name = &entry->names[0];
	if (name->copied || !address)
		return 0;
	length = address_bytes(length);
	if (bpf_probe_read_kernel(name->text, length, (void *)address))
		return 0;
	name->length = length;
	name->copied = 1;
	return 0;
}

SEC("fentry/security_socket_connect")
int se_connect_used(__u64 *ctx)
{
	return address_used(ctx[1], (__u32)ctx[2], SE_CONNECT, SE_CONNECT);
}

SEC("fentry/security_socket_bind")
int se_bind_used(__u64 *ctx)
{
	return address_used(ctx[1], (__u32)ctx[2], SE_BIND, SE_BIND);
}

SEC("fentry/security_socket_sendmsg")
int se_send_used(__u64 *ctx)
{
	struct msghdr *message = CAST(struct msghdr, ctx[1]);

	return address_used(POINTER(message->msg_name), (__u32)PEEK(message, msg_namelen), SE_SENDTO, SE_SENDMMSG);
}
