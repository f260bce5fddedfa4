/*
 * Listens on a free TCP port of 127.0.0.1, prints the port, and goes on in the background: accepts one connection,
 * sends it the line on the command line, reads until the other end closes.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	char buffer[512];

	if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&address, &size)) {
		perror("serve");
		return 1;
	}
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	if (fork())
		return 0;
	/* Whoever started it waits until its output is closed. */
	close(1);
	close(2);
	alarm(30);
	int connection = accept(listener, NULL, NULL);
	if (argc > 1 && (write(connection, argv[1], strlen(argv[1])) < 0 || write(connection, "\n", 1) < 0))
		return 1;
	shutdown(connection, SHUT_WR);
	while (read(connection, buffer, sizeof buffer) > 0)
		;
	return 0;
}
