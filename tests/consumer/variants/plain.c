/* A file in C beside them: it gets the same flags. */
int plain(void);
int plain(void) { return 0; }
