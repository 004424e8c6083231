/* Listeners, also those that misbehave, and the clock. */
#include "test.h"

struct ears {
    crm_engine engine;
    crm_session session;
    crm_listener self;
    int heard;
    char *last;
};

static void hear(void *user_data, const char *event) {
    struct ears *ears = (struct ears *)user_data;
    ears->heard++;
    free(ears->last);
    ears->last = (char *)malloc(strlen(event) + 1);
    CHECK(ears->last != NULL);
    strcpy(ears->last, event);
}

static void events(void) {
    struct ears ears = {0, 0, 0, 0, NULL};
    ears.engine = new_company(&ears.session);
    OK(crm_add_change_listener(ears.engine, hear, &ears, &ears.self, &error));
    CHECK(ears.self != 0);
    write_one(ears.session, "Jade");
    CHECK(ears.heard == 1);
    CHECK(strstr(ears.last, "\"operation\":\"opportunities.create\"") != NULL);
    CHECK(strstr(ears.last, "\"entity\":\"opportunity\"") != NULL);
    CHECK(strstr(ears.last, "\"action\":\"created\"") != NULL);

    /* Refused calls and reads are no changes. */
    OK(crm_call(ears.session, "opportunities.list", "{}", NULL, &error));
    CHECK(crm_call(ears.session, "opportunities.create", "{}", NULL, NULL) == CRM_CODE_INVALID);
    CHECK(ears.heard == 1);

    OK(crm_remove_change_listener(ears.engine, ears.self, &error));
    write_one(ears.session, "Jade");
    CHECK(ears.heard == 1);
    free(ears.last);
    OK(crm_close(ears.engine, &error));
}

/* Calls back into the engine, writes from inside, removes itself, tries to close the engine under its own call. */
static void misbehave(void *user_data, const char *event) {
    struct ears *ears = (struct ears *)user_data;
    char *result = NULL;
    CHECK(strlen(event) > 0);
    if (++ears->heard > 3) {
        if (ears->heard == 4) OK(crm_remove_change_listener(ears->engine, ears->self, &error));
        return;
    }
    OK(crm_call(ears->session, "opportunities.list", "{}", &result, &error));
    crm_string_free(result);
    write_one(ears->session, "from inside");
    REFUSED(CRM_CODE_INVALID, "inside_a_call", crm_close(ears->engine, &error));
    CHECK(crm_call(ears->session, "opportunities.create", "{}", NULL, NULL) == CRM_CODE_INVALID);
}

static void a_listener_that_misbehaves(void) {
    struct ears ears = {0, 0, 0, 0, NULL}, quiet = {0, 0, 0, 0, NULL};
    char *result = NULL;
    ears.engine = new_company(&ears.session);
    OK(crm_add_change_listener(ears.engine, misbehave, &ears, &ears.self, &error));
    OK(crm_add_change_listener(ears.engine, hear, &quiet, &quiet.self, &error));
    write_one(ears.session, "Jade");
    CHECK(ears.heard == 4);
    CHECK(quiet.heard == 4);
    write_one(ears.session, "Jade");
    CHECK(quiet.heard > 4);
    OK(crm_call(ears.session, "opportunities.list", "{\"page\": {\"count\": true}}", &result, &error));
    CHECK(strstr(result, "\"count\":5,") != NULL);
    crm_string_free(result);
    free(quiet.last);
    OK(crm_close(ears.engine, &error));
}

static int64_t fixed(void *user_data) { return *(int64_t *)user_data; }

static void the_clock(void) {
    crm_session session = 0;
    crm_engine engine = new_company(&session);
    char *result = NULL, *arguments = new_opportunity("Jade");
    int64_t now = 1767225600000000;
    /* Nothing, milliseconds, seconds, and what an uninitialised variable may hold. */
    int64_t wrong[] = {0, 1767225600000, 1767225600, -1, INT64_MAX, INT64_MIN};
    size_t i;

    OK(crm_set_clock(engine, fixed, &now, &error));
    OK(crm_call(session, "opportunities.create", arguments, &result, &error));
    CHECK(strstr(result, "\"created_at\":\"2026-01-01T00:00:00.000000Z\"") != NULL);
    crm_string_free(result);

    /* One that fails: nothing is written with what it says. */
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        OK(crm_set_clock(engine, fixed, &wrong[i], &error));
        REFUSED(CRM_CODE_CLOCK, "\"code\":\"clock\"", crm_call(session, "opportunities.create", arguments, &result, &error));
    }

    /* And the operating system's again. */
    OK(crm_set_clock(engine, NULL, NULL, &error));
    OK(crm_call(session, "opportunities.create", arguments, &result, &error));
    CHECK(strstr(result, "\"created_at\":\"9999") == NULL);
    crm_string_free(result);
    free(arguments);
    OK(crm_close(engine, &error));
}

/* A clock that calls the engine: for that call the operating system's counts, and it is not asked again. */
struct asking {
    crm_engine engine;
    crm_session session;
    int asked, depth;
};

