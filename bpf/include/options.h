/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The options of setsockopt that are events: programs that look at what a socket receives, what makes it see or send what is
 * not its own, and the rules of the packet filter. All others, which programs set all the time, are none.
 */
#ifndef SE_OPTIONS_H
#define SE_OPTIONS_H

#include "kernel.h"

enum { LEVEL_IP = 0, LEVEL_SOCKET = 1, LEVEL_TCP = 6, LEVEL_IPV6 = 41, LEVEL_PACKET = 263 };

/* By asm-generic/socket.h, linux/in.h, linux/in6.h, linux/tcp.h, linux/if_packet.h, linux/netfilter_ipv4/ip_tables.h */
static __always_inline bool is_notable_option(__u32 level, __u32 option)
{
	switch (level) {
	case LEVEL_SOCKET: /* device, filter, BPF program; programs of a group of sockets; device by its number */
		return option == 25 || option == 26 || (option >= 50 && option <= 52) || option == 62;
	case LEVEL_IP: /* headers of its own, addresses of others, rules of iptables */
		return option == 3 || option == 19 || option == 64;
	case LEVEL_IPV6:
		return option == 36 || option == 64 || option == 75;
	case LEVEL_TCP: /* TCP_REPAIR, TCP_ULP */
		return option == 19 || option == 31;
	case LEVEL_PACKET: /* PACKET_ADD_MEMBERSHIP: also all packets of the device */
		return option == 1;
	}
	return false;
}

#endif
