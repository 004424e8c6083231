/* FILE-4: a store of the host's for what is in files; one that fails, that loses a piece, and that talks nonsense. */
#include "test.h"

#define PIECE 262144u
#define MOST 64

/* Pieces in memory. */
struct piece {
    char key[101];
    uint64_t number;
    char *bytes;
    uint32_t length;
};

struct shelves {
    struct piece pieces[MOST];
    int used, puts, reads, deletes;
    /* What each function says; 0 does what it should. */
    int32_t put_says, read_says, delete_says;
    /* How much more than it has the reading function says that it gave. */
    uint32_t boasts;
    /* An engine that is called while the store is. */
    crm_session session;
};

static struct piece *find(struct shelves *shelves, const char *key, uint64_t number) {
    int i;
    for (i = 0; i < shelves->used; i++)
        if (strcmp(shelves->pieces[i].key, key) == 0 && shelves->pieces[i].number == number) return &shelves->pieces[i];
    return NULL;
}

static void forget(struct shelves *shelves, struct piece *piece) {
    free(piece->bytes);
    *piece = shelves->pieces[--shelves->used];
}

static int32_t put(void *user_data, const crm_file_piece *piece) {
    struct shelves *shelves = (struct shelves *)user_data;
    struct piece *kept = find(shelves, piece->key, piece->number);
    shelves->puts++;
    if (shelves->session != 0) write_one(shelves->session, "from inside");
    CHECK(piece->length > 0 && piece->length <= PIECE && strlen(piece->key) <= 100);
    CHECK(strspn(piece->key, "0123456789abcdef-") == strlen(piece->key));
    if (shelves->put_says != 0) return shelves->put_says;
    if (kept == NULL) {
        CHECK(shelves->used < MOST);
        kept = &shelves->pieces[shelves->used++];
        kept->bytes = NULL;
    }
    free(kept->bytes);
    strcpy(kept->key, piece->key);
    kept->number = piece->number;
    kept->length = piece->length;
    kept->bytes = (char *)malloc(piece->length);
    CHECK(kept->bytes != NULL);
    memcpy(kept->bytes, piece->bytes, piece->length);
    return 0;
}

static int32_t fetch(void *user_data, crm_file_piece *piece) {
    struct shelves *shelves = (struct shelves *)user_data;
    struct piece *kept = find(shelves, piece->key, piece->number);
    shelves->reads++;
    CHECK(piece->length == PIECE);
    if (shelves->read_says != 0) return shelves->read_says;
    if (kept == NULL) return 1;
    memcpy(piece->bytes, kept->bytes, kept->length);
    piece->length = kept->length + shelves->boasts;
    return 0;
}

static int32_t drop(void *user_data, const char *key) {
    struct shelves *shelves = (struct shelves *)user_data;
    int i;
    shelves->deletes++;
    if (shelves->delete_says != 0) return shelves->delete_says;
    for (i = shelves->used; i-- > 0;)
        if (strcmp(shelves->pieces[i].key, key) == 0) forget(shelves, &shelves->pieces[i]);
    return 0;
}

/* The id behind a name of a result: the first of that name. */
static void id_of(const char *result, char *id) {
    const char *at = strstr(result, "\"id\":\"");
    CHECK(at != NULL);
    memcpy(id, at + 6, 36);
    id[36] = '\0';
}

static void opportunity(crm_session session, char *id) {
    char *result = NULL, *arguments = new_opportunity("Jade");
    OK(crm_call(session, "opportunities.create", arguments, &result, &error));
    id_of(result, id);
    crm_string_free(result);
    free(arguments);
}

/* The arguments of files.put: `blocks` times 48 KiB of the same letters ("AAAA" is three zeros). */
static char *new_file(const char *record, const char *name, int blocks, const char *letters) {
    size_t size = (size_t)blocks * 65536 + 300, at;
    char *json = (char *)malloc(size);
    int i;
    CHECK(json != NULL);
    at = (size_t)snprintf(json, size,
                          "{\"record\": {\"object\": \"opportunity\", \"id\": \"%s\"}, \"new\": {\"name\": \"%s\"}, \"content\": \"",
                          record, name);
    for (i = 0; i < blocks * 16384; i++, at += 4) memcpy(json + at, letters, 4);
    strcpy(json + at, "\"}");
    return json;
}

static void put_file(crm_session session, const char *record, const char *name, int blocks, const char *letters, char *id) {
    char *result = NULL, *arguments = new_file(record, name, blocks, letters);
    OK(crm_call(session, "files.put", arguments, &result, &error));
    id_of(result, id);
    crm_string_free(result);
    free(arguments);
}

static void read_file(crm_session session, const char *id, crm_code expected, const char *piece) {
    char arguments[100], *result = NULL, *error = NULL;
    crm_code code;
    snprintf(arguments, sizeof arguments, "{\"id\": \"%s\"}", id);
    code = crm_call(session, "files.read", arguments, &result, &error);
    CHECK(code == expected);
    CHECK(strstr(code == CRM_CODE_OK ? result : error, piece) != NULL);
    crm_string_free(result);
    crm_string_free(error);
}

