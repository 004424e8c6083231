/* A callback must return. Where it does not (a longjmp, as the exceptions of Ruby, Pascal or mono are one underneath) the
   engine notices it as soon as the thread comes back or ends, and can be closed; until then closing and removing give
   up and say why. What is jumped over is lost memory, so the checkers of leaks look away here. */
#include "posix.h"

#include <setjmp.h>
#include <ucontext.h>

/* The sanitizer's question. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return 1; }

static crm_engine engine;
static crm_session session;

static void open_company(void) {
    OK(crm_open_in_memory("{\"callback_timeout_ms\": 50}", &engine, &error));
    OK(crm_bootstrap(engine, "han.meimei", "Han Meimei", "[\"sales_manager\", \"integration\"]", NULL, &error));
    OK(crm_session_open_by_login(engine, "han.meimei", &session, &error));
}

/* Deep enough that what is called next lies below everything that was there before. */
static void deeper(void (*call)(void)) {
    volatile char room[200000];
    room[0] = room[sizeof room - 1] = 1;
    call();
    CHECK(room[0] + room[sizeof room - 1] == 2);
}

/* Where a callback leaves to; NULL lets it return. */
static jmp_buf *way_out;
static int called;

static void leave(void) {
    jmp_buf *to = way_out;
    called++;
    if (to == NULL) return;
    way_out = NULL;
    longjmp(*to, 1);
}

static void leaving_listener(void *user_data, const char *event) {
    CHECK(user_data == &called && strlen(event) > 0);
    leave();
}

static int64_t leaving_clock(void *user_data) {
    CHECK(user_data == &called);
    leave();
    return 1767225600000000;
}

static const char *leaving_feed(void *user_data, const char *cursor) {
    CHECK(user_data == &called && cursor == NULL);
    leave();
    return "{\"next_cursor\": \"1\"}";
}

static int32_t leaving_put(void *user_data, const crm_file_piece *piece) {
    CHECK(user_data == &called && piece->length == 3);
    leave();
    return 0;
}

static int32_t nothing_to_read(void *user_data, crm_file_piece *piece) {
    CHECK(user_data == &called && piece != NULL);
    return 1;
}

static int32_t nothing_to_delete(void *user_data, const char *key) {
    CHECK(user_data == &called && key != NULL);
    return 0;
}

static void with_listener(void) { OK(crm_call(session, "opportunities.create",
    "{\"new\": {\"customer_name\": \"Jade\", \"success_probability\": 1, \"summary\": \"s\", \"description\": \"d\"}}", NULL,
    &error)); }
static void with_clock(void) { OK(crm_call(session, "opportunities.list", "{}", NULL, &error)); }
static void with_feed(void) { OK(crm_pull_sales(session, "erp", leaving_feed, &called, 0, NULL, &error)); }

static void listen(void) {
    crm_listener listener = 0;
    OK(crm_add_change_listener(engine, leaving_listener, &called, &listener, &error));
}
static void set_clock(void) { OK(crm_set_clock(engine, leaving_clock, &called, &error)); }
static char file[300];
static void with_store(void) { OK(crm_call(session, "files.put", file, NULL, &error)); }
static void set_store(void) {
    char *result = NULL, *arguments = new_opportunity("Jade");
    const char *id;
    OK(crm_call(session, "opportunities.create", arguments, &result, &error));
    id = strstr(result, "\"id\":\"");
    CHECK(id != NULL);
    snprintf(file, sizeof file,
             "{\"record\": {\"object\": \"opportunity\", \"id\": \"%.36s\"}, \"new\": {\"name\": \"a\"}, \"content\": \"YWJj\"}",
             id + 6);
    crm_string_free(result);
    free(arguments);
    OK(crm_set_file_store(engine, leaving_put, nothing_to_read, nothing_to_delete, &called, &error));
}
static void no_more(void) {}

static const struct {
    void (*prepare)(void);
    void (*call)(void);
} ways[] = {{listen, with_listener}, {set_clock, with_clock}, {no_more, with_feed}, {set_store, with_store}};
enum { WAYS = sizeof ways / sizeof *ways };

/* Makes the call, which its callback leaves. */
static void jump_out(void (*call)(void)) {
    jmp_buf here;
    called = 0;
    if (setjmp(here) == 0) {
        way_out = &here;
        call();
        CHECK(!"the callback was to leave");
    }
    CHECK(called == 1);
}

/* The engine goes on, and closes, on the thread that jumped. */
static void on_one_thread(int way) {
    int i;
    open_company();
    ways[way].prepare();
    for (i = 0; i < 20; i++) jump_out(ways[way].call);
    ways[way].call();
    OK(crm_close(engine, &error));

    open_company();
    ways[way].prepare();
    jump_out(ways[way].call);
    OK(crm_close(engine, &error));
}

