/*
 * dial PORT HOW PROGRAM [ARGUMENT...]: connects to 127.0.0.1:PORT and starts a program with that connection as
 *   HOW=stdio  descriptors 0, 1 and 2 (a reverse shell)
 *   HOW=stdin  descriptor 0 alone
 *   HOW=third  descriptor 3, the others as they are
 *   HOW=unix   not at all: 0, 1 and 2 are one end of a pair of local sockets, as under a login server
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int connection = socket(AF_INET, SOCK_STREAM, 0);
	int pair[2];

	if (argc < 4)
		return 2;
	address.sin_port = htons(atoi(argv[1]));
	if (connect(connection, (struct sockaddr *)&address, sizeof address)) {
		perror("dial");
		return 1;
	}
	if (!strcmp(argv[2], "stdio")) {
		dup2(connection, 0);
		dup2(connection, 1);
		dup2(connection, 2);
	} else if (!strcmp(argv[2], "stdin")) {
		dup2(connection, 0);
	} else if (!strcmp(argv[2], "third")) {
		dup2(connection, 3);
	} else {
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
			return 1;
		shutdown(pair[1], SHUT_WR);
		dup2(pair[0], 0);
		dup2(pair[0], 1);
	}
	execvp(argv[3], argv + 3);
	perror("dial");
	return 1;
}
