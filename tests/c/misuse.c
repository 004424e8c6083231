/* What no host should do, to every function: NULL, truncated and broken UTF-8, truncated JSON, wrong types, huge input,
   arguments in one another's places. Each is refused with empty outputs; nothing crashes. (Handles: handles.c.) */
#include "test.h"

static const char *const some_id = "018f0000-0000-7000-8000-000000000000";

#define BROKEN "caf\xc3"            /* the first byte of two */
#define OVERLONG "\xc0\xaf"         /* a slash in too many bytes */
#define SURROGATE "\xed\xa0\x80"

static const char *given(void *user_data, const char *cursor) {
    (void)cursor;
    return (const char *)user_data;
}

static void null_arguments(crm_engine engine, crm_session session) {
    char *text = (char *)1;
    crm_session other = 7;
    crm_engine opened = 7;
    crm_listener number = 7;
    REFUSED(CRM_CODE_INVALID, "\"options\"", crm_open(NULL, &opened, &error));
    CHECK(opened == 0);
    REFUSED(CRM_CODE_INVALID, "\"engine\"", crm_open("{\"path\": \"x.crm\"}", NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"engine\"", crm_open_in_memory("{}", NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"login\"", crm_bootstrap(engine, NULL, "Han", "[]", &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"display_name\"", crm_bootstrap(engine, "han", NULL, "[]", &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"roles\"", crm_bootstrap(engine, "han", "Han", NULL, &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"user_id\"", crm_session_open(engine, NULL, &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"session\"", crm_session_open(engine, "", NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"login\"", crm_session_open_by_login(engine, NULL, &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"session\"", crm_session_open_by_login(engine, "han", NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"login\"", crm_session_login(engine, NULL, "secret", &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"password\"", crm_session_login(engine, "han", NULL, &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"session\"", crm_session_login(engine, "han", "secret", NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"user_id\"", crm_session_open_with(engine, NULL, "{}", &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"client\"", crm_session_open_with(engine, some_id, NULL, &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"session\"", crm_session_open_with(engine, some_id, "{}", NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"login\"", crm_session_sign_in(engine, NULL, "secret", NULL, NULL, &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"password\"", crm_session_sign_in(engine, "han", NULL, NULL, NULL, &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"session\"", crm_session_sign_in(engine, "han", "secret", NULL, NULL, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"language\"", crm_session_with_locale(session, NULL, &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"translated\"", crm_session_with_locale(session, "en", NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"operation\"", crm_call(session, NULL, "{}", &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"operations\"", crm_operations(NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"function\"", crm_add_change_listener(engine, NULL, NULL, &number, &error));
    REFUSED(CRM_CODE_INVALID, "\"listener\"", crm_add_change_listener(engine, hear_nothing, NULL, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"latest\"", crm_wait_changes(session, 0, 0, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"read_only\"", crm_is_read_only(engine, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"scheduler\"", crm_scheduler_start(engine, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"limited\"", crm_session_with_time_limit(session, 1, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"user_id\"", crm_session_user(session, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"language\"", crm_session_locale(session, NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"feed\"", crm_pull_sales(session, NULL, no_changes, NULL, 0, &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"function\"", crm_pull_sales(session, "erp", NULL, NULL, 0, &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"error_json\"", crm_error_text(NULL, "en", &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"language\"", crm_error_text("{\"code\": \"busy\"}", NULL, &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"sentence\"", crm_error_text("{\"code\": \"busy\"}", "en", NULL, &error));
    crm_string_free(NULL);

    /* The same without a place for the error. */
    CHECK(crm_open(NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_open_in_memory(NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_close(0, NULL) == CRM_CODE_INVALID);
    CHECK(crm_bootstrap(0, NULL, NULL, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_open(0, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_open_by_login(0, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_login(0, NULL, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_open_with(0, NULL, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_sign_in(0, NULL, NULL, NULL, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_with_locale(0, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_close(0, NULL) == CRM_CODE_INVALID);
    CHECK(crm_call(0, NULL, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_operations(NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_add_change_listener(0, NULL, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_remove_change_listener(0, 0, NULL) == CRM_CODE_INVALID);
    CHECK(crm_set_clock(0, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_set_file_store(0, NULL, NULL, NULL, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_interrupt(0, NULL) == CRM_CODE_INVALID);
    CHECK(crm_is_read_only(0, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_scheduler_start(0, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_scheduler_wake(0, NULL) == CRM_CODE_INVALID);
    CHECK(crm_scheduler_stop(0, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_with_time_limit(0, 0, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_interrupt(0, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_user(0, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_session_locale(0, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_wait_changes(0, 0, 0, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_pull_sales(0, NULL, NULL, NULL, 0, NULL, NULL) == CRM_CODE_INVALID);
    CHECK(crm_error_text(NULL, NULL, NULL, NULL) == CRM_CODE_INVALID);
}

static void broken_texts(crm_engine engine, crm_session session) {
    static const char *const broken[] = {BROKEN, OVERLONG, SURROGATE, "\xff"};
    size_t i;
    for (i = 0; i < sizeof broken / sizeof *broken; i++) {
        const char *bad = broken[i];
        char *text = NULL;
        crm_engine opened;
        crm_session other;
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_open(bad, &opened, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_open_in_memory(bad, &opened, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_bootstrap(engine, bad, "Han", "[]", &text, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_bootstrap(engine, "han", bad, "[]", &text, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_bootstrap(engine, "han", "Han", bad, &text, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_open(engine, bad, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_open_by_login(engine, bad, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_login(engine, bad, "secret", &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_login(engine, "han", bad, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_open_with(engine, bad, "{}", &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_open_with(engine, some_id, bad, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_sign_in(engine, bad, "secret", NULL, NULL, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_sign_in(engine, "han", bad, NULL, NULL, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_sign_in(engine, "han", "secret", bad, NULL, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_sign_in(engine, "han", "secret", NULL, bad, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_session_with_locale(session, bad, &other, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_call(session, bad, "{}", &text, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_call(session, "opportunities.list", bad, &text, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_pull_sales(session, bad, no_changes, NULL, 0, &text, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_error_text(bad, "en", &text, &error));
        REFUSED(CRM_CODE_INVALID, "not_utf8", crm_error_text("{\"code\": \"busy\"}", bad, &text, &error));
        CHECK(text == NULL);
    }
}

/* Good texts, cut short at every byte: in the middle of a character, of a text, of a number. */
static void truncated(crm_engine engine, crm_session session) {
    static const char arguments[] = "{\"new\": {\"customer_name\": \"\xe5\x8d\x8e\xe4\xb8\x9c\","
                                    " \"success_probability\": 60, \"summary\": \"\xf0\x9f\x8f\xad\", \"description\": \"\\u534e\"}}";
    static const char options[] = "{\"time_zone\": \"Asia/Shanghai\", \"locale\": \"zh-Hans\", \"readers\": 2}";
    static const char refusal[] = "{\"code\": \"storage\", \"problem\": \"\xe6\xbb\xa1\"}";
    static const char roles[] = "[\"sales_manager\", \"\xe6\xbb\xa1\"]";
    char cut[sizeof arguments], *text = NULL;
    crm_engine opened = 7;
    size_t length;
    for (length = 0; length < sizeof arguments - 1; length++) {
        memcpy(cut, arguments, length);
        cut[length] = '\0';
        REFUSED(CRM_CODE_INVALID, "fields", crm_call(session, "opportunities.create", cut, &text, &error));
    }
    OK(crm_call(session, "opportunities.create", arguments, NULL, &error));
    for (length = 0; length < sizeof options - 1; length++) {
        memcpy(cut, options, length);
        cut[length] = '\0';
        REFUSED(CRM_CODE_INVALID, "not_json", crm_open_in_memory(cut, &opened, &error));
        REFUSED(CRM_CODE_INVALID, "not_json", crm_open(cut, &opened, &error));
        CHECK(opened == 0);
    }
    for (length = 0; length < sizeof refusal - 1; length++) {
        memcpy(cut, refusal, length);
        cut[length] = '\0';
        REFUSED(CRM_CODE_INVALID, "\"error_json\"", crm_error_text(cut, "en", &text, &error));
    }
    for (length = 0; length < sizeof roles - 1; length++) {
        memcpy(cut, roles, length);
        cut[length] = '\0';
        REFUSED(CRM_CODE_INVALID, "\"roles\"", crm_bootstrap(engine, "han", "Han", cut, &text, &error));
    }
    CHECK(text == NULL);
}

/* Each text in the place of another, and members of objects in another order. */
static void reordered(crm_engine engine, crm_session session) {
    static const char *const same[] = {
        "{\"id\": \"018f0000-0000-7000-8000-00000000000a\", \"new\": {\"customer_name\": \"Jade\","
        " \"success_probability\": 60, \"summary\": \"s\", \"description\": \"d\"}}",
        "{\"new\": {\"description\": \"d\", \"summary\": \"s\", \"success_probability\": 60,"
        " \"customer_name\": \"Jade\"}, \"id\": \"018f0000-0000-7000-8000-00000000000a\"}"};
    char *text = NULL, *first = NULL, *second = NULL;
    crm_session other = 7;
    crm_engine opened = 7;
    REFUSED(CRM_CODE_INVALID, "\"roles\"",
            crm_bootstrap(engine, "[\"sales_manager\"]", "han", "Han", &text, &error));
    REFUSED(CRM_CODE_UNKNOWN_OPERATION, "{}", crm_call(session, "{}", "opportunities.list", &text, &error));
    REFUSED(CRM_CODE_INVALID, "not_json", crm_call(session, "opportunities.list", "users.me", &text, &error));
    REFUSED(CRM_CODE_LOGIN_FAILED, "wrong_credentials",
            crm_session_login(engine, "secret", "han.meimei", &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"user_id\"", crm_session_open(engine, "han.meimei", &other, &error));
    REFUSED(CRM_CODE_NOT_FOUND, "not_found",
            crm_session_open_by_login(engine, "018f0000-0000-7000-8000-000000000000", &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"error_json\"", crm_error_text("en", "{\"code\": \"busy\"}", &text, &error));
    CHECK(text == NULL && other == 0);

    /* Arguments of one operation for another. */
    REFUSED(CRM_CODE_INVALID, "unknown_field", crm_call(session, "opportunities.get", same[0], &text, &error));
    REFUSED(CRM_CODE_INVALID, "unknown_field", crm_call(session, "users.me", same[0], &text, &error));

    OK(crm_call(session, "opportunities.create", same[0], &first, &error));
    OK(crm_call(session, "opportunities.create", same[1], &second, &error));
    CHECK(strcmp(first, second) == 0);
    crm_string_free(first);
    crm_string_free(second);
    OK(crm_open_in_memory("{\"locale\": \"en\", \"currency\": \"EUR\", \"time_zone\": \"Europe/Berlin\"}", &opened,
                          &error));

    /* Before the first user is there, nobody has a session. */
    REFUSED(CRM_CODE_NOT_FOUND, "not_found", crm_session_open_by_login(opened, "han.meimei", &other, &error));
    OK(crm_close(opened, &error));
}

/* What is no language is English; an empty text is refused. */
static void language(crm_session session, const char *text) {
    char *sentence = NULL, *english = NULL, *kept = NULL;
    crm_session other = 7;
    if (*text == '\0') {
        REFUSED(CRM_CODE_INVALID, "\"language\"", crm_session_with_locale(session, text, &other, &error));
        REFUSED(CRM_CODE_INVALID, "required", crm_error_text("{\"code\": \"busy\"}", text, &sentence, &error));
        CHECK(other == 0 && sentence == NULL);
        return;
    }
    OK(crm_session_with_locale(session, text, &other, &error));
    OK(crm_session_locale(other, &kept, &error));
    CHECK(strcmp(kept, "en") == 0);
    crm_string_free(kept);
    OK(crm_session_close(other, &error));
    OK(crm_error_text("{\"code\": \"busy\"}", text, &sentence, &error));
    OK(crm_error_text("{\"code\": \"busy\"}", "en", &english, &error));
    CHECK(strcmp(sentence, english) == 0);
    crm_string_free(sentence);
    crm_string_free(english);
}

static void wrong_types(crm_engine engine, crm_session session) {
    static const char *const values[] = {"",    "{",      "null", "true", "7",  "-1e400", "\"text\"", "[]",
                                         "[[]]", "{\"\":}", "{\"a\":1}", "\\u0000", "{\"path\": 3}"};
    char *text = NULL, *operations = NULL, *next;
    crm_engine opened;
    crm_session other;
    size_t i;
    for (i = 0; i < sizeof values / sizeof *values; i++) {
        const char *bad = values[i];
        REFUSED(CRM_CODE_INVALID, "fields", crm_open(bad, &opened, &error));
        REFUSED(CRM_CODE_INVALID, "fields", crm_open_in_memory(bad, &opened, &error));
        REFUSED(CRM_CODE_INVALID, "\"user_id\"", crm_session_open(engine, bad, &other, &error));
        REFUSED(CRM_CODE_NOT_FOUND, "not_found", crm_session_open_by_login(engine, bad, &other, &error));
        language(session, bad);
        REFUSED(CRM_CODE_UNKNOWN_OPERATION, "unknown_operation", crm_call(session, bad, "{}", &text, &error));
        REFUSED(CRM_CODE_INVALID, "\"error_json\"", crm_error_text(bad, "en", &text, &error));
        if (strcmp(bad, "[]") != 0)
            REFUSED(CRM_CODE_INVALID, "\"roles\"", crm_bootstrap(engine, "han", "Han", bad, &text, &error));
    }
    REFUSED(CRM_CODE_INVALID, "unknown_field", crm_open_in_memory("{\"path\": \"x.crm\"}", &opened, &error));
    REFUSED(CRM_CODE_INVALID, "unknown_field", crm_open("{\"path\": \"x.crm\", \"pth\": 1}", &opened, &error));
    REFUSED(CRM_CODE_INVALID, "readers", crm_open("{\"path\": \"x.crm\", \"readers\": 65}", &opened, &error));
    REFUSED(CRM_CODE_INVALID, "synchronous", crm_open("{\"path\": \"x.crm\", \"synchronous\": 1}", &opened, &error));
    REFUSED(CRM_CODE_INVALID, "1..3600000", crm_open_in_memory("{\"callback_timeout_ms\": 0}", &opened, &error));
    REFUSED(CRM_CODE_INVALID, "callback_timeout_ms",
            crm_open_in_memory("{\"callback_timeout_ms\": 3600001}", &opened, &error));
    REFUSED(CRM_CODE_INVALID, "callback_timeout_ms",
            crm_open_in_memory("{\"callback_timeout_ms\": 1.5}", &opened, &error));
    REFUSED(CRM_CODE_INVALID, "now", crm_open_in_memory("{\"now\": \"yesterday\"}", &opened, &error));
    REFUSED(CRM_CODE_INVALID, "path", crm_open("{\"path\": \"a\\u0000b\"}", &opened, &error));
    language(session, "tlh");

    REFUSED(CRM_CODE_INVALID, "\"feed\"", crm_pull_sales(session, "", no_changes, NULL, 0, &text, &error));
    OK(crm_pull_sales(session, "erp", no_changes, NULL, INT32_MIN, NULL, &error));

    /* Every operation with arguments of every wrong kind: refused or done, never more. */
    OK(crm_operations(&operations, &error));
    for (next = operations; (next = strstr(next, "\"name\":\"")) != NULL;) {
        char *name = field(next, "name");
        next += 8;
        for (i = 0; i < sizeof values / sizeof *values; i++) {
            char *result = NULL, *error = NULL;
            crm_code code = crm_call(session, name, values[i], &result, &error);
            CHECK((code == CRM_CODE_OK) == (result != NULL) && (code == CRM_CODE_OK) == (error == NULL));
            CHECK(code != CRM_CODE_BUG);
            crm_string_free(result);
            crm_string_free(error);
        }
        free(name);
    }
    crm_string_free(operations);
}

static void huge(crm_engine engine, crm_session session) {
    /* Less where a checker makes everything slow. */
    size_t size = getenv("CRM_HUGE") == NULL ? (size_t)16 << 20 : (size_t)atol(getenv("CRM_HUGE"));
    char *big = (char *)malloc(size + 1), *text = NULL;
    crm_engine opened;
    crm_session other;
    const char *start = "{\"new\": {\"success_probability\": 1, \"summary\": \"s\", \"description\": \"d\","
                        " \"customer_name\": \"";
    CHECK(big != NULL);
    memset(big, 'x', size);
    big[size] = '\0';
    REFUSED(CRM_CODE_INVALID, "not_json", crm_open(big, &opened, &error));
    REFUSED(CRM_CODE_INVALID, "not_json", crm_open_in_memory(big, &opened, &error));
    REFUSED(CRM_CODE_INVALID, "too_long", crm_bootstrap(engine, big, "Han", "[]", &text, &error));
    REFUSED(CRM_CODE_INVALID, "too_long", crm_bootstrap(engine, "li", big, "[]", &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"roles\"", crm_bootstrap(engine, "li", "Li", big, &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"user_id\"", crm_session_open(engine, big, &other, &error));
    REFUSED(CRM_CODE_NOT_FOUND, "not_found", crm_session_open_by_login(engine, big, &other, &error));
    REFUSED(CRM_CODE_LOGIN_FAILED, "wrong_credentials", crm_session_login(engine, "nobody", big, &other, &error));
    REFUSED(CRM_CODE_LOGIN_FAILED, "wrong_credentials", crm_session_login(engine, big, "secret", &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"user_id\"", crm_session_open_with(engine, big, "{}", &other, &error));
    REFUSED(CRM_CODE_INVALID, "\"client\"", crm_session_sign_in(engine, "han", "secret", big, big, &other, &error));
    REFUSED(CRM_CODE_LOGIN_FAILED, "wrong_credentials",
            crm_session_sign_in(engine, "nobody", big, big, NULL, &other, &error));
    language(session, big);
    REFUSED(CRM_CODE_UNKNOWN_OPERATION, "xxx", crm_call(session, big, "{}", &text, &error));
    REFUSED(CRM_CODE_INVALID, "not_json", crm_call(session, "opportunities.list", big, &text, &error));
    REFUSED(CRM_CODE_INVALID, "too_long", crm_pull_sales(session, big, no_changes, NULL, 0, &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"error_json\"", crm_error_text(big, "en", &text, &error));
    REFUSED(CRM_CODE_FEED_FAILED, "feed_failed", crm_pull_sales(session, "erp", given, big, 0, &text, &error));

    /* Depth without end. */
    memset(big, '[', size);
    REFUSED(CRM_CODE_INVALID, "not_json", crm_call(session, "opportunities.list", big, &text, &error));
    REFUSED(CRM_CODE_INVALID, "not_json", crm_open_in_memory(big, &opened, &error));
    REFUSED(CRM_CODE_INVALID, "\"roles\"", crm_bootstrap(engine, "li", "Li", big, &text, &error));
    REFUSED(CRM_CODE_INVALID, "\"error_json\"", crm_error_text(big, "en", &text, &error));
    REFUSED(CRM_CODE_FEED_FAILED, "feed_failed", crm_pull_sales(session, "erp", given, big, 0, &text, &error));

    /* One long value inside good arguments. */
    memset(big, 'y', size);
    memcpy(big, start, strlen(start));
    memcpy(big + size - 3, "\"}}", 3);
    REFUSED(CRM_CODE_INVALID, "too_long", crm_call(session, "opportunities.create", big, &text, &error));
    free(big);
}

int main(void) {
    crm_session session = 0;
    crm_engine engine = new_company(&session);
    null_arguments(engine, session);
    broken_texts(engine, session);
    truncated(engine, session);
    reordered(engine, session);
    wrong_types(engine, session);
    huge(engine, session);
    OK(crm_close(engine, &error));
    return 0;
}