/* The clock that was left, and the listener, can go. */
static void what_was_left_is_removed(void) {
    crm_listener listener = 0;
    open_company();
    OK(crm_add_change_listener(engine, leaving_listener, &called, &listener, &error));
    jump_out(with_listener);
    OK(crm_remove_change_listener(engine, listener, &error));
    set_clock();
    jump_out(with_clock);
    OK(crm_set_clock(engine, NULL, NULL, &error));
    OK(crm_close(engine, &error));
}

/* Far below the place of the jump nothing can be told from a call that is still under way: closing is refused, with both
   reasons; further out it is noticed. */
static void close_below(void) {
    REFUSED(CRM_CODE_INVALID, "inside_a_call", crm_close(engine, &error));
    REFUSED(CRM_CODE_INVALID, "inside one of its calls", crm_close(engine, &error));
    REFUSED(CRM_CODE_INVALID, "longjmp", crm_close(engine, &error));
}

static void from_further_in(void) {
    open_company();
    set_clock();
    jump_out(with_clock);
    deeper(close_below);
    OK(crm_close(engine, &error));
}

/* A call deep inside is no reason to think that those around it are gone. */
static int nested;

static void nesting_listener(void *user_data, const char *event) {
    (void)user_data;
    CHECK(strlen(event) > 0);
    if (++nested < 4) {
        if (nested == 2) deeper(with_listener);
        else with_listener();
    }
    REFUSED(CRM_CODE_INVALID, "inside_a_call", crm_close(engine, &error));
    deeper(close_below);
}

static void nested_calls_are_all_there(void) {
    crm_listener listener = 0;
    open_company();
    nested = 0;
    OK(crm_add_change_listener(engine, nesting_listener, NULL, &listener, &error));
    with_listener();
    CHECK(nested == 4);
    OK(crm_close(engine, &error));
}

/* A jump from an inner callback into an outer one, which then returns: the outer call ends as it should, and nothing is
   left of the inner one, though this thread does not come back. */
static void outer_listener(void *user_data, const char *event) {
    (void)user_data;
    CHECK(strlen(event) > 0);
    if (++nested == 1) {
        crm_listener inner = 0;
        OK(crm_add_change_listener(engine, leaving_listener, &called, &inner, &error));
        jump_out(with_listener);
    }
}

static void *close_it(void *unused) {
    (void)unused;
    OK(crm_close(engine, &error));
    return NULL;
}

