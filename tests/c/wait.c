/* Following changes without a callback: crm_wait_changes. */
#include "posix.h"

#include <sys/wait.h>

static crm_engine engine;
static crm_session session;

static int64_t latest_now(void) {
    int64_t latest = 0;
    OK(crm_wait_changes(session, 0, 0, &latest, &error));
    return latest;
}

/* How often the engine looks, told by its clock. */
static volatile int looks;

static int64_t counting_clock(void *user_data) {
    (void)user_data;
    looks++;
    return 1767225600000000 + looks;
}

static void nothing_comes(void) {
    char *result = NULL, expected[40];
    int64_t before, latest = 0;
    write_one(session, "Jade");
    before = latest_now();
    OK(crm_call(session, "changes.latest", "{}", &result, &error));
    snprintf(expected, sizeof expected, "{\"sequence\":%d,", (int)before);
    CHECK(strncmp(result, expected, strlen(expected)) == 0);
    crm_string_free(result);

    /* What is there already is told at once, however long one would wait. */
    OK(crm_wait_changes(session, before - 1, 4294967295u, &latest, &error));
    CHECK(latest == before);
    OK(crm_wait_changes(session, INT64_MIN, 4294967295u, &latest, &error));
    CHECK(latest == before);

    /* Nothing comes: the same number, and only a look now and then. */
    OK(crm_set_clock(engine, counting_clock, NULL, &error));
    OK(crm_wait_changes(session, before, 0, &latest, &error));
    CHECK(latest == before && looks == 1);
    looks = 0;
    OK(crm_wait_changes(session, before, 1000, &latest, &error));
    CHECK(latest == before);
    CHECK(looks >= 1 && looks <= 6);
    OK(crm_set_clock(engine, NULL, NULL, &error));
}

static int64_t waited_from;
static crm_code ended_with;
static char *ended_why;

static void *wait_long(void *unused) {
    int64_t latest = 7;
    (void)unused;
    ended_with = crm_wait_changes(session, waited_from, 4294967295u, &latest, &ended_why);
    CHECK((ended_with == CRM_CODE_OK) == (latest > waited_from));
    CHECK(ended_with == CRM_CODE_OK || latest == 0);
    return NULL;
}

/* A thread that waits, seen to wait by its looking again. */
static pthread_t waiting_thread(void) {
    pthread_t thread;
    looks = 0;
    waited_from = latest_now();
    OK(crm_set_clock(engine, counting_clock, NULL, &error));
    CHECK(pthread_create(&thread, NULL, wait_long, NULL) == 0);
    while (looks < 2) pause_ms(1);
    OK(crm_set_clock(engine, NULL, NULL, &error));
    return thread;
}

static void ends(pthread_t thread, crm_code code, const char *why) {
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(ended_with == code);
    CHECK(why == NULL ? ended_why == NULL : strstr(ended_why, why) != NULL);
    crm_string_free(ended_why);
}

static void another_thread_writes(void) {
    pthread_t thread = waiting_thread();
    /* What changes nothing ends nothing. */
    OK(crm_call(session, "opportunities.list", "{}", NULL, &error));
    CHECK(crm_call(session, "opportunities.create", "{}", NULL, NULL) == CRM_CODE_INVALID);
    write_one(session, "Jade");
    ends(thread, CRM_CODE_OK, NULL);
}

