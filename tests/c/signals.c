/* Signals are the host's: the engine changes what none of them does, and a call that they interrupt again and again ends
   as it should. */
#define _XOPEN_SOURCE 700
#include <signal.h>
#include <sys/time.h>

#include "test.h"

enum { SIGNALS = 31, WRITES = 200 };

static void what_they_do(void (*handlers[SIGNALS])(int)) {
    int i;
    for (i = 0; i < SIGNALS; i++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        CHECK(sigaction(i + 1, NULL, &action) == 0);
        handlers[i] = action.sa_handler;
    }
}

static volatile sig_atomic_t ticks;

static void tick(int unused) {
    (void)unused;
    ticks++;
}

static void every_millisecond(int on) {
    struct itimerval timer;
    memset(&timer, 0, sizeof timer);
    timer.it_interval.tv_usec = timer.it_value.tv_usec = on ? 1000 : 0;
    CHECK(setitimer(ITIMER_REAL, &timer, NULL) == 0);
}

int main(void) {
    void (*before[SIGNALS])(int), (*after[SIGNALS])(int);
    struct sigaction action;
    crm_engine engine = 0;
    crm_session session = 0;
    char *arguments = new_opportunity("Jade"), *result = NULL, expected[40];
    int i;

    what_they_do(before);
    OK(crm_open("{\"path\": \"signals.crm\"}", &engine, &error));
    OK(crm_bootstrap(engine, "han", "Han", "[\"sales_manager\"]", NULL, &error));
    OK(crm_session_open_by_login(engine, "han", &session, &error));
    OK(crm_call(session, "opportunities.list", "{}", NULL, &error));

    /* No SA_RESTART: what the timer interrupts in the operating system ends there and has to be begun again. */
    memset(&action, 0, sizeof action);
    action.sa_handler = tick;
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    every_millisecond(1);
    for (i = 0; i < WRITES; i++) OK(crm_call(session, "opportunities.create", arguments, NULL, &error));
    while (ticks < 10) OK(crm_call(session, "opportunities.list", "{}", NULL, &error));
    every_millisecond(0);
    /* One may still be on its way: ignoring drops it. */
    action.sa_handler = SIG_IGN;
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    action.sa_handler = SIG_DFL;
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);

    OK(crm_call(session, "opportunities.list", "{\"page\": {\"count\": true, \"limit\": 1}}", &result, &error));
    snprintf(expected, sizeof expected, "\"count\":%d,", WRITES);
    CHECK(strstr(result, expected) != NULL);
    crm_string_free(result);
    free(arguments);
    OK(crm_close(engine, &error));
    what_they_do(after);
    for (i = 0; i < SIGNALS; i++) CHECK(before[i] == after[i]);
    return 0;
}
