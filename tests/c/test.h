/* What the C tests share. A failed check names its line and ends the program with 1. */
#ifndef CRM_TEST_H
#define CRM_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm.h"

#define CHECK(condition)                                                                          \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);               \
            exit(1);                                                                              \
        }                                                                                         \
    } while (0)

/* The call ends well: its error stays NULL. */
#define OK(call)                                                                                  \
    do {                                                                                          \
        char *error = (char *)"untouched";                                                        \
        crm_code code = call;                                                                     \
        if (code != CRM_CODE_OK || error != NULL) {                                               \
            fprintf(stderr, "%s:%d: %s gave %d: %s\n", __FILE__, __LINE__, #call, (int)code, error); \
            exit(1);                                                                              \
        }                                                                                         \
    } while (0)

/* The call is refused with this code, and its error holds this piece of text. */
#define REFUSED(expected, piece, call)                                                            \
    do {                                                                                          \
        char *error = NULL;                                                                       \
        crm_code code = call;                                                                     \
        if (code != (expected) || error == NULL || strstr(error, piece) == NULL) {                \
            fprintf(stderr, "%s:%d: %s gave %d: %s\n", __FILE__, __LINE__, #call, (int)code,      \
                    error == NULL ? "(no error)" : error);                                        \
            exit(1);                                                                              \
        }                                                                                         \
        crm_string_free(error);                                                                   \
    } while (0)

#ifdef __GNUC__
#define MAYBE_UNUSED __attribute__((unused))
#else
#define MAYBE_UNUSED
#endif

/* A new database in memory with one sales manager, Han Meimei, and her session. */
MAYBE_UNUSED static crm_engine new_company(crm_session *session) {
    crm_engine engine = 0;
    char *id = NULL;
    OK(crm_open_in_memory(NULL, &engine, &error));
    OK(crm_bootstrap(engine, "han.meimei", "Han Meimei", "[\"sales_manager\", \"integration\"]", &id, &error));
    OK(crm_session_open(engine, id, session, &error));
    crm_string_free(id);
    return engine;
}

/* The arguments of opportunities.create for a customer's name. */
MAYBE_UNUSED static char *new_opportunity(const char *customer_name) {
    size_t size = strlen(customer_name) + 200;
    char *json = (char *)malloc(size);
    CHECK(json != NULL);
    snprintf(json, size,
             "{\"new\": {\"customer_name\": \"%s\", \"success_probability\": 60, \"summary\": \"a press\","
             " \"description\": \"two machines\"}}",
             customer_name);
    return json;
}

/* Records an opportunity, which is a change. */
MAYBE_UNUSED static void write_one(crm_session session, const char *customer_name) {
    char *arguments = new_opportunity(customer_name);
    OK(crm_call(session, "opportunities.create", arguments, NULL, &error));
    free(arguments);
}

/* A listener that does nothing, and a sales system without changes. */
MAYBE_UNUSED static void hear_nothing(void *user_data, const char *event) {
    (void)user_data;
    (void)event;
}

MAYBE_UNUSED static const char *no_changes(void *user_data, const char *cursor) {
    (void)user_data;
    (void)cursor;
    return "{\"next_cursor\": \"1\"}";
}

/* The value of a text field in a flat piece of JSON, to be freed; what a test needs of a parser. */
MAYBE_UNUSED static char *field(const char *json, const char *name) {
    char key[100];
    const char *start, *end;
    char *value;
    snprintf(key, sizeof key, "\"%s\":\"", name);
    start = strstr(json, key);
    CHECK(start != NULL);
    start += strlen(key);
    end = strchr(start, '"');
    CHECK(end != NULL);
    value = (char *)malloc((size_t)(end - start) + 1);
    CHECK(value != NULL);
    memcpy(value, start, (size_t)(end - start));
    value[end - start] = '\0';
    return value;
}

#endif