static void into_an_outer_callback(void) {
    crm_listener listener = 0;
    pthread_t thread;
    open_company();
    nested = 0;
    OK(crm_add_change_listener(engine, outer_listener, NULL, &listener, &error));
    with_listener();
    /* Heard of the outer change, and of the inner one. */
    CHECK(nested == 2);
    CHECK(pthread_create(&thread, NULL, close_it, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
}

/* A thread that jumps, and then neither comes back nor ends until it is told to. */
static pthread_barrier_t jumped, go_on, came_back;
static int comes_back, way_of_thread;

static void *jump_and_wait(void *unused) {
    (void)unused;
    jump_out(ways[way_of_thread].call);
    pthread_barrier_wait(&jumped);
    pthread_barrier_wait(&go_on);
    if (comes_back) {
        OK(crm_call(session, "users.me", "{}", NULL, &error));
        pthread_barrier_wait(&came_back);
        pthread_barrier_wait(&go_on);
    }
    return NULL;
}

static void on_another_thread(int way, int back) {
    pthread_t thread;
    int i;
    open_company();
    ways[way].prepare();
    comes_back = back;
    way_of_thread = way;
    CHECK(pthread_barrier_init(&jumped, NULL, 2) == 0 && pthread_barrier_init(&go_on, NULL, 2) == 0);
    CHECK(pthread_barrier_init(&came_back, NULL, 2) == 0);
    CHECK(pthread_create(&thread, NULL, jump_and_wait, NULL) == 0);
    pthread_barrier_wait(&jumped);
    /* Closing gives up, names both causes, and leaves the engine open. */
    for (i = 0; i < 2; i++) {
        REFUSED(CRM_CODE_INVALID, "\"inside_a_callback\"", crm_close(engine, &error));
        REFUSED(CRM_CODE_INVALID, "still runs", crm_close(engine, &error));
        REFUSED(CRM_CODE_INVALID, "longjmp", crm_close(engine, &error));
        OK(crm_call(session, "users.me", "{}", NULL, &error));
    }
    pthread_barrier_wait(&go_on);
    if (back) {
        /* The thread lives, and its next call proved that nothing is under way on it. */
        pthread_barrier_wait(&came_back);
        OK(crm_close(engine, &error));
        pthread_barrier_wait(&go_on);
        CHECK(pthread_join(thread, NULL) == 0);
    } else {
        /* What a thread was inside of ends with it. */
        CHECK(pthread_join(thread, NULL) == 0);
        OK(crm_close(engine, &error));
    }
    CHECK(pthread_barrier_destroy(&jumped) == 0 && pthread_barrier_destroy(&go_on) == 0);
    CHECK(pthread_barrier_destroy(&came_back) == 0);
}

/* Removing a listener that hangs, and replacing a clock, give up too; both can be asked again. */
static pthread_barrier_t hanging, let_go;

static void hang(void) {
    pthread_barrier_wait(&hanging);
    pthread_barrier_wait(&let_go);
}

static void hanging_listener(void *user_data, const char *event) {
    (void)user_data;
    (void)event;
    hang();
}

static int64_t hanging_clock(void *user_data) {
    (void)user_data;
    hang();
    return 1767225600000000;
}

static void *list_once(void *unused) {
    (void)unused;
    with_clock();
    return NULL;
}

static void *write_once(void *unused) {
    (void)unused;
    with_listener();
    return NULL;
}

static void what_hangs_is_given_up(void) {
    crm_listener listener = 0;
    pthread_t thread;
    open_company();
    CHECK(pthread_barrier_init(&hanging, NULL, 2) == 0 && pthread_barrier_init(&let_go, NULL, 2) == 0);
    OK(crm_add_change_listener(engine, hanging_listener, NULL, &listener, &error));
    CHECK(pthread_create(&thread, NULL, write_once, NULL) == 0);
    pthread_barrier_wait(&hanging);
    REFUSED(CRM_CODE_INVALID, "\"listener\"", crm_remove_change_listener(engine, listener, &error));
    REFUSED(CRM_CODE_INVALID, "inside_a_callback", crm_remove_change_listener(engine, listener, &error));
    REFUSED(CRM_CODE_INVALID, "inside_a_callback", crm_close(engine, &error));
    /* It is not called again, though it is still there. */
    with_listener();
    pthread_barrier_wait(&let_go);
    CHECK(pthread_join(thread, NULL) == 0);
    OK(crm_remove_change_listener(engine, listener, &error));
    REFUSED(CRM_CODE_INVALID, "\"closed\"", crm_remove_change_listener(engine, listener, &error));

    OK(crm_set_clock(engine, hanging_clock, NULL, &error));
    CHECK(pthread_create(&thread, NULL, list_once, NULL) == 0);
    pthread_barrier_wait(&hanging);
    REFUSED(CRM_CODE_INVALID, "\"clock\"", crm_set_clock(engine, NULL, NULL, &error));
    with_clock();
    pthread_barrier_wait(&let_go);
    CHECK(pthread_join(thread, NULL) == 0);
    OK(crm_close(engine, &error));
    CHECK(pthread_barrier_destroy(&hanging) == 0 && pthread_barrier_destroy(&let_go) == 0);
}

/* A coroutine that pauses inside a callback, on a stack of its own, only seems to have jumped: when it comes back it
   finds its memory as it was, whatever was concluded meanwhile. */
static ucontext_t outside, coroutine;

static void pausing_listener(void *user_data, const char *event) {
    (void)user_data;
    if (++called == 1) CHECK(swapcontext(&coroutine, &outside) == 0);
    CHECK(strstr(event, "opportunities.create") != NULL);
}

static void in_the_coroutine(void) { with_listener(); }

static void coroutines(size_t size, int main_is_above) {
    crm_listener listener = 0;
    char *stack = (char *)malloc(size);
    CHECK(stack != NULL);
    open_company();
    called = 0;
    OK(crm_add_change_listener(engine, pausing_listener, NULL, &listener, &error));
    CHECK(getcontext(&coroutine) == 0);
    coroutine.uc_stack.ss_sp = stack;
    coroutine.uc_stack.ss_size = size;
    coroutine.uc_link = &outside;
    makecontext(&coroutine, in_the_coroutine, 0);
    CHECK(swapcontext(&outside, &coroutine) == 0);
    CHECK(called == 1);
    with_clock();
    with_listener();
    CHECK(called == 2);
    /* The main thread's stack is above all others. */
    if (main_is_above) OK(crm_close(engine, &error));
    CHECK(swapcontext(&outside, &coroutine) == 0);
    CHECK(called == 2);
    if (!main_is_above) OK(crm_close(engine, &error));
    free(stack);
}

int main(void) {
    int way;
    alarm(500);
    for (way = 0; way < WAYS; way++) {
        on_one_thread(way);
        on_another_thread(way, 0);
        on_another_thread(way, 1);
    }
    what_was_left_is_removed();
    from_further_in();
    nested_calls_are_all_there();
    into_an_outer_callback();
    what_hangs_is_given_up();
    coroutines(1 << 20, 0);
    coroutines(1 << 20, 1);
    return 0;
}
