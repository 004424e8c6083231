/*
 * The CRM engine for C, and for every language that calls C. docs/c.md is the guide to it.
 *
 * Texts      NUL-terminated UTF-8, in and out; anything else is refused as CRM_CODE_INVALID (not_utf8). Arguments and
 *            results are JSON: money is {"amount": "12.50", "currency": "CNY"}, decimals are texts, ids are UUID texts,
 *            instants RFC 3339 in UTC ("2026-01-31T12:00:00Z"), dates ISO ("2026-01-31"), counts and percents integers.
 *            There are no floating-point numbers. A value that is not there is null in results and left out of
 *            arguments. An operation that returns nothing gives the text "null". New fields may come in a minor version:
 *            read what you know.
 * Outcome    Every function returns a code. On CRM_CODE_OK the outputs are filled and *error is NULL; on anything else
 *            the outputs are NULL or 0 and *error is a JSON text: code, number, text (a sentence for people) and what
 *            the error carries: invalid fields [{field, code, detail, limit, label, text}]; not_found entity, id;
 *            conflict entity, id, reason, and perhaps limit, until, hits; illegal_transition from, operation; forbidden operation, reason;
 *            unknown_operation operation; login_failed reason; storage problem; feed_failed and bug detail. `error` may be
 *            NULL where the code is enough. docs/operations.md lists every operation with the errors it gives.
 * Calls      cdecl, callbacks too. crm_code is as wide as int, 32 bits. A call needs 64 KiB of stack.
 * Memory     Texts that a function gives are yours until crm_string_free. Texts that you give are read during the call
 *            only. Texts that a callback gets end with it.
 * Handles    Engines, sessions, listeners and schedulers are 64-bit numbers below 2^53, which a double holds exactly, to
 *            be copied as you like. A handle that was closed, twice even, or never given out is CRM_CODE_INVALID (closed,
 *            unknown_handle); it never reaches another thing's memory, nor what has its place now. What an engine gave
 *            ends with it.
 * Threads    Every function may be called on any thread at any time, with the same handles: reads run side by side,
 *            writes queue. The engine starts no thread but by crm_scheduler_start.
 *            After fork, a child can neither use nor close what its parent opened, nor open the same file: all of it is
 *            CRM_CODE_STORAGE (forked). It opens files of its own, or calls exec.
 * Callbacks  Run on the thread of the call that causes them, with no lock held, and may call the engine. They must
 *            return: what C++ throws ends there on Linux x86-64 and ends the process elsewhere; what jumps (longjmp,
 *            exceptions of managed languages) loses the call, and closing may be refused until the thread has called
 *            again or ended. Under a garbage collector keep the function alive until it was removed. A single-threaded
 *            runtime that closes or removes while its asynchronous call is inside a callback waits for itself: follow
 *            changes by crm_wait_changes.
 * Closing    crm_close waits for the calls under way; crm_interrupt hurries them. At exit nothing has to be closed: a
 *            commit is on the disk when its call returns.
 * Failures   A defect inside is CRM_CODE_BUG, never a crash; nothing of that call is kept, and the engine goes on.
 *
 *     crm_engine engine; crm_session session; char *id, *result, *error;
 *     crm_open("{\"path\": \"erp.crm\"}", &engine, &error);
 *     crm_bootstrap(engine, "han", "Han Meimei", "[\"sales_manager\"]", &id, &error);     // once, on a new file; and
 *                                                  // whatever you name, the first user is an administrator too
 *     crm_session_open_by_login(engine, "han", &session, &error);
 *     if (crm_call(session, "opportunities.list", "{}", &result, &error) == CRM_CODE_OK) puts(result);
 *     else puts(error);
 *     crm_string_free(result); crm_string_free(error); crm_string_free(id);
 *     crm_close(engine, NULL);
 *
 * Made by cbindgen from crm-ffi/src/c_api; do not edit.
 */


#ifndef CRM_H
#define CRM_H

#include <stdint.h>
#include <stddef.h>

/**
 * The version of the functions in this header.
 */
#define CRM_ABI_VERSION 0

/**
 * How a call ended. What each means for the caller is in docs/operations.md. Newer versions may have more.
 */