static int64_t asking_clock(void *user_data) {
    struct asking *asking = (struct asking *)user_data;
    char *result = NULL, *arguments = new_opportunity("Jade");
    crm_session another = 0;
    CHECK(++asking->depth == 1);
    asking->asked++;
    OK(crm_call(asking->session, "opportunities.create", arguments, &result, &error));
    CHECK(strstr(result, "\"created_at\":\"20") != NULL && strstr(result, "\"created_at\":\"2031") == NULL);
    crm_string_free(result);
    free(arguments);
    OK(crm_session_open_by_login(asking->engine, "han.meimei", &another, &error));
    OK(crm_session_close(another, &error));
    asking->depth--;
    return 1925000000000000; /* in 2031 */
}

static void a_clock_that_calls_the_engine(void) {
    struct asking asking = {0, 0, 0, 0};
    char *result = NULL, *arguments = new_opportunity("Jade");
    asking.engine = new_company(&asking.session);
    OK(crm_set_clock(asking.engine, asking_clock, &asking, &error));
    OK(crm_call(asking.session, "opportunities.create", arguments, &result, &error));
    CHECK(asking.asked == 1 && strstr(result, "\"created_at\":\"2031-") != NULL);
    crm_string_free(result);
    OK(crm_call(asking.session, "users.me", "{}", NULL, &error));
    CHECK(asking.asked == 2);
    free(arguments);
    OK(crm_close(asking.engine, &error));
}

/* A sales system that answers with what the test put there, and remembers what it was asked. */
struct erp {
    const char *const *answers;
    char asked[100];
};

static const char *erp_changes(void *user_data, const char *cursor) {
    struct erp *erp = (struct erp *)user_data;
    snprintf(erp->asked + strlen(erp->asked), sizeof erp->asked - strlen(erp->asked), "%s;", cursor ? cursor : "-");
    return *erp->answers++;
}

static void the_sales_feed(void) {
    static const char *const good[] = {
        "{\"products\": [{\"external_id\": \"P1\", \"name\": \"Press\", \"price\": \"12.50\"}],"
        " \"next_cursor\": \"1\", \"more\": true}",
        "{\"removed_products\": [\"P1\", \"P0\"], \"next_cursor\": \"2\"}"};
    static const char *const bad[] = {NULL, "{\"error\": \"no line\"}", "\xff", "[]", "{\"next_cursor\": \"2\", \"more\": true}"};
    crm_session session = 0;
    crm_engine engine = 0;
    struct erp erp;
    char *result = NULL;
    size_t i;
    OK(crm_open_in_memory(NULL, &engine, &error));
    OK(crm_bootstrap(engine, "root", "Root", "[\"integration\"]", NULL, &error));
    OK(crm_session_open_by_login(engine, "root", &session, &error));
    erp.answers = good;
    erp.asked[0] = '\0';
    OK(crm_pull_sales(session, "erp", erp_changes, &erp, 0, &result, &error));
    CHECK(strcmp(erp.asked, "-;1;") == 0);
    CHECK(strstr(result, "\"batches\":2") != NULL && strstr(result, "\"removed\":1") != NULL);
    crm_string_free(result);
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        erp.answers = &bad[i];
        REFUSED(CRM_CODE_FEED_FAILED, "feed_failed", crm_pull_sales(session, "erp", erp_changes, &erp, 1, &result, &error));
        CHECK(result == NULL);
    }
    erp.answers = &bad[1];
    REFUSED(CRM_CODE_FEED_FAILED, "no line", crm_pull_sales(session, "erp", erp_changes, &erp, 0, NULL, &error));
    OK(crm_close(engine, &error));
}

/* A sales system that works with the engine while it is asked. */
static const char *busy_erp(void *user_data, const char *cursor) {
    struct ears *ears = (struct ears *)user_data;
    char *result = NULL;
    CHECK(cursor == NULL || strcmp(cursor, "1") == 0);
    write_one(ears->session, "from inside");
    OK(crm_call(ears->session, "opportunities.list", "{\"page\": {\"count\": true}}", &result, &error));
    crm_string_free(result);
    REFUSED(CRM_CODE_INVALID, "inside_a_call", crm_close(ears->engine, &error));
    if (ears->heard++ == 0) return "{\"next_cursor\": \"1\", \"more\": true}";
    /* The session may go under its own call, which ends well. */
    OK(crm_session_close(ears->session, &error));
    return "{\"next_cursor\": \"2\"}";
}

static void a_feed_that_calls_the_engine(void) {
    struct ears ears = {0, 0, 0, 0, NULL};
    char *result = NULL;
    ears.engine = new_company(&ears.session);
    OK(crm_pull_sales(ears.session, "erp", busy_erp, &ears, 0, &result, &error));
    CHECK(ears.heard == 2 && strstr(result, "\"batches\":2") != NULL);
    crm_string_free(result);
    REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_call(ears.session, "opportunities.list", "{}", NULL, &error));
    OK(crm_close(ears.engine, &error));
}

int main(void) {
    events();
    the_sales_feed();
    a_feed_that_calls_the_engine();
    a_listener_that_misbehaves();
    the_clock();
    a_clock_that_calls_the_engine();
    return 0;
}
