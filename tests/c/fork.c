/* A child made by fork can neither use nor close what its parent opened, nor open the parent's file anew: each is
   refused as `forked`, at once, also where another thread of the parent was inside the engine. What the child opens for
   itself works, and the parent goes on. */
#include "posix.h"

#include <signal.h>
#include <sys/wait.h>

static crm_engine engine;
static crm_session session;
static crm_listener listener;
static crm_scheduler scheduler;

/* Runs a test in a child, which tells by a byte that it came to its end. It ends by a signal: at an ordinary end a
   checker would take what its lost threads had for leaks. */
static void in_child(void (*test)(void)) {
    int ends[2], status = 0;
    char told = 0;
    pid_t child;
    CHECK(pipe(ends) == 0);
#ifdef __SANITIZE_ADDRESS__
    /* The sanitizer's own allocator does not survive a fork while other threads allocate, as the scheduler does behind a
       write, when it looks for due jobs. */
    sleep(1);
#endif
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        alarm(60);
        test();
        if (write(ends[1], "!", 1) == 1) kill(getpid(), SIGKILL);
        _exit(1);
    }
    close(ends[1]);
    CHECK(read(ends[0], &told, 1) == 1 && told == '!');
    close(ends[0]);
    CHECK(waitpid(child, &status, 0) == child);
}