static void in_the_hosts_store(void) {
    struct shelves shelves;
    crm_session session = 0;
    crm_engine engine = new_company(&session);
    char record[37], file[37], other[37], *result = NULL, arguments[100];
    memset(&shelves, 0, sizeof shelves);
    opportunity(session, record);
    OK(crm_set_file_store(engine, put, fetch, drop, &shelves, &error));
    shelves.session = session;
    /* 11 × 48 KiB in three pieces, kept once. */
    put_file(session, record, "a.bin", 11, "AAAA", file);
    CHECK(shelves.used == 3 && shelves.puts == 3);
    CHECK(shelves.pieces[2].length == 11 * 49152 - 2 * PIECE);
    put_file(session, record, "b.bin", 11, "AAAA", other);
    CHECK(shelves.used == 3 && shelves.puts == 3);
    read_file(session, file, CRM_CODE_OK, "\"AAAAAAAA");
    CHECK(shelves.reads == 3);

    /* Without it they can't be read, and new ones lie in the database. */
    OK(crm_set_file_store(engine, NULL, NULL, NULL, NULL, &error));
    read_file(session, file, CRM_CODE_STORAGE, "no_file_store");
    put_file(session, record, "c.bin", 1, "BBBB", other);
    read_file(session, other, CRM_CODE_OK, "\"BBBB");
    CHECK(shelves.reads == 3 && shelves.used == 3);
    OK(crm_set_file_store(engine, put, fetch, drop, &shelves, &error));
    read_file(session, file, CRM_CODE_OK, "\"AAAA");

    /* A piece is lost; another is cut. */
    shelves.pieces[1].length--;
    read_file(session, file, CRM_CODE_STORAGE, "file_missing");
    forget(&shelves, &shelves.pieces[1]);
    read_file(session, file, CRM_CODE_STORAGE, "file_missing");
    snprintf(arguments, sizeof arguments, "{\"id\": \"%s\", \"length\": 3}", file);
    OK(crm_call(session, "files.read", arguments, &result, &error));
    CHECK(strcmp(result, "\"AAAA\"") == 0);
    crm_string_free(result);
    OK(crm_close(engine, &error));
    while (shelves.used > 0) forget(&shelves, &shelves.pieces[0]);
}

static void one_that_fails(void) {
    static const int32_t says[] = {1, -1, 7, INT32_MIN, INT32_MAX};
    struct shelves shelves;
    crm_session session = 0;
    crm_engine engine = new_company(&session);
    char record[37], file[37], *arguments;
    size_t i;
    memset(&shelves, 0, sizeof shelves);
    opportunity(session, record);
    OK(crm_set_file_store(engine, put, fetch, drop, &shelves, &error));
    put_file(session, record, "a.bin", 6, "AAAA", file);
    arguments = new_file(record, "b.bin", 6, "CCCC");
    for (i = 0; i < sizeof says / sizeof *says; i++) {
        shelves.put_says = says[i];
        REFUSED(CRM_CODE_STORAGE, "\"file_store\"", crm_call(session, "files.put", arguments, NULL, &error));
        /* What came of it is deleted at once. */
        CHECK(shelves.deletes == (int)i + 1 && shelves.used == 2);
        shelves.read_says = says[i];
        read_file(session, file, CRM_CODE_STORAGE, says[i] == 1 ? "\"file_missing\"" : "\"file_store\"");
    }
    shelves.put_says = shelves.read_says = 0;
    /* More than there is room for. */
    shelves.boasts = PIECE;
    read_file(session, file, CRM_CODE_STORAGE, "\"file_store\"");
    shelves.boasts = UINT32_MAX - PIECE;
    read_file(session, file, CRM_CODE_STORAGE, "\"file_store\"");
    shelves.boasts = 0;
    read_file(session, file, CRM_CODE_OK, "\"AAAA");
    /* And where deleting fails too, it is asked again at night. */
    shelves.put_says = shelves.delete_says = 1;
    REFUSED(CRM_CODE_STORAGE, "\"file_store\"", crm_call(session, "files.put", arguments, NULL, &error));
    shelves.put_says = shelves.delete_says = 0;
    OK(crm_call(session, "files.put", arguments, NULL, &error));
    CHECK(shelves.used == 4);
    free(arguments);
    OK(crm_close(engine, &error));
    while (shelves.used > 0) forget(&shelves, &shelves.pieces[0]);
}

/* All three functions, or none. */
static void half_a_store(void) {
    crm_session session = 0;
    crm_engine engine = new_company(&session);
    REFUSED(CRM_CODE_INVALID, "\"put\"", crm_set_file_store(engine, NULL, fetch, drop, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"read\"", crm_set_file_store(engine, put, NULL, drop, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"remove\"", crm_set_file_store(engine, put, fetch, NULL, NULL, &error));
    OK(crm_set_file_store(engine, NULL, NULL, NULL, NULL, &error));
    OK(crm_close(engine, &error));
}

int main(void) {
    in_the_hosts_store();
    one_that_fails();
    half_a_store();
    return 0;
}
