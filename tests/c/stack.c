/* How much stack a call needs: every operation, with arguments that are refused at once and with those of the stories of a
   company's day, on a thread whose stack is as small as the documents promise (CRM_STACK KiB; 64). Hosts call from
   threads of their own making, whose stacks may be small. */
#include "posix.h"

static crm_engine engine;
static crm_session session;

static void each_operation(const char *arguments) {
    char *operations = NULL, *next;
    OK(crm_operations(&operations, &error));
    for (next = operations; (next = strstr(next, "\"name\":\"")) != NULL;) {
        char *name = field(next, "name"), *result = NULL;
        next += 8;
        crm_call(session, name, arguments, &result, NULL);
        crm_string_free(result);
        free(name);
    }
    crm_string_free(operations);
}

static void a_listener(void *user_data, const char *event) {
    (void)user_data;
    CHECK(strlen(event) > 0);
    OK(crm_call(session, "opportunities.list", "{}", NULL, &error));
}

/* What goes deepest: opening and migrating, a password's hash, imports, reports, checks, deep JSON. */
static void *a_day(void *unused) {
    static const char *const calls[][2] = {
        {"users.create", "{\"new\": {\"login\": \"li\", \"display_name\": \"Li\", \"roles\": [\"account_manager\"]}}"},
        {"users.change_password", "{\"password\": \"correct horse battery\"}"},
        {"departments.create", "{\"new\": {\"name\": \"Sales\"}}"},
        {"opportunities.list", "{\"filter\": {\"customer_name\": \"jade\"}, \"page\": {\"count\": true}}"},
        {"sales.apply_changes",
         "{\"feed\": \"erp\", \"changes\": {\"products\": [{\"external_id\": \"P1\", \"name\": \"Press\", \"price\": \"12.50\"}],"
         " \"next_cursor\": \"1\"}}"},
        {"products.list", "{}"},
        {"maintenance.check", "{}"},
        {"jobs.run_due", "{}"},
        {"churn.scan", "{}"},
        {"audit.list", "{}"},
        {"changes.since", "{\"sequence\": 0}"},
        {"meta.describe", "{\"operation\": \"opportunities.create\"}"},
        {"meta.labels", "{}"},
        {"customers.list", "{\"filter\": {\"name\": \"j\"}}"},
        {"imports.products",
         "{\"file\": \"ZXh0ZXJuYWxfaWQsbmFtZQpQMixOdXQK\", \"mapping\": [{\"field\": \"external_id\", \"column\": \"external_id\"},"
         " {\"field\": \"name\", \"column\": \"name\"}]}"},
        {"reports.contribution", "{}"},
        {"reports.churn", "{}"},
        {"reports.submit", "{\"new\": {\"period_from\": \"2026-01-01\", \"period_to\": \"2026-03-31\", \"comment\": \"c\"}}"},
    };
    char deep[400], *text = NULL;
    crm_listener listener = 0;
    size_t i;
    int64_t latest = 0;
    (void)unused;
    OK(crm_open("{\"path\": \"stack.crm\", \"locale\": \"zh\"}", &engine, &error));
    OK(crm_bootstrap(engine, "han", "Han",
                     "[\"sales_manager\", \"integration\", \"system_administrator\", \"account_manager\", \"executive\"]",
                     NULL, &error));
    OK(crm_session_open_by_login(engine, "han", &session, &error));
    OK(crm_add_change_listener(engine, a_listener, NULL, &listener, &error));
    for (i = 0; i < 3; i++) write_one(session, "Jade");
    for (i = 0; i < sizeof calls / sizeof *calls; i++) {
        OK(crm_call(session, calls[i][0], calls[i][1], &text, &error));
        crm_string_free(text);
    }
    OK(crm_pull_sales(session, "other", no_changes, NULL, 0, NULL, &error));
    OK(crm_wait_changes(session, 0, 0, &latest, &error));
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    each_operation(deep);
    /* Deep in an argument that takes any JSON: as deep as may be, and deeper. */
    for (i = 60; i <= 120; i += 20) {
        char tree[300];
        size_t start = (size_t)sprintf(tree, "{\"matching\": ");
        memset(tree + start, '[', i);
        memset(tree + start + i, ']', i);
        strcpy(tree + start + i + i, "}");
        crm_call(session, "customers.list", tree, NULL, NULL);
    }
    each_operation("{}");
    each_operation("{\"no such argument\": {\"of\": [\"any\", 1, null, {\"kind\": true}]}}");
    OK(crm_close(engine, &error));
    return NULL;
}

int main(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    const char *wanted = getenv("CRM_STACK");
    size_t size = (wanted == NULL ? 64 : (size_t)atol(wanted)) * 1024;
    alarm(500);
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, size) == 0);
    CHECK(pthread_create(&thread, &attributes, a_day, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    return 0;
}