static void all_is_refused(void) {
    crm_session other = 7;
    crm_listener more = 7;
    crm_scheduler another = 7;
    int32_t read_only = 7;
    int64_t latest = 7;
    char *text = NULL, *arguments = new_opportunity("Jade");
    REFUSED(CRM_CODE_STORAGE, "forked", crm_call(session, "opportunities.list", "{}", &text, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_call(session, "opportunities.create", arguments, &text, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_pull_sales(session, "erp", no_changes, NULL, 0, &text, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_bootstrap(engine, "li", "Li", "[]", &text, &error));
    CHECK(text == NULL);
    REFUSED(CRM_CODE_STORAGE, "forked", crm_session_with_locale(session, "zh-Hans", &other, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_session_open_by_login(engine, "han", &other, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_session_login(engine, "han", "secret", &other, &error));
    REFUSED(CRM_CODE_STORAGE, "forked",
            crm_session_sign_in(engine, "han", "secret", NULL, NULL, &other, &error));
    REFUSED(CRM_CODE_STORAGE, "forked",
            crm_session_open_with(engine, "018f0000-0000-7000-8000-000000000000", "{}", &other, &error));
    REFUSED(CRM_CODE_STORAGE, "forked",
            crm_session_open(engine, "018f0000-0000-7000-8000-000000000000", &other, &error));
    CHECK(other == 0);
    REFUSED(CRM_CODE_STORAGE, "forked", crm_add_change_listener(engine, hear_nothing, NULL, &more, &error));
    CHECK(more == 0);
    REFUSED(CRM_CODE_STORAGE, "forked", crm_remove_change_listener(engine, listener, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_set_clock(engine, NULL, NULL, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_set_file_store(engine, NULL, NULL, NULL, NULL, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_interrupt(engine, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_is_read_only(engine, &read_only, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_scheduler_start(engine, &another, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_scheduler_wake(scheduler, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_scheduler_stop(scheduler, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_session_with_time_limit(session, 1000, &other, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_session_interrupt(session, &error));
    CHECK(other == 0);
    REFUSED(CRM_CODE_STORAGE, "forked", crm_session_user(session, &text, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_session_locale(session, &text, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_wait_changes(session, 0, 60000, &latest, &error));
    CHECK(text == NULL && another == 0 && read_only == 0 && latest == 0);
    REFUSED(CRM_CODE_STORAGE, "forked", crm_session_close(session, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_close(engine, &error));
    free(arguments);
}

static void only_other_files_open(void) {
    crm_engine own = 7;
    crm_session han = 0;
    REFUSED(CRM_CODE_STORAGE, "forked", crm_open("{\"path\": \"parent.crm\"}", &own, &error));
    REFUSED(CRM_CODE_STORAGE, "forked", crm_open("{\"path\": \"./parent.crm\", \"read_only\": true}", &own, &error));
    CHECK(own == 0);
    OK(crm_open("{\"path\": \"child.crm\"}", &own, &error));
    OK(crm_bootstrap(own, "han", "Han", "[\"sales_manager\"]", NULL, &error));
    OK(crm_session_open_by_login(own, "han", &han, &error));
    write_one(han, "Jade");
    OK(crm_close(own, &error));
    OK(crm_open_in_memory(NULL, &own, &error));
    OK(crm_close(own, &error));
}

/* The child of a parent that has closed the file. */
static void the_file_opens(void) {
    crm_session han = 0;
    OK(crm_open("{\"path\": \"parent.crm\"}", &engine, &error));
    OK(crm_session_open_by_login(engine, "han", &han, &error));
    write_one(han, "Jade");
    OK(crm_close(engine, &error));
}

static void open_parent(void) {
    OK(crm_open("{\"path\": \"parent.crm\", \"synchronous\": \"normal\", \"readers\": 1}", &engine, &error));
}

/* Keeps the writer and the only reader busy on other threads. */
static volatile int stopped;

static void *keep_writing(void *unused) {
    (void)unused;
    while (!stopped) write_one(session, "Jade");
    return NULL;
}

static void *keep_reading(void *unused) {
    (void)unused;
    while (!stopped) OK(crm_call(session, "opportunities.list", "{\"page\": {\"limit\": 1000}}", NULL, &error));
    return NULL;
}

/* A call that is inside when the process forks, and stays inside. */
static int gate[2], arrived[2];

static void wait_at_the_gate(void *user_data, const char *event) {
    char byte;
    (void)user_data;
    (void)event;
    CHECK(write(arrived[1], "!", 1) == 1);
    CHECK(read(gate[0], &byte, 1) == 1);
}

static void *write_and_wait(void *unused) {
    (void)unused;
    write_one(session, "Jade");
    return NULL;
}

int main(void) {
    pthread_t writer, reader;
    char *result = NULL, byte;
    int i;
    alarm(500);

    open_parent();
    OK(crm_bootstrap(engine, "han", "Han", "[\"sales_manager\", \"integration\", \"system_administrator\"]", NULL,
                     &error));
    OK(crm_session_open_by_login(engine, "han", &session, &error));
    OK(crm_add_change_listener(engine, hear_nothing, NULL, &listener, &error));
    OK(crm_scheduler_start(engine, &scheduler, &error));
    write_one(session, "Jade");
    in_child(all_is_refused);
    in_child(only_other_files_open);
    write_one(session, "Jade");

    /* Another thread is inside, waiting: in the child it is gone, and closing must not wait for it. */
    CHECK(pipe(gate) == 0 && pipe(arrived) == 0);
    OK(crm_remove_change_listener(engine, listener, &error));
    OK(crm_add_change_listener(engine, wait_at_the_gate, NULL, &listener, &error));
    CHECK(pthread_create(&writer, NULL, write_and_wait, NULL) == 0);
    CHECK(read(arrived[0], &byte, 1) == 1);
    in_child(all_is_refused);
    CHECK(write(gate[1], "!", 1) == 1);
    CHECK(pthread_join(writer, NULL) == 0);
    OK(crm_remove_change_listener(engine, listener, &error));
    OK(crm_add_change_listener(engine, hear_nothing, NULL, &listener, &error));

#ifdef __SANITIZE_ADDRESS__
    /* These allocate without a pause. */
    stopped = 1;
#endif
    /* Other threads hold the writer and the reader, at whatever point the fork finds them. */
    CHECK(pthread_create(&writer, NULL, keep_writing, NULL) == 0);
    CHECK(pthread_create(&reader, NULL, keep_reading, NULL) == 0);
    for (i = 0; i < 5 && !stopped; i++) in_child(all_is_refused);
    stopped = 1;
    CHECK(pthread_join(writer, NULL) == 0);
    CHECK(pthread_join(reader, NULL) == 0);

    /* The parent's file is sound, and opens in a child once the parent has closed it. */
    OK(crm_call(session, "maintenance.check", "{}", &result, &error));
    CHECK(strstr(result, "\"ok\":true") != NULL);
    crm_string_free(result);
    OK(crm_close(engine, &error));
    in_child(the_file_opens);
    open_parent();
    OK(crm_session_open_by_login(engine, "han", &session, &error));
    write_one(session, "Jade");
    OK(crm_close(engine, &error));
    return 0;
}
