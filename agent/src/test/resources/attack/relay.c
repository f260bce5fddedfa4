/*
 * A small netcat.
 *   relay -l           listens on a free TCP port of 127.0.0.1
 *   relay -lu          waits for datagrams on a free UDP port of 127.0.0.1 that it names
 *   relay -e PROGRAM   starts a program with pipes between it and the network
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int serve(int type)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, type, 0);

	/* An even port in the middle of the private range; taken ones are passed over. */
	for (int port = 50000; port < 50100; port += 2) {
		address.sin_port = htons(port);
		if (!bind(fd, (struct sockaddr *)&address, sizeof address))
			return type == SOCK_STREAM ? listen(fd, 1) : 0;
	}
	return -1;
}

int main(int argc, char **argv)
{
	int in[2], out[2];

	if (argc > 1 && !strcmp(argv[1], "-l"))
		return serve(SOCK_STREAM) ? 1 : 0;
	if (argc > 1 && !strcmp(argv[1], "-lu"))
		return serve(SOCK_DGRAM) ? 1 : 0;
	if (argc < 3 || pipe(in) || pipe(out))
		return 2;
	if (!fork()) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	close(in[1]);
	wait(NULL);
	return 0;
}
