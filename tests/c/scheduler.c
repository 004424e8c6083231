/* The thread that runs due jobs: crm_scheduler_start, _wake, _stop. */
#include "posix.h"

static crm_engine engine;
static crm_session session;
static crm_scheduler scheduler;

/* A company with a new customer; a year later, who bought nothing, the scan has something to warn of. */
static volatile int64_t now;
static const int64_t first_day = 1753891200000000; /* 2025-07-30T16:00:00Z */
static const int64_t a_year = 366 * (int64_t)86400000000;

static int64_t clock_of_host(void *user_data) {
    (void)user_data;
    return now;
}

/* The first entry of a dictionary category. */
static char *entry(const char *category) {
    char arguments[100], *result = NULL, *id;
    snprintf(arguments, sizeof arguments, "{\"category\": \"%s\"}", category);
    OK(crm_call(session, "dictionary.choices", arguments, &result, &error));
    id = field(result, "id");
    crm_string_free(result);
    return id;
}

static void open_company(void) {
    char *id = NULL, *region, *level, arguments[500];
    now = first_day;
    OK(crm_open_in_memory("{\"callback_timeout_ms\": 50, \"now\": \"2025-07-30T16:00:00Z\"}", &engine, &error));
    OK(crm_set_clock(engine, clock_of_host, NULL, &error));
    OK(crm_bootstrap(engine, "ann", "Ann", "[\"account_manager\", \"integration\", \"sales_manager\"]", &id, &error));
    OK(crm_session_open(engine, id, &session, &error));
    region = entry("region");
    level = entry("customer_level");
    snprintf(arguments, sizeof arguments,
             "{\"new\": {\"name\": \"Jade\", \"account_manager\": \"%s\", \"region\": \"%s\", \"level\": \"%s\","
             " \"satisfaction\": 3, \"credit\": 3, \"address\": \"a\", \"phone\": \"1\"}}",
             id, region, level);
    OK(crm_call(session, "customers.create", arguments, NULL, &error));
    free(region);
    free(level);
    crm_string_free(id);
    OK(crm_call(session, "jobs.run_due", "{}", NULL, &error));
}

/* What the host's listener of the job's changes does. */
static void (*inside_the_listener)(void);
static volatile int heard;

static void hear_of_scan(void *user_data, const char *event) {
    (void)user_data;
    if (strstr(event, "\"entity\":\"warning\"") == NULL) return;
    if (inside_the_listener != NULL) inside_the_listener();
    heard++;
}

static void until_heard(int count) {
    while (heard < count) pause_ms(1);
}

static void start(void (*inside)(void)) {
    crm_listener listener = 0;
    open_company();
    heard = 0;
    inside_the_listener = inside;
    OK(crm_add_change_listener(engine, hear_of_scan, NULL, &listener, &error));
    OK(crm_scheduler_start(engine, &scheduler, &error));
    now = first_day + a_year;
    OK(crm_scheduler_wake(scheduler, &error));
}

static void it_runs_what_is_due(void) {
    char *result = NULL;
    start(NULL);
    until_heard(1);
    OK(crm_call(session, "jobs.run_due", "{}", &result, &error));
    CHECK(strcmp(result, "[]") == 0);
    crm_string_free(result);
    OK(crm_scheduler_stop(scheduler, &error));
    REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_scheduler_stop(scheduler, &error));

    /* Stopped is stopped: a week later nothing has run. */
    now += 7 * (int64_t)86400000000;
    REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_scheduler_wake(scheduler, &error));
    OK(crm_call(session, "jobs.run_due", "{}", &result, &error));
    CHECK(strstr(result, "churn_scan") != NULL);
    crm_string_free(result);
    OK(crm_close(engine, &error));
}

static void closing_stops_it(void) {
    crm_scheduler another = 0;
    start(NULL);
    until_heard(1);
    OK(crm_scheduler_start(engine, &another, &error));
    CHECK(another != scheduler);
    OK(crm_close(engine, &error));
    REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_scheduler_wake(scheduler, &error));
    REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_scheduler_stop(another, &error));
}

/* From the listener on its own thread: closing is refused, calls are not, and stopping does not wait. */
static void misbehave(void) {
    REFUSED(CRM_CODE_INVALID, "inside_a_call", crm_close(engine, &error));
    OK(crm_call(session, "users.me", "{}", NULL, &error));
    OK(crm_scheduler_stop(scheduler, &error));
}

static void from_its_own_thread(void) {
    start(misbehave);
    until_heard(1);
    REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_scheduler_stop(scheduler, &error));
    OK(crm_close(engine, &error));
}

/* A listener that does not return: stopping and closing give up, and both can be asked again. */
static pthread_barrier_t hanging, let_go;

static void hang(void) {
    pthread_barrier_wait(&hanging);
    pthread_barrier_wait(&let_go);
}

static void a_listener_hangs(void) {
    int i;
    CHECK(pthread_barrier_init(&hanging, NULL, 2) == 0 && pthread_barrier_init(&let_go, NULL, 2) == 0);
    start(hang);
    pthread_barrier_wait(&hanging);
    for (i = 0; i < 2; i++) {
        REFUSED(CRM_CODE_INVALID, "inside_a_callback", crm_scheduler_stop(scheduler, &error));
        REFUSED(CRM_CODE_INVALID, "inside_a_callback", crm_close(engine, &error));
        OK(crm_call(session, "users.me", "{}", NULL, &error));
    }
    pthread_barrier_wait(&let_go);
    OK(crm_scheduler_stop(scheduler, &error));
    OK(crm_close(engine, &error));
    CHECK(pthread_barrier_destroy(&hanging) == 0 && pthread_barrier_destroy(&let_go) == 0);
}

static void not_where_nothing_can_be_written(void) {
    crm_scheduler none = 7;
    int32_t read_only = 7;
    OK(crm_open("{\"path\": \"scheduler.crm\"}", &engine, &error));
    OK(crm_is_read_only(engine, &read_only, &error));
    CHECK(read_only == 0);
    OK(crm_close(engine, &error));
    OK(crm_open("{\"path\": \"scheduler.crm\", \"read_only\": true}", &engine, &error));
    OK(crm_is_read_only(engine, &read_only, &error));
    CHECK(read_only == 1);
    REFUSED(CRM_CODE_STORAGE, "read_only", crm_scheduler_start(engine, &none, &error));
    CHECK(none == 0);
    OK(crm_close(engine, &error));
}

int main(void) {
    alarm(500);
    it_runs_what_is_due();
    closing_stops_it();
    from_its_own_thread();
    a_listener_hangs();
    not_where_nothing_can_be_written();
    return 0;
}
