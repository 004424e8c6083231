'use strict';
// The engine in Node: libcrm by koffi. Synchronous calls block the loop (most take microseconds); asynchronous ones run on
// the threads of libuv. No function of JavaScript is ever given to the library, so nothing can be called when the loop is
// busy or gone, and closing never waits for the loop: changes are waited for instead.
const koffi = require('koffi');

/** What a call that failed says. */
class CrmError extends Error {
  constructor(told) {
    super(told.text);
    this.name = 'CrmError';
    // code, number, and what that kind of error carries: fields, entity, id, reason …
    const { text, ...carried } = told;
    Object.assign(this, carried);
  }
}

let bound;

/** Loads the library; from here on it is the one of this process. Without a path, the system's. */
function load(path = process.env.CRM_LIBRARY || { win32: 'crm.dll', darwin: 'libcrm.dylib' }[process.platform] || 'libcrm.so.0') {
  if (bound) return bound;
  // What koffi gives calls on other threads, 128 KiB, is twice what the library as shipped needs, and too little for one that was not
  // optimised. What is not touched takes no memory.
  koffi.config({ async_stack_size: 1024 * 1024 });
  const lib = koffi.load(path);
  const free = lib.func('void crm_string_free(void *text)');
  // A text of the library's, copied and given back to it.
  koffi.disposable('CrmText', 'str', free);
  const f = (declaration) => lib.func(declaration);
  const abi = f('uint32_t crm_abi_version()')();
  if (abi !== 0) throw new Error(`libcrm has interface ${abi}, this package knows 0`);
  bound = {
    version: f('const char *crm_version()')(),
    open: f('int crm_open(const char *options, _Out_ uint64_t *engine, _Out_ CrmText *error)'),
    openInMemory: f('int crm_open_in_memory(const char *options, _Out_ uint64_t *engine, _Out_ CrmText *error)'),
    close: f('int crm_close(uint64_t engine, _Out_ CrmText *error)'),
    bootstrap: f('int crm_bootstrap(uint64_t engine, const char *login, const char *name, const char *roles, _Out_ CrmText *id, _Out_ CrmText *error)'),
    interrupt: f('int crm_interrupt(uint64_t engine, _Out_ CrmText *error)'),
    sessionByLogin: f('int crm_session_open_by_login(uint64_t engine, const char *login, _Out_ uint64_t *session, _Out_ CrmText *error)'),
    signIn: f('int crm_session_sign_in(uint64_t engine, const char *login, const char *password, const char *code, const char *client, _Out_ uint64_t *session, _Out_ CrmText *error)'),
    withLocale: f('int crm_session_with_locale(uint64_t session, const char *language, _Out_ uint64_t *translated, _Out_ CrmText *error)'),
    sessionInterrupt: f('int crm_session_interrupt(uint64_t session, _Out_ CrmText *error)'),
    sessionClose: f('int crm_session_close(uint64_t session, _Out_ CrmText *error)'),
    call: f('int crm_call(uint64_t session, const char *operation, const char *arguments, _Out_ CrmText *result, _Out_ CrmText *error)'),
    wait: f('int crm_wait_changes(uint64_t session, int64_t after, uint32_t timeout, _Out_ int64_t *latest, _Out_ CrmText *error)'),
  };
  return bound;
}

function refused(told) {
  return new CrmError(JSON.parse(told[0] ?? '{"code": "bug", "number": 11, "text": "libcrm failed and did not say how"}'));
}

/** Calls a function whose last arguments are its outputs, and gives the first of them. */
function ask(f, ...args) {
  const out = [null], told = [null];
  if (f(...args, out, told) !== 0) throw refused(told);
  return out[0];
}

function tell(f, ...args) {
  const told = [null];
  if (f(...args, told) !== 0) throw refused(told);
}

