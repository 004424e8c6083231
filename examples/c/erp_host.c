/*
 * A small ERP with the engine inside: several threads push orders, one account manager works, a listener reacts to what
 * changes, and at the end reports are printed. Everything is real but the orders.
 *
 *     cc erp_host.c $(pkg-config --cflags --libs crm) -lpthread -o erp_host && ./erp_host
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm.h"
#include "crm_operations.h"

enum { TILLS = 4, ORDERS_A_TILL = 25 };

static crm_engine engine;

/* Makes a call of the library; where it fails, ends the program with the engine's own words. */
#define TRY(call)                                                                       \
    do {                                                                                \
        char *error = NULL;                                                             \
        if ((call) != CRM_CODE_OK) {                                                    \
            fprintf(stderr, "%s\n%s\n", #call, error == NULL ? "failed" : error);       \
            exit(1);                                                                    \
        }                                                                               \
    } while (0)

static crm_session sign_in(const char *login) {
    crm_session session = 0;
    /* The ERP has authenticated its user; the engine checks at every call what the user may do. */
    TRY(crm_session_open_by_login(engine, login, &session, &error));
    return session;
}

/* One call; the result is to be freed with crm_string_free. */
static char *call(crm_session session, const char *operation, const char *arguments) {
    char *result = NULL;
    TRY(crm_call(session, operation, arguments, &result, &error));
    return result;
}

/* A text field of a piece of JSON, into a buffer; a real program uses the JSON library it has. */
static void text_of(const char *json, const char *name, char *value, size_t size) {
    char key[60];
    const char *start;
    size_t length;
    snprintf(key, sizeof key, "\"%s\":\"", name);
    start = strstr(json, key);
    if (start == NULL) {
        fprintf(stderr, "no %s in %s\n", name, json);
        exit(1);
    }
    start += strlen(key);
    length = strcspn(start, "\"");
    if (length >= size) length = size - 1;
    memcpy(value, start, length);
    value[length] = '\0';
}

/* Reacts to committed changes, on whichever thread made them. */
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int changes;

static void on_change(void *user_data, const char *event) {
    char operation[60];
    (void)user_data;
    text_of(event, "operation", operation, sizeof operation);
    pthread_mutex_lock(&counting);
    changes++;
    pthread_mutex_unlock(&counting);
    if (strcmp(operation, CRM_SALES_PUSH_ORDERS) != 0) printf("changed by %s\n", operation);
}

/* A till: a thread of the ERP with a session of its own, which pushes orders as they are made. */
static void *till(void *number) {
    const int till_number = *(const int *)number;
    crm_session session = sign_in("erp");
    char arguments[1000];
    int i;
    for (i = 0; i < ORDERS_A_TILL; i++) {
        snprintf(arguments, sizeof arguments,
                 "{\"orders\": [{\"external_id\": \"T%d-%03d\", \"customer_external_id\": \"C1\","
                 " \"date\": \"2026-0%d-15\", \"status\": 6, \"lines\": [{\"product_external_id\": \"P1\","
                 " \"quantity\": \"%d\", \"unit_price\": \"1250.00\"}]}]}",
                 till_number, i, 1 + i % 6, 1 + i % 3);
        crm_string_free(call(session, CRM_SALES_PUSH_ORDERS, arguments));
    }
    TRY(crm_session_close(session, &error));
    return NULL;
}

int main(void) {
    pthread_t tills[TILLS];
    int numbers[TILLS], i;
    char *error = NULL, *result, arguments[1000], ann[40], opportunity[40];
    crm_session admin, manager, account_manager, integration;
    crm_listener listener = 0;

    if (crm_abi_version() != CRM_ABI_VERSION) {
        fprintf(stderr, "built for another libcrm\n");
        return 1;
    }
    remove("erp.crm");
    TRY(crm_open("{\"path\": \"erp.crm\", \"currency\": \"CNY\", \"time_zone\": \"Asia/Shanghai\"}", &engine, &error));
    TRY(crm_bootstrap(engine, "admin", "Administrator", "[\"system_administrator\"]", NULL, &error));
    admin = sign_in("admin");
    crm_string_free(call(admin, CRM_USERS_CREATE,
                         "{\"new\": {\"login\": \"han\", \"display_name\": \"Han Meimei\", \"roles\": [\"sales_manager\"]}}"));
    result = call(admin, CRM_USERS_CREATE,
                  "{\"new\": {\"login\": \"ann\", \"display_name\": \"Ann\", \"roles\": [\"account_manager\"]}}");
    text_of(result, "id", ann, sizeof ann);
    crm_string_free(result);
    crm_string_free(call(admin, CRM_USERS_CREATE,
                         "{\"new\": {\"login\": \"erp\", \"display_name\": \"ERP\", \"roles\": [\"integration\"]}}"));
    TRY(crm_add_change_listener(engine, on_change, NULL, &listener, &error));

    /* The products and customers that the ERP has. */
    integration = sign_in("erp");
    crm_string_free(call(integration, CRM_SALES_PUSH_PRODUCTS,
                         "{\"products\": [{\"external_id\": \"P1\", \"name\": \"Press\", \"unit\": \"piece\"}]}"));
    crm_string_free(call(integration, CRM_CUSTOMERS_IMPORT_MANY,
                         "{\"customers\": [{\"name\": \"Jade Machines\", \"external_id\": \"C1\"}], \"allow_incomplete\": true}"));

    /* An opportunity goes its way while the tills are busy. */
    for (i = 0; i < TILLS; i++) {
        numbers[i] = i;
        if (pthread_create(&tills[i], NULL, till, &numbers[i]) != 0) return 1;
    }
    manager = sign_in("han");
    account_manager = sign_in("ann");
    result = call(account_manager, CRM_OPPORTUNITIES_CREATE,
                  "{\"new\": {\"customer_name\": \"Amber Tools\", \"success_probability\": 60, \"summary\": \"A press\","
                  " \"description\": \"Two machines for the new hall\", \"contact_name\": \"Wang Fang\"}}");
    text_of(result, "id", opportunity, sizeof opportunity);
    crm_string_free(result);
    snprintf(arguments, sizeof arguments, "{\"id\": \"%s\", \"assignee\": \"%s\"}", opportunity, ann);
    /* What a user may not do is refused, and says so in the user's language. */
    if (crm_call(account_manager, CRM_OPPORTUNITIES_ASSIGN, arguments, NULL, &error) != CRM_CODE_FORBIDDEN) return 1;
    printf("refused: %s\n", error);
    crm_string_free(error);
    crm_string_free(call(manager, CRM_OPPORTUNITIES_ASSIGN, arguments));
    snprintf(arguments, sizeof arguments, "{\"id\": \"%s\"}", opportunity);
    crm_string_free(call(account_manager, CRM_OPPORTUNITIES_DEVELOP, arguments));
    for (i = 0; i < TILLS; i++) pthread_join(tills[i], NULL);

    /* Jobs that are due, and the reports. */
    crm_string_free(call(integration, CRM_JOBS_RUN_DUE, "{}"));
    result = call(manager, CRM_REPORTS_CONTRIBUTION, "{}");
    printf("contribution: %s\n", result);
    crm_string_free(result);
    result = call(manager, CRM_REPORTS_COMPOSITION, "{\"by\": \"level\"}");
    printf("composition: %s\n", result);
    crm_string_free(result);
    printf("%d changes heard\n", changes);

    TRY(crm_close(engine, &error));
    return 0;
}
