/* Connections over 127.0.0.1, N of them, one after the other, with a byte each way. loopback N */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void serve(int listener, long n)
{
	char byte;

	while (n-- > 0) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			fail("accept");
		if (read(fd, &byte, 1) != 1 || write(fd, &byte, 1) != 1)
			fail("server");
		close(fd);
	}
}

static void call(struct sockaddr_in *address)
{
	struct linger at_once = { 1, 0 }; /* leaves no TIME_WAIT, which would use up the ports */
	char byte = 'x';
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)address, sizeof(*address)))
		fail("connect");
	if (write(fd, &byte, 1) != 1 || read(fd, &byte, 1) != 1)
		fail("client");
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(fd);
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	long n = argc > 1 ? atol(argv[1]) : 0;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int status = 0;

	if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) || listen(listener, 16) ||
	    getsockname(listener, (struct sockaddr *)&address, &size))
		fail("listen");
	if (fork() == 0) {
		serve(listener, n);
		_exit(0);
	}
	for (long i = 0; i < n; i++)
		call(&address);
	wait(&status);
	return status != 0;
}
