/* Every function that takes a handle, with every number that is none of its kind: closed (twice, while its slot has a
   new owner), of another kind, of another engine, made up. Each is refused as `closed` or `unknown_handle` and gives no
   output; what is open goes on. And what languages do to numbers that keep them all as doubles, or with a sign. */
#include "test.h"

#define GARBAGE ((char *)1)

/* A handle is kind, generation and slot, from the highest bit of the 53 down. */
#define GENERATION ((uint64_t)1 << 24)
#define KIND ((uint64_t)1 << 50)

/* An output that was not to be filled is empty; one that was is freed. */
static crm_code text_given(crm_code code, char *text) {
    CHECK((code == CRM_CODE_OK) == (text != NULL));
    crm_string_free(text);
    return code;
}

static crm_code handle_given(crm_code code, uint64_t handle) {
    CHECK((code == CRM_CODE_OK) == (handle != 0));
    return code;
}

/* The calls, with everything but the handle as it should be. */
static crm_code do_close(uint64_t handle, char **error) { return crm_close(handle, error); }

static crm_code do_bootstrap(uint64_t handle, char **error) {
    char *id = GARBAGE;
    crm_code code = crm_bootstrap(handle, "li", "Li", "[]", &id, error);
    return text_given(code, id);
}

static crm_code do_session_open(uint64_t handle, char **error) {
    crm_session session = 7;
    crm_code code = crm_session_open(handle, "018f0000-0000-7000-8000-000000000000", &session, error);
    return handle_given(code, session);
}

static crm_code do_session_open_by_login(uint64_t handle, char **error) {
    crm_session session = 7;
    crm_code code = crm_session_open_by_login(handle, "han.meimei", &session, error);
    return handle_given(code, session);
}

static crm_code do_session_login(uint64_t handle, char **error) {
    crm_session session = 7;
    crm_code code = crm_session_login(handle, "han.meimei", "secret", &session, error);
    return handle_given(code, session);
}

static crm_code do_session_open_with(uint64_t handle, char **error) {
    crm_session session = 7;
    crm_code code = crm_session_open_with(handle, "018f0000-0000-7000-8000-000000000000", "{}", &session, error);
    return handle_given(code, session);
}

static crm_code do_session_sign_in(uint64_t handle, char **error) {
    crm_session session = 7;
    crm_code code = crm_session_sign_in(handle, "han.meimei", "secret", "123456", "{}", &session, error);
    return handle_given(code, session);
}

static crm_code do_add_change_listener(uint64_t handle, char **error) {
    crm_listener added = 7;
    crm_code code = crm_add_change_listener(handle, hear_nothing, NULL, &added, error);
    return handle_given(code, added);
}

static crm_listener some_listener;

static crm_code do_remove_from(uint64_t handle, char **error) {
    return crm_remove_change_listener(handle, some_listener, error);
}

static crm_code do_set_clock(uint64_t handle, char **error) { return crm_set_clock(handle, NULL, NULL, error); }

static crm_code do_set_file_store(uint64_t handle, char **error) {
    return crm_set_file_store(handle, NULL, NULL, NULL, NULL, error);
}

static crm_code do_interrupt(uint64_t handle, char **error) { return crm_interrupt(handle, error); }

static crm_code do_is_read_only(uint64_t handle, char **error) {
    int32_t read_only = 7;
    crm_code code = crm_is_read_only(handle, &read_only, error);
    CHECK(read_only == 0);
    return code;
}

static crm_code do_scheduler_start(uint64_t handle, char **error) {
    crm_scheduler scheduler = 7;
    crm_code code = crm_scheduler_start(handle, &scheduler, error);
    return handle_given(code, scheduler);
}

static crm_code do_session_with_time_limit(uint64_t handle, char **error) {
    crm_session limited = 7;
    crm_code code = crm_session_with_time_limit(handle, 1000, &limited, error);
    return handle_given(code, limited);
}

static crm_code do_session_interrupt(uint64_t handle, char **error) { return crm_session_interrupt(handle, error); }

static crm_code do_session_user(uint64_t handle, char **error) {
    char *id = GARBAGE;
    crm_code code = crm_session_user(handle, &id, error);
    return text_given(code, id);
}

static crm_code do_session_locale(uint64_t handle, char **error) {
    char *language = GARBAGE;
    crm_code code = crm_session_locale(handle, &language, error);
    return text_given(code, language);
}

