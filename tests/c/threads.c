/* Eight threads on one engine, all inside it at once; closing while they are inside; interrupting. */
#include "posix.h"

enum { THREADS = 8, ROUNDS = 40 };

static crm_engine engine;
static crm_session shared;

/* Writes and reads, through a session of its own and through the one that all share. */
static void *work(void *name) {
    crm_session own = 0;
    int i;
    OK(crm_session_open_by_login(engine, "han.meimei", &own, &error));
    for (i = 0; i < ROUNDS; i++) {
        char *result = NULL, *arguments = new_opportunity((const char *)name), *id, get[100];
        OK(crm_call(i % 2 ? own : shared, "opportunities.create", arguments, &result, &error));
        free(arguments);
        id = field(result, "id");
        crm_string_free(result);
        snprintf(get, sizeof get, "{\"id\": \"%s\"}", id);
        OK(crm_call(i % 3 ? own : shared, "opportunities.get", get, &result, &error));
        CHECK(strstr(result, (const char *)name) != NULL);
        crm_string_free(result);
        free(id);
    }
    OK(crm_session_close(own, &error));
    return NULL;
}

static void side_by_side(void) {
    static char names[THREADS][20];
    pthread_t threads[THREADS];
    char *result = NULL, expected[60];
    int i;
    OK(crm_open("{\"path\": \"threads.crm\", \"synchronous\": \"normal\", \"readers\": 4}", &engine, &error));
    OK(crm_bootstrap(engine, "han.meimei", "Han Meimei", "[\"sales_manager\", \"account_manager\"]", NULL, &error));
    OK(crm_session_open_by_login(engine, "han.meimei", &shared, &error));
    for (i = 0; i < THREADS; i++) {
        snprintf(names[i], sizeof names[i], "customer %d", i);
        CHECK(pthread_create(&threads[i], NULL, work, names[i]) == 0);
    }
    for (i = 0; i < THREADS; i++) CHECK(pthread_join(threads[i], NULL) == 0);
    OK(crm_call(shared, "opportunities.list", "{\"page\": {\"count\": true, \"limit\": 1}}", &result, &error));
    snprintf(expected, sizeof expected, "\"count\":%d,", THREADS * ROUNDS);
    CHECK(strstr(result, expected) != NULL);
    crm_string_free(result);
    OK(crm_close(engine, &error));
}

/* Calls that wait for one another inside the engine: where it let in one at a time, they would wait for ever (main's
   alarm ends that). The clock is asked within each call, a listener after each commit. */
static pthread_barrier_t together;
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int inside, most_inside;

static void meet(void) {
    pthread_mutex_lock(&counting);
    if (++inside > most_inside) most_inside = inside;
    pthread_mutex_unlock(&counting);
    pthread_barrier_wait(&together);
    pthread_mutex_lock(&counting);
    inside--;
    pthread_mutex_unlock(&counting);
}

static int64_t meeting_clock(void *unused) {
    (void)unused;
    meet();
    return 1767225600000000;
}

static void meeting_listener(void *unused, const char *event) {
    (void)unused;
    CHECK(strlen(event) > 0);
    meet();
}

static void *one_read(void *unused) {
    (void)unused;
    OK(crm_call(shared, "opportunities.list", "{}", NULL, &error));
    return NULL;
}

static void *one_write(void *unused) {
    (void)unused;
    write_one(shared, "Jade");
    return NULL;
}

static void eight(void *(*call)(void *)) {
    pthread_t threads[THREADS];
    int i;
    inside = most_inside = 0;
    for (i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, call, NULL) == 0);
    for (i = 0; i < THREADS; i++) CHECK(pthread_join(threads[i], NULL) == 0);
}

static void all_inside_at_once(void) {
    crm_listener listener = 0;
    CHECK(pthread_barrier_init(&together, NULL, THREADS) == 0);
    engine = new_company(&shared);
    OK(crm_set_clock(engine, meeting_clock, NULL, &error));
    eight(one_read);
    CHECK(most_inside == THREADS);
    OK(crm_set_clock(engine, NULL, NULL, &error));
    OK(crm_add_change_listener(engine, meeting_listener, NULL, &listener, &error));
    eight(one_write);
    CHECK(most_inside == THREADS);
    OK(crm_close(engine, &error));
    CHECK(pthread_barrier_destroy(&together) == 0);
}

/* Calls until the engine is closed under it. */
static void *until_closed(void *unused) {
    (void)unused;
    for (;;) {
        char *result = NULL, *error = NULL;
        crm_code code = crm_call(shared, "opportunities.list", "{}", &result, &error);
        if (code == CRM_CODE_OK) {
            CHECK(result != NULL && error == NULL);
            crm_string_free(result);
            continue;
        }
        CHECK(code == CRM_CODE_INVALID && strstr(error, "\"closed\"") != NULL);
        crm_string_free(error);
        return NULL;
    }
}

static void closing_waits(void) {
    pthread_t threads[THREADS];
    int i;
    engine = new_company(&shared);
    for (i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, until_closed, NULL) == 0);
    pause_ms(20);
    OK(crm_close(engine, &error));
    for (i = 0; i < THREADS; i++) CHECK(pthread_join(threads[i], NULL) == 0);
}

/* A listener that takes its time: closing waits for the call that it is part of. */
static volatile int listener_done;

static void slow(void *user_data, const char *event) {
    (void)user_data;
    (void)event;
    pause_ms(100);
    listener_done = 1;
}

static void closing_waits_for_listeners(void) {
    pthread_t thread;
    crm_listener number = 0;
    engine = new_company(&shared);
    OK(crm_add_change_listener(engine, slow, NULL, &number, &error));
    CHECK(pthread_create(&thread, NULL, one_write, NULL) == 0);
    pause_ms(50);
    OK(crm_close(engine, &error));
    CHECK(listener_done);
    CHECK(pthread_join(thread, NULL) == 0);
}

static void *interrupting(void *unused) {
    int i;
    (void)unused;
    for (i = 0; i < 50; i++) {
        OK(crm_interrupt(engine, &error));
        pause_ms(1);
    }
    return NULL;
}

/* An interrupted call says so, and the engine goes on. */
static void interrupted(void) {
    pthread_t thread;
    int i;
    engine = new_company(&shared);
    CHECK(pthread_create(&thread, NULL, interrupting, NULL) == 0);
    for (i = 0; i < 300; i++) {
        crm_code code = crm_call(shared, "opportunities.list", "{}", NULL, NULL);
        CHECK(code == CRM_CODE_OK || code == CRM_CODE_INTERRUPTED);
    }
    CHECK(pthread_join(thread, NULL) == 0);
    OK(crm_call(shared, "opportunities.list", "{}", NULL, &error));
    OK(crm_close(engine, &error));
}

int main(void) {
    alarm(500);
    side_by_side();
    all_inside_at_once();
    closing_waits();
    closing_waits_for_listeners();
    interrupted();
    return 0;
}
