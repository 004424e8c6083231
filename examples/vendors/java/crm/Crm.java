package crm;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An opened database: libcrm by JNA, with texts as JSON on both sides, for whichever JSON library the host has. CrmOperations has the
 * names of the operations, CrmRecords a class for every record. May be used from any thread.
 */
public final class Crm implements AutoCloseable {
    /** The functions as they are. Texts cross as bytes: JNA's own would be in the platform's encoding, and never freed. */
    interface Functions extends Library {
        int crm_abi_version();
        void crm_string_free(Pointer text);
        int crm_open(Pointer options, LongByReference engine, PointerByReference error);
        int crm_open_in_memory(Pointer options, LongByReference engine, PointerByReference error);
        int crm_close(long engine, PointerByReference error);
        int crm_bootstrap(long engine, Pointer login, Pointer name, Pointer roles, PointerByReference id, PointerByReference error);
        int crm_add_change_listener(long engine, Heard heard, Pointer data, LongByReference listener, PointerByReference error);
        int crm_remove_change_listener(long engine, long listener, PointerByReference error);
        int crm_session_open_by_login(long engine, Pointer login, LongByReference session, PointerByReference error);
        int crm_session_sign_in(long engine, Pointer login, Pointer password, Pointer code, Pointer client, LongByReference session, PointerByReference error);
        int crm_session_with_locale(long session, Pointer language, LongByReference translated, PointerByReference error);
        int crm_session_interrupt(long session, PointerByReference error);
        int crm_session_close(long session, PointerByReference error);
        int crm_call(long session, Pointer operation, Pointer arguments, PointerByReference result, PointerByReference error);
        int crm_wait_changes(long session, long after, int milliseconds, LongByReference latest, PointerByReference error);
    }

    /** What the library calls. */
    interface Heard extends Callback {
        void invoke(Pointer data, Pointer change);
    }

    /** A function whose last argument is its error. */
    interface Asked {
        int ask(PointerByReference error);
    }

    static final Functions LIBRARY = Native.load("crm", Functions.class);

    private final long handle;
    private boolean closed;
    // A listener that was collected would be called all the same.
    private final Map<Long, Heard> heard = new ConcurrentHashMap<>();

    private Crm(long handle) {
        this.handle = handle;
    }

    /** Opens a database file, making it where there is none. Options as of crm_open, {"path": "erp.crm"}. */
    public static Crm open(String options) {
        var engine = new LongByReference();
        check();
        attempt(error -> LIBRARY.crm_open(utf8(options), engine, error));
        return new Crm(engine.getValue());
    }

    /** Opens a new database in memory; options as of open, or null. */
    public static Crm openInMemory(String options) {
        var engine = new LongByReference();
        check();
        attempt(error -> LIBRARY.crm_open_in_memory(utf8(options), engine, error));
        return new Crm(engine.getValue());
    }

    private static void check() {
        if (LIBRARY.crm_abi_version() != 0) throw new IllegalStateException("built for another libcrm");
    }

    /** Makes the first user of a new database, and gives the user's id. Roles as JSON, ["sales_manager"]. */
    public String bootstrap(String login, String displayName, String roles) {
        var id = new PointerByReference();
        attempt(error -> LIBRARY.crm_bootstrap(handle, utf8(login), utf8(displayName), utf8(roles), id, error));
        return taken(id.getValue());
    }

    /** Calls for every committed change, with a ChangeEvent as JSON, on the thread that made it. What it throws is dropped. */
    public AutoCloseable listen(Consumer<String> hear) {
        Heard called = (data, change) -> {
            try {
                hear.accept(change.getString(0, "UTF-8"));
            } catch (Throwable dropped) {
                // It would end in JNA's handler, and say nothing to whoever made the change.
            }
        };
        var listener = new LongByReference();
        attempt(error -> LIBRARY.crm_add_change_listener(handle, called, null, listener, error));
        heard.put(listener.getValue(), called);
        return () -> {
            if (closed || !heard.containsKey(listener.getValue())) return;
            attempt(error -> LIBRARY.crm_remove_change_listener(handle, listener.getValue(), error));
            heard.remove(listener.getValue());
        };
    }

    /** A session of a user whom the host has authenticated. */
    public Session session(String login) {
        var session = new LongByReference();
        attempt(error -> LIBRARY.crm_session_open_by_login(handle, utf8(login), session, error));
        return new Session(session.getValue());
    }

    /** A session by password, and by a code where the user has a second factor; code and client (JSON) may be null. */
    public Session signIn(String login, String password, String code, String client) {
        var session = new LongByReference();
        attempt(error -> LIBRARY.crm_session_sign_in(handle, utf8(login), utf8(password), utf8(code), utf8(client), session, error));
        return new Session(session.getValue());
    }

    /** Closes the database with its sessions, and waits for calls under way. */
    @Override
    public synchronized void close() {
        if (closed) return;
        attempt(error -> LIBRARY.crm_close(handle, error));
        closed = true;
        heard.clear();
    }

    /** UTF-8 with its NUL; a text with one of its own would be cut there. */
    static Pointer utf8(String text) {
        if (text == null) return null;
        if (text.indexOf('\0') >= 0) throw new IllegalArgumentException("a text must not hold a NUL");
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    /** A text of the library's, copied and given back. */
    static String taken(Pointer text) {
        if (text == null) return null;
        try {
            return text.getString(0, "UTF-8");
        } finally {
            LIBRARY.crm_string_free(text);
        }
    }

    static void attempt(Asked asked) {
        var error = new PointerByReference();
        var code = asked.ask(error);
        if (code != 0) throw new CrmException(code, taken(error.getValue()));
    }

    /** The engine as one user sees it. May be used from any thread. */
    public static final class Session implements AutoCloseable {
        private final long handle;

        private Session(long handle) {
            this.handle = handle;
        }

        /** The same session with texts in another language, "zh-Hans". */
        public Session in(String language) {
            var translated = new LongByReference();
            attempt(error -> LIBRARY.crm_session_with_locale(handle, utf8(language), translated, error));
            return new Session(translated.getValue());
        }

        /** Calls an operation with a JSON object, or null; gives JSON, "null" where there is nothing. */
        public String call(String operation, String arguments) {
            var result = new PointerByReference();
            attempt(error -> LIBRARY.crm_call(handle, utf8(operation), utf8(arguments), result, error));
            return taken(result.getValue());
        }

        /** Ends this session's calls under way, on any thread, with "interrupted"; nothing of theirs is kept. */
        public void interrupt() {
            attempt(error -> LIBRARY.crm_session_interrupt(handle, error));
        }

        /** Waits until there is a change behind a number; gives the last one's, the number itself where nothing came. */
        public long waitChanges(long after, int milliseconds) {
            var latest = new LongByReference();
            attempt(error -> LIBRARY.crm_wait_changes(handle, after, milliseconds, latest, error));
            return latest.getValue();
        }

        /** Closes the session; calls under way go on. */
        @Override
        public void close() {
            attempt(error -> LIBRARY.crm_session_close(handle, error));
        }
    }
}