function askLater(f, ...args) {
  const out = [null], told = [null];
  return new Promise((resolve, reject) => {
    f.async(...args, out, told, (failed, code) => {
      if (failed) reject(failed);
      else if (code !== 0) reject(refused(told));
      else resolve(out[0]);
    });
  });
}

// A text with a NUL would be cut there without a word.
function text(value, what) {
  if (typeof value !== 'string') throw new TypeError(`${what} must be a text`);
  if (value.includes('\0')) throw new TypeError(`${what} must not hold a NUL`);
  return value;
}

/** An opened database. */
class Engine {
  #handle;

  constructor(handle) { this.#handle = handle; }

  /** Opens a database file, making it where there is none; without `path`, a new one in memory. */
  static open(options = {}) {
    const lib = load();
    return new Engine(ask('path' in options ? lib.open : lib.openInMemory, JSON.stringify(options)));
  }

  /** Makes the first user of a new database, and gives the user's id. */
  bootstrap(login, displayName, roles) {
    return ask(load().bootstrap, this.#handle, text(login, 'login'), text(displayName, 'displayName'), JSON.stringify(roles));
  }

  /** A session of a user whom the host has authenticated. */
  session(login) { return new Session(ask(load().sessionByLogin, this.#handle, text(login, 'login'))); }

  /** A session by password, and by a code where the user has a second factor. */
  signIn(login, password, { code = null, client = null } = {}) {
    const said = client && JSON.stringify(client);
    return new Session(ask(load().signIn, this.#handle, text(login, 'login'), text(password, 'password'), code, said));
  }

  /** Ends every call under way, with `interrupted`. */
  interrupt() { tell(load().interrupt, this.#handle); }

  /** Closes the database with its sessions. Asynchronous calls under way are waited for, waiting for changes ends. */
  close() { tell(load().close, this.#handle); }
}

/** The engine as one user sees it. */
class Session {
  #handle;

  constructor(handle) { this.#handle = handle; }

  /** The same session with texts in another language, `zh-Hans`. */
  in(language) { return new Session(ask(load().withLocale, this.#handle, text(language, 'language'))); }

  /** Calls an operation and waits for it. */
  callSync(operation, args = {}) {
    return JSON.parse(ask(load().call, this.#handle, text(operation, 'operation'), JSON.stringify(args)));
  }

  /** Calls an operation on another thread. A signal that is aborted interrupts this session's calls. */
  async call(operation, args = {}, { signal } = {}) {
    signal?.throwIfAborted();
    let over = false;
    // An interrupt reaches the calls under way: one that had not quite begun is told again until it is over.
    const interrupt = () => {
      if (over) return;
      tell(load().sessionInterrupt, this.#handle);
      setTimeout(interrupt, 1);
    };
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      return JSON.parse(await askLater(load().call, this.#handle, text(operation, 'operation'), JSON.stringify(args)));
    } catch (error) {
      if (signal?.aborted && error.code === 'interrupted') error.cause = signal.reason;
      throw error;
    } finally {
      over = true;
      signal?.removeEventListener('abort', interrupt);
    }
  }

  /** Waits until there is a change behind the number `after`; the number itself where nothing came in `timeoutMs`. */
  waitChanges(after, timeoutMs) { return askLater(load().wait, this.#handle, after, timeoutMs).then(Number); }

  /** Change after change, from behind `from` (else from now on), until the loop over it ends. */
  async *changes({ from, signal } = {}) {
    let { sequence, database, epoch } = from ?? (await this.call('changes.latest'));
    while (!signal?.aborted) {
      // Not for long: what waits keeps one of libuv's threads.
      if ((await this.waitChanges(sequence, 200)) === sequence) continue;
      const page = await this.call('changes.since', { sequence, database, epoch });
      yield* page.items;
      ({ sequence, database, epoch } = page);
    }
  }

  /** Closes the session; calls under way go on. */
  close() { tell(load().sessionClose, this.#handle); }
}

module.exports = { CrmError, Engine, Session, load };
