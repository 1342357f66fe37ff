/* A program's own function that is told of findings, in C: keeps the key of the last one. */
#include <mapcheck/mapcheck.h>

#include <string.h>

static char told[400] = "not told";

const char* told_key(void);
const char* told_key(void) { return told; }

void __mapcheck_on_finding(const struct mapcheck_finding* finding) {
    const char* key = finding->key != NULL ? finding->key : "told none";
    if (finding->magic != MAPCHECK_FINDING_MAGIC || finding->size < sizeof *finding) key = "told nonsense";
    strncpy(told, key, sizeof told - 1);
}