typedef enum {
  /**
   * Done.
   */
  CRM_CODE_OK = 0,
  /**
   * Arguments break a rule; `fields` names every one. Correct them and call again.
   */
  CRM_CODE_INVALID = 1,
  /**
   * The record does not exist (any more).
   */
  CRM_CODE_NOT_FOUND = 2,
  /**
   * The record is not as the caller assumed. Read again and decide.
   */
  CRM_CODE_CONFLICT = 3,
  /**
   * The operation is not possible in the record's present state.
   */
  CRM_CODE_ILLEGAL_TRANSITION = 4,
  /**
   * The acting user may not do this.
   */
  CRM_CODE_FORBIDDEN = 5,
  /**
   * There is no such operation in this version.
   */
  CRM_CODE_UNKNOWN_OPERATION = 6,
  /**
   * Login name, password and code do not match, the code is wanting, or the login is locked.
   */
  CRM_CODE_LOGIN_FAILED = 7,
  /**
   * Another process holds the database for too long. Nothing changed; call again.
   */
  CRM_CODE_BUSY = 8,
  /**
   * Interrupted by crm_interrupt. Nothing changed.
   */
  CRM_CODE_INTERRUPTED = 9,
  /**
   * The database could not be read or written.
   */
  CRM_CODE_STORAGE = 10,
  /**
   * A defect of the engine; nothing changed. Please report it.
   */
  CRM_CODE_BUG = 11,
  /**
   * The host's sales feed could not answer, or answered nonsense. What it delivered before is here.
   */
  CRM_CODE_FEED_FAILED = 12,
  /**
   * The clock gives an instant before 2020 or after 2199. Nothing changed; set it right, or open with `any_time`.
   */
  CRM_CODE_CLOCK = 13,
} crm_code;

/**
 * Names an opened engine. 0 never names one.
 */
typedef uint64_t crm_engine;

/**
 * Gives the present instant in microseconds since 1970-01-01T00:00:00Z. Called once a call, on the caller's thread, with
 * no lock held; for what it calls in the engine itself, the operating system's clock counts. An instant outside the
 * years 1 to 9999 is taken as the nearer end of them.
 */
typedef int64_t (*crm_clock)(void *user_data);

/**
 * A piece of what is in a file, on its way into the host's store or out of it.
 */
typedef struct {
  /**
   * Where it lies: at most 100 of `0`-`9`, `a`-`f` and `-`, so that a file or folder may be called so. It ends with the call.
   */
  const char *key;
  /**
   * Which of the pieces under that key it is, from 0. Each but the last has 262144 bytes.
   */
  uint64_t number;
  /**
   * The bytes that are put, to be left as they are; or room for those that are read.
   */
  void *bytes;
  /**
   * How many are put; or for how many there is room, in whose place a reading function says how many it put there.
   */
  uint32_t length;
} crm_file_piece;

/**
 * Keeps a piece for good; one that is there already is replaced. 0 says that it did; anything else, or an exception, that it
 * could not, and the call ends as CRM_CODE_STORAGE (`file_store`). Called on any thread, with no lock held: it may take its
 * time and call the engine. The same goes for the other two.
 */
typedef int32_t (*crm_file_put)(void *user_data, const crm_file_piece *piece);

/**
 * Reads a piece as it was put. 0 says that it did, 1 that there is none, anything else that it could not.
 */
typedef int32_t (*crm_file_read)(void *user_data, crm_file_piece *piece);

/**
 * Deletes all pieces of a key; where there are none, that is done too. 0 says that it did, anything else that it could not:
 * then it is asked again later.
 */
typedef int32_t (*crm_file_delete)(void *user_data, const char *key);

/**
 * Names a thread that runs due jobs. 0 never names one.
 */
typedef uint64_t crm_scheduler;

/**
 * Names a session: an engine as one user sees it. 0 never names one.
 */
typedef uint64_t crm_session;

/**
 * Gives the changes of the host's sales system since a cursor (NULL from the beginning) as JSON, a `SalesChanges` of
 * docs/operations.md: `{"products": [...], "orders": [...], "next_cursor": "42", "more": false}`. NULL, or
 * `{"error": "why"}`, ends the pull as CRM_CODE_FEED_FAILED. The text stays the host's, and must stay as it is until the
 * function is called again or crm_pull_sales returns. Called with no lock held: it may take its time and call the
 * engine.
 */
typedef const char *(*crm_sales_feed)(void *user_data, const char *cursor);

/**
 * Hears of a committed change, on the thread of the call that made it, with no lock held: it may call the engine.
 * `event` is a `ChangeEvent` as JSON, valid until the function returns:
 * `{"sequence": 7, "at": "2026-01-31T12:00:00Z", "user": "0198…" or null, "operation": "opportunities.assign",
 * "records": [{"entity": "opportunity", "id": "0198…", "action": "updated"}]}`. It must return.
 */
typedef void (*crm_change_listener)(void *user_data, const char *event);