static crm_code do_wait_changes(uint64_t handle, char **error) {
    int64_t latest = 7;
    crm_code code = crm_wait_changes(handle, 0, 0, &latest, error);
    CHECK(code == CRM_CODE_OK || latest == 0);
    return code;
}

static crm_code do_scheduler_wake(uint64_t handle, char **error) { return crm_scheduler_wake(handle, error); }

static crm_code do_scheduler_stop(uint64_t handle, char **error) { return crm_scheduler_stop(handle, error); }

static crm_code do_session_with_locale(uint64_t handle, char **error) {
    crm_session translated = 7;
    crm_code code = crm_session_with_locale(handle, "zh-Hans", &translated, error);
    return handle_given(code, translated);
}

static crm_code do_session_close(uint64_t handle, char **error) { return crm_session_close(handle, error); }

static crm_code do_call(uint64_t handle, char **error) {
    char *result = GARBAGE;
    crm_code code = crm_call(handle, "opportunities.list", "{}", &result, error);
    return text_given(code, result);
}

static crm_code do_pull_sales(uint64_t handle, char **error) {
    char *result = GARBAGE;
    crm_code code = crm_pull_sales(handle, "erp", no_changes, NULL, 0, &result, error);
    return text_given(code, result);
}

static crm_engine some_engine;

static crm_code do_remove_change_listener(uint64_t handle, char **error) {
    return crm_remove_change_listener(some_engine, handle, error);
}

enum { ENGINE, SESSION, LISTENER, SCHEDULER, KINDS };

static const char *const kinds[KINDS] = {"\"engine\"", "\"session\"", "\"listener\"", "\"scheduler\""};

static const struct {
    int takes;
    crm_code (*call)(uint64_t handle, char **error);
} functions[] = {
    {ENGINE, do_close},
    {ENGINE, do_bootstrap},
    {ENGINE, do_session_open},
    {ENGINE, do_session_open_by_login},
    {ENGINE, do_session_login},
    {ENGINE, do_session_open_with},
    {ENGINE, do_session_sign_in},
    {ENGINE, do_add_change_listener},
    {ENGINE, do_remove_from},
    {ENGINE, do_set_clock},
    {ENGINE, do_set_file_store},
    {ENGINE, do_interrupt},
    {ENGINE, do_is_read_only},
    {ENGINE, do_scheduler_start},
    {SESSION, do_session_with_locale},
    {SESSION, do_session_with_time_limit},
    {SESSION, do_session_interrupt},
    {SESSION, do_session_user},
    {SESSION, do_session_locale},
    {SESSION, do_wait_changes},
    {SESSION, do_session_close},
    {SESSION, do_call},
    {SESSION, do_pull_sales},
    {LISTENER, do_remove_change_listener},
    {SCHEDULER, do_scheduler_wake},
    {SCHEDULER, do_scheduler_stop},
};

/* The refusal names the argument and what is wrong with it. */
static void is_refused(size_t function, uint64_t handle, const char *why) {
    char *error = NULL;
    crm_code code = functions[function].call(handle, &error);
    if (code != CRM_CODE_INVALID || error == NULL || strstr(error, kinds[functions[function].takes]) == NULL ||
        strstr(error, why) == NULL) {
        fprintf(stderr, "function %d with %llx gave %d: %s\n", (int)function, (unsigned long long)handle, (int)code,
                error == NULL ? "(no error)" : error);
        exit(1);
    }
    crm_string_free(error);
    CHECK(functions[function].call(handle, NULL) == CRM_CODE_INVALID);
}

/* A language that has doubles alone, or only numbers with a sign, keeps it as it is. */
static void is_exact(uint64_t handle) {
    volatile double kept = (double)handle;
    CHECK(handle != 0 && handle < (uint64_t)1 << 53);
    CHECK((uint64_t)kept == handle);
    CHECK((int64_t)handle > 0);
}

/* More than one slot of each kind, and more than one generation: every one is exact, and none is given twice. */
static void many(void) {
    enum { MANY = 200 };
    static uint64_t given[3 * MANY];
    crm_session session = 0;
    crm_engine engine = new_company(&session);
    int i, j, count = 0;
    for (i = 0; i < MANY; i++) {
        OK(crm_session_open_by_login(engine, "han.meimei", &given[count++], &error));
        OK(crm_add_change_listener(engine, hear_nothing, NULL, &given[count++], &error));
        OK(crm_scheduler_start(engine, &given[count++], &error));
        /* Every other goes again, so that its slot has another owner. */
        if (i % 2) {
            OK(crm_session_close(given[count - 3], &error));
            OK(crm_remove_change_listener(engine, given[count - 2], &error));
        }
        OK(crm_scheduler_stop(given[count - 1], &error));
    }
    is_exact(engine);
    for (i = 0; i < count; i++) {
        is_exact(given[i]);
        for (j = 0; j < i; j++) CHECK(given[i] != given[j]);
    }
    /* As a number of a language of doubles, a handle still names the same session. */
    for (i = 0; i < count; i += 6) {
        const double kept = (double)given[i];
        OK(crm_call((crm_session)kept, "users.me", "{}", NULL, &error));
        REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_call((crm_session)(double)given[i + 3], "users.me", "{}", NULL, &error));
    }
    OK(crm_close(engine, &error));
}

