/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The requests of ioctl that are events: those that change something, or give a descriptor, for which it is enough to have the
 * file open for reading, or any socket. Of others, such as of block devices and /dev/kvm, the open tells enough.
 */
#ifndef SE_REQUESTS_H
#define SE_REQUESTS_H

#include "kernel.h"

/* asm-generic/ioctls.h, linux/fs.h, linux/sockios.h and so on; some are other numbers in 32-bit calls. */
enum {
	REQUEST_TIOCSTI = 0x5412,
	REQUEST_TIOCCONS = 0x541d,
	REQUEST_TIOCSETD = 0x5423,
	REQUEST_SETFLAGS = 0x40086602,
	REQUEST_SETFLAGS32 = 0x40046602,
	REQUEST_FSSETXATTR = 0x401c5820,
	REQUEST_LOOP_SET_FD = 0x4c00,
	REQUEST_LOOP_CHANGE_FD = 0x4c06,
	REQUEST_LOOP_CONFIGURE = 0x4c0a,
	REQUEST_SIOCADDRT = 0x890b,
	REQUEST_SIOCDELRT = 0x890c,
	REQUEST_SIOCSIFFLAGS = 0x8914,
	REQUEST_SIOCSIFADDR = 0x8916,
	REQUEST_SIOCSIFHWADDR = 0x8924,
	REQUEST_SIOCSARP = 0x8955,
	REQUEST_TUNSETIFF = 0x400454ca,
	REQUEST_NOTIF_ADDFD = 0x40182103,
	REQUEST_SET_BPF = 0x40042408,
	REQUEST_OPEN_BY_HANDLE = 0xc038586b,
	REQUEST_OPEN_BY_HANDLE32 = 0xc01c586b,
};

#define IFNAMSIZ 16

static __always_inline bool is_notable_request(__u32 request)
{
	switch (request) {
	case REQUEST_TIOCSTI:
	case REQUEST_TIOCCONS:
	case REQUEST_TIOCSETD:
	case REQUEST_SETFLAGS:
	case REQUEST_SETFLAGS32:
	case REQUEST_FSSETXATTR:
	case REQUEST_LOOP_SET_FD:
	case REQUEST_LOOP_CHANGE_FD:
	case REQUEST_LOOP_CONFIGURE:
	case REQUEST_SIOCADDRT:
	case REQUEST_SIOCDELRT:
	case REQUEST_SIOCSIFFLAGS:
	case REQUEST_SIOCSIFADDR:
	case REQUEST_SIOCSIFHWADDR:
	case REQUEST_SIOCSARP:
	case REQUEST_TUNSETIFF:
	case REQUEST_NOTIF_ADDFD:
	case REQUEST_SET_BPF:
	case REQUEST_OPEN_BY_HANDLE:
	case REQUEST_OPEN_BY_HANDLE32:
		return true;
	}
	return false;
}

/* Whether the argument points to flags or another number. */
static __always_inline bool passes_number(__u32 request)
{
	return request == REQUEST_SETFLAGS || request == REQUEST_SETFLAGS32 || request == REQUEST_FSSETXATTR || request == REQUEST_TIOCSETD;
}

/* How many bytes of text the argument points to: what is typed, or the name of an interface; 0: none. */
static __always_inline __u32 text_passed(__u32 request)
{
	switch (request) {
	case REQUEST_TIOCSTI:
		return 1;
	case REQUEST_SIOCSIFFLAGS:
	case REQUEST_SIOCSIFADDR:
	case REQUEST_SIOCSIFHWADDR:
	case REQUEST_TUNSETIFF:
		return IFNAMSIZ;
	}
	return 0;
}

#endif