/**
 * Names a registered change listener. 0 never names one.
 */
typedef uint64_t crm_listener;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Opens a database file, creating it where it is absent.
 *
 * `options` is a JSON object: `path` (required), `read_only`, `time_zone` and `currency` (of a new database:
 * "Asia/Shanghai", "CNY"), `locale` of labels and error texts ("en", "zh-Hans"), `synchronous` ("full" survives a
 * power cut, "normal" a crash only), `memory_map` (true or false), `readers` (1 to 64), `callback_timeout_ms` (10000: how
 * long closing and removing wait for a callback that does not return), `now` (an instant at which the engine's clock
 * stands, opening included, until crm_set_clock; for tests).
 *
 * Needs:
 * `options` is a NUL-terminated text; `engine` and `error` point to variables; `error` may be NULL.
 */
crm_code crm_open(const char *options,
                  crm_engine *engine,
                  char **error);

/**
 * Opens a new database in memory, gone when it is closed. `options` as for crm_open without `path` and `read_only`;
 * NULL for the defaults.
 *
 * Needs:
 * `options` is NULL or a NUL-terminated text; `engine` and `error` point to variables; `error` may be NULL.
 */
crm_code crm_open_in_memory(const char *options, crm_engine *engine, char **error);

/**
 * Closes an engine with its sessions, listeners and schedulers: new calls are refused, those under way are waited for,
 * and the file is closed when this returns. To hurry them, call crm_interrupt before.
 *
 * Not possible from inside a call of the same engine (CRM_CODE_INVALID, `inside_a_call`). Where all that is left is
 * inside callbacks, and none of them returns within `callback_timeout_ms`, this gives up (CRM_CODE_INVALID,
 * `inside_a_callback`) and the engine stays open: a callback still runs, and waits perhaps for this very thread, or it
 * was left by an exception or a longjmp. The latter is noticed when its thread calls again from where the call was made
 * or further out, or ends; then closing succeeds.
 *
 * Needs:
 * `error` is NULL or points to a variable.
 */
crm_code crm_close(crm_engine engine, char **error);

/**
 * Creates the first user of a new database; where there are users already, it is CRM_CODE_CONFLICT (`not_new`) and
 * changes nothing. `roles` is a JSON list of built-in roles, `["sales_manager"]`; whatever it names, the first user is a
 * `system_administrator` too, and creates the others. Gives the user's id in `user_id`, to be freed with
 * crm_string_free; NULL where it is not wanted.
 *
 * Needs:
 * `login`, `display_name` and `roles` are NUL-terminated texts; `user_id` and `error` are NULL or point to variables.
 */
crm_code crm_bootstrap(crm_engine engine,
                       const char *login,
                       const char *display_name,
                       const char *roles,
                       char **user_id,
                       char **error);

/**
 * Takes the time from the host from here on; NULL for the operating system's clock again. The clock that was set
 * before is not called any more when this succeeds; where it does not return, this gives up (CRM_CODE_INVALID,
 * `inside_a_callback`), though the new clock is set.
 *
 * Needs:
 * `clock` may be called on any thread, with `user_data`, until it is replaced or crm_close returns. `error` is NULL or
 * points to a variable.
 */
crm_code crm_set_clock(crm_engine engine, crm_clock clock, void *user_data, char **error);

/**
 * Puts what is in files into a store of the host's from here on, in pieces; NULL for all three functions for none. What was
 * put before stays where it lies, so a database whose files lie in a store is opened with it again, right behind crm_open. The
 * functions that were set before are not called any more when this succeeds; where one does not return, this gives up
 * (CRM_CODE_INVALID, `inside_a_callback`), though the new ones are set. docs/embedding.md says when each is called.
 *
 * Needs:
 * The functions may be called on any thread, with `user_data`, until they are replaced or crm_close returns. `error` is NULL or
 * points to a variable.
 */
crm_code crm_set_file_store(crm_engine engine,
                            crm_file_put put,
                            crm_file_read read,
                            crm_file_delete remove,
                            void *user_data,
                            char **error);

/**
 * Makes every call under way, on any thread and of every session, end with CRM_CODE_INTERRUPTED. Nothing of theirs is
 * kept. For one session alone: crm_session_interrupt.
 *
 * Needs:
 * `error` is NULL or points to a variable.
 */
crm_code crm_interrupt(crm_engine engine, char **error);