int main(void) {
    uint64_t open[KINDS], closed[KINDS];
    crm_engine other_engine = 0;
    crm_session other_session = 0;
    crm_listener others = 0;
    size_t i, j;

    /* One of each kind that was closed, while what opened next has its slot. */
    closed[ENGINE] = new_company(&closed[SESSION]);
    OK(crm_close(closed[ENGINE], &error));
    some_engine = open[ENGINE] = new_company(&closed[SESSION]);
    OK(crm_session_close(closed[SESSION], &error));
    OK(crm_session_open_by_login(open[ENGINE], "han.meimei", &open[SESSION], &error));
    OK(crm_add_change_listener(open[ENGINE], hear_nothing, NULL, &closed[LISTENER], &error));
    OK(crm_remove_change_listener(open[ENGINE], closed[LISTENER], &error));
    OK(crm_add_change_listener(open[ENGINE], hear_nothing, NULL, &open[LISTENER], &error));
    some_listener = open[LISTENER];
    OK(crm_scheduler_start(open[ENGINE], &closed[SCHEDULER], &error));
    OK(crm_scheduler_stop(closed[SCHEDULER], &error));
    OK(crm_scheduler_start(open[ENGINE], &open[SCHEDULER], &error));
    for (i = 0; i < KINDS; i++) {
        CHECK(open[i] != closed[i]);
        /* The same slot, of another generation. */
        CHECK(open[i] % GENERATION == closed[i] % GENERATION);
        is_exact(open[i]);
        is_exact(closed[i]);
        for (j = 0; j < i; j++) CHECK(open[i] / KIND != open[j] / KIND);
    }

    for (i = 0; i < sizeof functions / sizeof *functions; i++) {
        const int takes = functions[i].takes;
        const uint64_t last_bit = (uint64_t)1 << 63;
        const uint64_t made_up[] = {0, 1, ~(uint64_t)0, ~open[takes], open[takes] + 1000,
                                    open[takes] + GENERATION, open[takes] ^ last_bit, open[takes] + 7 * KIND};
        is_refused(i, closed[takes], "\"closed\"");
        for (j = 0; j < KINDS; j++) {
            if ((int)j == takes) continue;
            is_refused(i, open[j], "\"unknown_handle\"");
            is_refused(i, closed[j], "\"unknown_handle\"");
        }
        for (j = 0; j < sizeof made_up / sizeof *made_up; j++) is_refused(i, made_up[j], "\"unknown_handle\"");
    }

    /* A listener of another engine is not this one's to remove. */
    other_engine = new_company(&other_session);
    OK(crm_add_change_listener(other_engine, hear_nothing, NULL, &others, &error));
    REFUSED(CRM_CODE_INVALID, "\"unknown_handle\"", crm_remove_change_listener(open[ENGINE], others, &error));
    OK(crm_remove_change_listener(other_engine, others, &error));
    REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_remove_change_listener(other_engine, others, &error));

    /* What is open is as it was; then it closes, its sessions and listeners with it, and no function takes them. */
    OK(crm_call(open[SESSION], "opportunities.list", "{}", NULL, &error));
    OK(crm_close(open[ENGINE], &error));
    some_engine = other_engine;
    for (i = 0; i < sizeof functions / sizeof *functions; i++) is_refused(i, open[functions[i].takes], "\"closed\"");
    OK(crm_call(other_session, "opportunities.list", "{}", NULL, &error));
    OK(crm_close(other_engine, &error));

    /* A new engine takes the slots, and the old handles find none of its. */
    some_engine = open[ENGINE] = new_company(&other_session);
    for (i = 0; i < sizeof functions / sizeof *functions; i++)
        is_refused(i, closed[functions[i].takes], "\"closed\"");
    OK(crm_close(open[ENGINE], &error));
    many();
    return 0;
}
