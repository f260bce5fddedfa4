/* A shared library with nothing in it. */
extern int sentineledge_empty;
int sentineledge_empty;