/**
 * Whether the database was opened for reading only: 1 or 0.
 *
 * Needs:
 * `read_only` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_is_read_only(crm_engine engine, int32_t *read_only, char **error);

/**
 * Starts a thread that runs due jobs when they fall due, as `jobs.run_due` does, until crm_scheduler_stop or crm_close.
 * The only thread that the engine ever starts; for hosts that have no timer of their own. Listeners hear of what a job
 * changed on that thread, and the clock is asked on it. Several processes may each run one on the same file: each job
 * still runs once.
 *
 * Needs:
 * `scheduler` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_scheduler_start(crm_engine engine, crm_scheduler *scheduler, char **error);

/**
 * Looks for due jobs now instead of within a minute: for a host that knows of a jump of the clock, such as a device
 * that was asleep.
 *
 * Needs:
 * `error` is NULL or points to a variable.
 */
crm_code crm_scheduler_wake(crm_scheduler scheduler, char **error);

/**
 * Stops the thread, and waits for a job under way. From inside a listener on that thread it does not wait. Where a
 * callback on that thread does not return, it gives up (CRM_CODE_INVALID, `inside_a_callback`), and can be called again.
 *
 * Needs:
 * `error` is NULL or points to a variable.
 */
crm_code crm_scheduler_stop(crm_scheduler scheduler,
                            char **error);

/**
 * A session of an active user by id. The host has authenticated the user; the engine checks at every call what the
 * user may do.
 *
 * Needs:
 * `user_id` is a NUL-terminated text; `session` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_session_open(crm_engine engine, const char *user_id, crm_session *session, char **error);

/**
 * A session of an active user by login name. The host has authenticated the user.
 *
 * Needs:
 * `login` is a NUL-terminated text; `session` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_session_open_by_login(crm_engine engine, const char *login, crm_session *session, char **error);

/**
 * A session of an active user by id, whom the host has authenticated, and who signs in with it: the log of sign-ins tells
 * it (LOGIN-1). `client` says where from, a JSON object, `{"address": "192.0.2.7", "device": "Firefox"}`; each of the two
 * may be left out. For the one session with which somebody comes in, not for those that are opened for each request.
 *
 * Needs:
 * `user_id` and `client` are NUL-terminated texts; `session` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_session_open_with(crm_engine engine,
                               const char *user_id,
                               const char *client,
                               crm_session *session,
                               char **error);

/**
 * A session of an active user by login name and password (USER-2), for hosts that leave authentication to the engine.
 * The fifth wrong try in a row locks the login for fifteen minutes.
 *
 * Needs:
 * `login` and `password` are NUL-terminated texts; `session` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_session_login(crm_engine engine,
                           const char *login,
                           const char *password,
                           crm_session *session,
                           char **error);

/**
 * The same as crm_session_login with a code, where the user has a second factor (FACTOR-2), and with the client that the
 * attempt comes from, for the log of sign-ins. `code` is one of the user's device or a recovery code, NULL or an empty text
 * for none; `client` as for crm_session_open_with, or NULL. CRM_CODE_LOGIN_FAILED with the reason `code_required` says
 * that the password is right: ask for the code, and call again with both.
 *
 * Needs:
 * `login` and `password` are NUL-terminated texts, `code` and `client` such or NULL; `session` points to a variable;
 * `error` is NULL or points to one.
 */
crm_code crm_session_sign_in(crm_engine engine,
                             const char *login,
                             const char *password,
                             const char *code,
                             const char *client,
                             crm_session *session,
                             char **error);

/**
 * The same session with labels and error texts in another language, a tag as in BCP 47 ("en", "zh-Hans", "zh_CN"; what is
 * neither is English): a second handle, to be closed on its own.
 *
 * Needs:
 * `language` is a NUL-terminated text; `translated` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_session_with_locale(crm_session session,
                                 const char *language,
                                 crm_session *translated,
                                 char **error);

/**
 * The same session with a time limit: a call that is not over so long after it began, waiting included, ends with
 * CRM_CODE_INTERRUPTED; nothing of it is kept. 0 takes the limit away. A second handle, to be closed on its own.
 *
 * Needs:
 * `limited` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_session_with_time_limit(crm_session session, uint32_t limit_ms, crm_session *limited, char **error);

/**
 * Makes every call of this session that is under way, on any thread, end with CRM_CODE_INTERRUPTED; nothing of theirs is
 * kept, and those of other sessions go on. What crm_session_with_locale and crm_session_with_time_limit gave is the same
 * session; another that was opened for the same user is another.
 *
 * Needs:
 * `error` is NULL or points to a variable.
 */
crm_code crm_session_interrupt(crm_session session,
                               char **error);

