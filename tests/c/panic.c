/* A panic, whose payload panics again when it is dropped, comes back as an error; nothing of the call is kept, and the
   engine goes on: inside a transaction, and at the entry of every function. The library is built with the feature
   test-panic for this. */
#include "test.h"

#ifdef __cplusplus
extern "C" {
#endif
void crm_test_panic(void);
void crm_test_panic_at_entry(void);
#ifdef __cplusplus
}
#endif

#define BUG(call) REFUSED(CRM_CODE_BUG, "\"code\":\"bug\"", call)

static const char *one_product(void *user_data, const char *cursor) {
    (void)user_data;
    (void)cursor;
    return "{\"products\": [{\"external_id\": \"P1\", \"name\": \"Press\"}], \"next_cursor\": \"1\"}";
}

static void in_a_transaction(void) {
    crm_session session = 0, other = 0;
    crm_engine engine = new_company(&session), more = 7;
    char *result = NULL, *arguments = new_opportunity("Jade"), *id;
    int i;

    OK(crm_call(session, "users.me", "{}", &result, &error));
    id = field(result, "id");
    crm_string_free(result);
    for (i = 0; i < 20; i++) {
        crm_test_panic();
        BUG(crm_call(session, "opportunities.create", arguments, &result, &error));
        CHECK(result == NULL);
        crm_test_panic();
        CHECK(crm_call(session, "opportunities.list", "{}", NULL, NULL) == CRM_CODE_BUG);
        crm_test_panic();
        REFUSED(CRM_CODE_BUG, "\"number\":11", crm_session_open_by_login(engine, "han.meimei", &other, &error));
        CHECK(other == 0);
    }
    crm_test_panic();
    BUG(crm_session_open(engine, id, &other, &error));
    crm_test_panic();
    BUG(crm_session_open_with(engine, id, "{}", &other, &error));
    free(id);
    crm_test_panic();
    BUG(crm_session_sign_in(engine, "han.meimei", "guess", NULL, NULL, &other, &error));
    crm_test_panic();
    BUG(crm_session_login(engine, "han.meimei", "guess", &other, &error));
    crm_test_panic();
    BUG(crm_pull_sales(session, "erp", one_product, NULL, 0, &result, &error));
    CHECK(other == 0 && result == NULL);
    OK(crm_call(session, "opportunities.create", arguments, NULL, &error));
    OK(crm_call(session, "opportunities.list", "{\"page\": {\"count\": true}}", &result, &error));
    CHECK(strstr(result, "\"count\":1,") != NULL);
    crm_string_free(result);
    /* What the broken pull brought was not kept. */
    OK(crm_pull_sales(session, "erp", one_product, NULL, 0, &result, &error));
    CHECK(strstr(result, "\"created\":1") != NULL);
    crm_string_free(result);
    free(arguments);

    crm_test_panic();
    CHECK(crm_bootstrap(engine, "li", "Li", "[]", NULL, NULL) == CRM_CODE_CONFLICT);
    CHECK(crm_call(session, "opportunities.list", "{}", NULL, NULL) == CRM_CODE_BUG);
    OK(crm_close(engine, &error));

    /* While a database is made, and its first user. */
    crm_test_panic();
    BUG(crm_open_in_memory(NULL, &more, &error));
    CHECK(more == 0);
    OK(crm_open_in_memory(NULL, &engine, &error));
    crm_test_panic();
    BUG(crm_bootstrap(engine, "han", "Han", "[]", &result, &error));
    CHECK(result == NULL);
    OK(crm_bootstrap(engine, "han", "Han", "[]", NULL, &error));
    OK(crm_close(engine, &error));
}

/* Makes a call twice: with the panic, then as it should be. */
#define BOTH(call)                                                                                \
    do {                                                                                          \
        crm_test_panic_at_entry();                                                                \
        BUG(call);                                                                                \
        OK(call);                                                                                 \
    } while (0)

static void at_the_entry(void) {
    crm_engine engine = 0;
    crm_session session = 0, other = 0;
    crm_listener number = 0;
    crm_scheduler scheduler = 0;
    int32_t read_only = 0;
    int64_t latest = 0;
    char *id = NULL, *text = NULL;
    BOTH(crm_open("{\"path\": \"panic.crm\"}", &engine, &error));
    OK(crm_close(engine, &error));
    BOTH(crm_open_in_memory("{}", &engine, &error));
    BOTH(crm_bootstrap(engine, "han", "Han", "[\"sales_manager\", \"integration\"]", &id, &error));
    BOTH(crm_session_open(engine, id, &other, &error));
    BOTH(crm_session_open_by_login(engine, "han", &session, &error));
    OK(crm_call(session, "users.change_password", "{\"password\": \"correct horse\"}", NULL, &error));
    BOTH(crm_session_open_with(engine, id, "{}", &other, &error));
    BOTH(crm_session_login(engine, "han", "correct horse", &other, &error));
    BOTH(crm_session_sign_in(engine, "han", "correct horse", NULL, NULL, &other, &error));
    BOTH(crm_session_with_locale(session, "zh-Hans", &other, &error));
    BOTH(crm_session_close(other, &error));
    BOTH(crm_call(session, "opportunities.list", "{}", &text, &error));
    crm_string_free(text);
    BOTH(crm_operations(&text, &error));
    crm_string_free(text);
    BOTH(crm_add_change_listener(engine, hear_nothing, NULL, &number, &error));
    BOTH(crm_remove_change_listener(engine, number, &error));
    BOTH(crm_set_clock(engine, NULL, NULL, &error));
    BOTH(crm_set_file_store(engine, NULL, NULL, NULL, NULL, &error));
    BOTH(crm_is_read_only(engine, &read_only, &error));
    BOTH(crm_scheduler_start(engine, &scheduler, &error));
    BOTH(crm_scheduler_wake(scheduler, &error));
    BOTH(crm_scheduler_stop(scheduler, &error));
    BOTH(crm_session_with_time_limit(session, 60000, &other, &error));
    BOTH(crm_session_interrupt(session, &error));
    BOTH(crm_session_user(session, &text, &error));
    crm_string_free(text);
    BOTH(crm_session_locale(session, &text, &error));
    crm_string_free(text);
    BOTH(crm_wait_changes(session, 0, 0, &latest, &error));
    BOTH(crm_pull_sales(session, "erp", one_product, NULL, 0, &text, &error));
    crm_string_free(text);
    BOTH(crm_interrupt(engine, &error));
    BOTH(crm_error_text("{\"code\": \"busy\"}", "en", &text, &error));
    crm_string_free(text);
    crm_string_free(id);
    BOTH(crm_close(engine, &error));
    /* Without a place for the error. */
    crm_test_panic_at_entry();
    CHECK(crm_operations(NULL, NULL) == CRM_CODE_BUG);
}

int main(void) {
    in_a_transaction();
    at_the_entry();
    return 0;
}