/* Another process opens the file for itself, and writes. */
static void another_process_writes(const char *program) {
    pthread_t thread = waiting_thread();
    pid_t child = fork();
    int status = 0;
    CHECK(child >= 0);
    if (child == 0) {
        execl(program, program, "write", (char *)NULL);
        _exit(1);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ends(thread, CRM_CODE_OK, NULL);
}

static int as_the_other_process(void) {
    OK(crm_open("{\"path\": \"wait.crm\"}", &engine, &error));
    OK(crm_session_open_by_login(engine, "han.meimei", &session, &error));
    write_one(session, "from elsewhere");
    OK(crm_close(engine, &error));
    return 0;
}

static void a_reader_waits_too(void) {
    crm_engine reader = 0;
    crm_session reading = 0, writing = session;
    pthread_t thread;
    OK(crm_open("{\"path\": \"wait.crm\", \"read_only\": true}", &reader, &error));
    OK(crm_session_open_by_login(reader, "han.meimei", &reading, &error));
    session = reading;
    looks = 2;
    waited_from = latest_now();
    CHECK(pthread_create(&thread, NULL, wait_long, NULL) == 0);
    write_one(writing, "Jade");
    ends(thread, CRM_CODE_OK, NULL);
    session = writing;
    OK(crm_close(reader, &error));
}

static void who_may_not(void) {
    char *id = NULL;
    int64_t latest = 7;
    crm_session other = 0;
    OK(crm_call(session, "users.create", "{\"new\": {\"login\": \"li\", \"display_name\": \"Li\", \"roles\": [\"sales_manager\"]}}",
                NULL, &error));
    OK(crm_session_open_by_login(engine, "li", &other, &error));
    REFUSED(CRM_CODE_FORBIDDEN, "changes.latest", crm_wait_changes(other, 0, 4294967295u, &latest, &error));
    CHECK(latest == 0);
    crm_string_free(id);
    OK(crm_session_close(other, &error));
}

/* What the interruption of another session, or of the same one by another handle, does to the wait. */
static void sessions_are_interrupted_alone(void) {
    crm_session other = 0, same = 0, kept = session;
    pthread_t thread = waiting_thread();
    OK(crm_session_open_by_login(engine, "han.meimei", &other, &error));
    OK(crm_session_interrupt(other, &error));
    OK(crm_set_clock(engine, counting_clock, NULL, &error));
    looks = 0;
    while (looks < 2) pause_ms(1);
    OK(crm_set_clock(engine, NULL, NULL, &error));
    write_one(other, "Jade");
    ends(thread, CRM_CODE_OK, NULL);

    thread = waiting_thread();
    OK(crm_session_with_locale(session, "zh-Hans", &same, &error));
    OK(crm_session_interrupt(same, &error));
    ends(thread, CRM_CODE_INTERRUPTED, "\"number\":9");

    /* A time limit ends it too, and whatever else takes long; the session without it goes on. */
    OK(crm_session_with_time_limit(kept, 3000, &session, &error));
    thread = waiting_thread();
    ends(thread, CRM_CODE_INTERRUPTED, "interrupted");
    OK(crm_call(session, "users.me", "{}", NULL, &error));
    OK(crm_session_close(session, &error));
    session = kept;
    OK(crm_session_with_time_limit(session, 0, &same, &error));
    OK(crm_call(same, "users.me", "{}", NULL, &error));
    OK(crm_session_close(same, &error));
}

static void it_ends(void) {
    pthread_t thread = waiting_thread();
    OK(crm_interrupt(engine, &error));
    ends(thread, CRM_CODE_INTERRUPTED, "\"code\":\"interrupted\"");

    /* A session closes under its call, which goes on. */
    thread = waiting_thread();
    OK(crm_session_close(session, &error));
    OK(crm_session_open_by_login(engine, "han.meimei", &session, &error));
    write_one(session, "Jade");
    ends(thread, CRM_CODE_OK, NULL);

    thread = waiting_thread();
    OK(crm_close(engine, &error));
    ends(thread, CRM_CODE_INVALID, "\"closed\"");
}

int main(int count, char **arguments) {
    alarm(500);
    if (count == 2) return as_the_other_process();
    OK(crm_open("{\"path\": \"wait.crm\", \"synchronous\": \"normal\", \"readers\": 2}", &engine, &error));
    OK(crm_bootstrap(engine, "han.meimei", "Han Meimei",
                     "[\"sales_manager\", \"integration\", \"system_administrator\"]", NULL, &error));
    OK(crm_session_open_by_login(engine, "han.meimei", &session, &error));
    nothing_comes();
    another_thread_writes();
    another_process_writes(arguments[0]);
    a_reader_waits_too();
    who_may_not();
    sessions_are_interrupted_alone();
    it_ends();
    return 0;
}