/**
 * The id of the acting user, to be freed with crm_string_free.
 *
 * Needs:
 * `user_id` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_session_user(crm_session session, char **user_id, char **error);

/**
 * The language of labels and error texts ("en", "zh-Hans"), to be freed with crm_string_free.
 *
 * Needs:
 * `language` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_session_locale(crm_session session, char **language, char **error);

/**
 * Closes a session. Calls under way through it go on.
 *
 * Needs:
 * `error` is NULL or points to a variable.
 */
crm_code crm_session_close(crm_session session, char **error);

/**
 * Calls an operation (crm_operations.h names them all) with its arguments as a JSON object, NULL for none. Gives the
 * result as JSON, the text `null` where there is none, to be freed with crm_string_free; `result` may be NULL where it
 * is not wanted.
 *
 * Needs:
 * `operation` is a NUL-terminated text, `arguments` one or NULL; `result` and `error` are NULL or point to variables.
 */
crm_code crm_call(crm_session session, const char *operation, const char *arguments, char **result, char **error);

/**
 * Asks the host's sales system for its changes until it has no more, and stores each batch with its cursor
 * (SALES-2). `feed` names the system, and with it the cursor. `per_record` other than 0 refuses wrong records alone, not
 * their whole batch. Gives what became of them as JSON, a `SalesPull`, to be freed with crm_string_free; `result` may
 * be NULL.
 *
 * Needs:
 * `feed` is a NUL-terminated text; `function` may be called with `user_data` until this returns; `result` and `error`
 * are NULL or point to variables.
 */
crm_code crm_pull_sales(crm_session session,
                        const char *feed,
                        crm_sales_feed function,
                        void *user_data,
                        int32_t per_record,
                        char **result,
                        char **error);

/**
 * Registers a listener for committed changes; `user_data` is handed to each of its calls.
 *
 * Needs:
 * `function` may be called on any thread, with `user_data`, until crm_remove_change_listener or crm_close returns.
 * `listener` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_add_change_listener(crm_engine engine,
                                 crm_change_listener function,
                                 void *user_data,
                                 crm_listener *listener,
                                 char **error);

/**
 * Removes a listener and waits until it is not called any more: then its user data may be freed. From inside the
 * listener itself it does not wait. Where a call of it does not return, this gives up (CRM_CODE_INVALID,
 * `inside_a_callback`): it is not called anew, its user data must stay, and this can be called again.
 *
 * Needs:
 * `error` is NULL or points to a variable.
 */
crm_code crm_remove_change_listener(crm_engine engine, crm_listener listener, char **error);

/**
 * Waits until there is a change behind the sequence number `after`, at most `timeout_ms` milliseconds (0 looks once).
 * Gives the number of the last change in `latest`, which is `after` itself where nothing came; `changes.since` then tells
 * the changes. This is how to follow changes without a callback: what a single-threaded language should use. Whoever may
 * call `changes.latest` may wait.
 *
 * A commit of this process is heard of at once, one of another process within a quarter of a second. crm_interrupt ends
 * the waiting with CRM_CODE_INTERRUPTED, crm_close with CRM_CODE_INVALID (`closed`).
 *
 * Needs:
 * `latest` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_wait_changes(crm_session session,
                          int64_t after,
                          uint32_t timeout_ms,
                          int64_t *latest,
                          char **error);

/**
 * The version of the library, `0.1.0`. Not to be freed.
 */
const char *crm_version(void);

/**
 * The version of these functions. A program that was built against another number must not go on; compare it with
 * CRM_ABI_VERSION.
 */
uint32_t crm_abi_version(void);

/**
 * Every operation of this version as a JSON list: name, area, access, doc, confirm, public, bulk, and the arguments
 * and the result as JSON Schema. To be freed with crm_string_free.
 *
 * Needs:
 * `operations` points to a variable; `error` is NULL or points to one.
 */
crm_code crm_operations(char **operations, char **error);

/**
 * Says an error, as another function gave it, in a language ("en", "zh-Hans" …): a sentence for people, to be freed
 * with crm_string_free.
 *
 * Needs:
 * `error_json` and `language` are NUL-terminated texts; `sentence` points to a variable; `error` is NULL or points to
 * one, not to `error_json`.
 */
crm_code crm_error_text(const char *error_json, const char *language, char **sentence, char **error);

/**
 * Frees a text that a function gave; NULL is fine. Not for texts of crm_version and of callbacks.
 *
 * Needs:
 * `text` is NULL or was given by a function of this library, and was not freed before.
 */
void crm_string_free(char *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CRM_H */
