/* Loads and attaches empty.bpf.o, prints "ready", and detaches when its standard input ends. */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct bpf_object *object = argc > 1 ? bpf_object__open(argv[1]) : NULL;
	struct bpf_program *program;
	char byte;

	if (!object || bpf_object__load(object)) {
		fprintf(stderr, "cannot load %s\n", argc > 1 ? argv[1] : "(no file)");
		return 1;
	}
	bpf_object__for_each_program(program, object) {
		if (!bpf_program__attach(program)) {
			fprintf(stderr, "cannot attach %s\n", bpf_program__name(program));
			return 1;
		}
	}
	printf("ready\n");
	fflush(stdout);
	while (read(0, &byte, 1) > 0)
		;
	return 0;
}
