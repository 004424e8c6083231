<?php
// The engine in PHP: libcrm by FFI. CrmOperations.php beside it has the names of the operations. On a command line FFI is there;
// in a web server's processes `ffi.enable=true` allows it. Fork first (as php-fpm does) and open behind it.
declare(strict_types=1);

namespace Crm;

use FFI;

/** What a call that failed says; the message is a sentence in the session's language. */
final class CrmException extends \RuntimeException
{
    /** Its stable code, `invalid`. (getCode() is the same as a number.) */
    public readonly string $kind;
    /** All that it carries: fields, entity, id, reason … */
    public readonly array $told;

    public function __construct(array $told)
    {
        parent::__construct($told['text'], $told['number']);
        $this->kind = $told['code'];
        $this->told = $told;
    }
}

/** The library, loaded once. */
final class Library
{
    private static ?FFI $ffi = null;

    /** Loads it: the declarations are share/crm/crm.cdef of an installed library. */
    public static function load(string $cdef = '/usr/local/share/crm/crm.cdef', string $library = 'libcrm.so.0'): void
    {
        self::$ffi = FFI::cdef(file_get_contents($cdef), $library);
        if (self::$ffi->crm_abi_version() !== 0) {
            throw new \RuntimeException('libcrm has another interface than this package knows');
        }
    }

    public static function ffi(): FFI
    {
        if (self::$ffi === null) {
            self::load();
        }
        return self::$ffi;
    }

    /** Calls a function; its error is the last argument. Throws it where there is one. */
    public static function call(string $function, mixed ...$arguments): void
    {
        foreach ($arguments as $argument) {
            if (is_string($argument) && str_contains($argument, "\0")) {
                throw new \ValueError('a text must not hold a NUL');
            }
        }
        $told = self::ffi()->new('char *');
        if (self::ffi()->{$function}(...[...$arguments, FFI::addr($told)]) !== 0) {
            throw new CrmException(json_decode(self::taken($told), true, 512, JSON_THROW_ON_ERROR));
        }
    }

    /** A function that gives a handle in front of its error. */
    public static function handle(string $function, mixed ...$arguments): int
    {
        $handle = self::ffi()->new('uint64_t');
        self::call($function, ...[...$arguments, FFI::addr($handle)]);
        return $handle->cdata;
    }

    /** A function that gives a text in front of its error. */
    public static function text(string $function, mixed ...$arguments): string
    {
        $text = self::ffi()->new('char *');
        self::call($function, ...[...$arguments, FFI::addr($text)]);
        return self::taken($text);
    }

    private static function taken(FFI\CData $text): string
    {
        $copied = FFI::string($text);
        self::ffi()->crm_string_free($text);
        return $copied;
    }
}

/** An opened database. It is closed with the object at the latest. */
final class Engine
{
    private bool $closed = false;
    /** What the library may call. */
    private array $heard = [];

    private function __construct(private readonly int $handle)
    {
    }

    /** Opens a database file, making it where there is none; without `path`, a new one in memory. Options as of crm_open. */
    public static function open(array $options = []): self
    {
        $said = json_encode((object) $options, JSON_THROW_ON_ERROR);
        return new self(Library::handle(isset($options['path']) ? 'crm_open' : 'crm_open_in_memory', $said));
    }

    /** Makes the first user of a new database, and gives the user's id. */
    public function bootstrap(string $login, string $displayName, array $roles): string
    {
        return Library::text('crm_bootstrap', $this->handle, $login, $displayName, json_encode($roles, JSON_THROW_ON_ERROR));
    }

    /** A session of a user whom the host has authenticated. */
    public function session(string $login): Session
    {
        return new Session(Library::handle('crm_session_open_by_login', $this->handle, $login));
    }

    /** A session by password, and by a code where the user has a second factor; `client` is where from, for the log of sign-ins. */
    public function signIn(string $login, string $password, ?string $code = null, ?array $client = null): Session
    {
        $from = $client === null ? null : json_encode($client, JSON_THROW_ON_ERROR);
        return new Session(Library::handle('crm_session_sign_in', $this->handle, $login, $password, $code, $from));
    }

    /** Calls a function for every change that this process commits, until what is given is called. What it throws is dropped. */
    public function listen(callable $hear): \Closure
    {
        $called = static function ($userData, $change) use ($hear): void {
            // PHP ends the process where an exception leaves a function that C called.
            try {
                $hear(json_decode(is_string($change) ? $change : FFI::string($change), true, 512, JSON_THROW_ON_ERROR));
            } catch (\Throwable) {
            }
        };
        $listener = Library::handle('crm_add_change_listener', $this->handle, $called, null);
        $this->heard[$listener] = $called;
        return function () use ($listener): void {
            if (!$this->closed && isset($this->heard[$listener])) {
                Library::call('crm_remove_change_listener', $this->handle, $listener);
                unset($this->heard[$listener]);
            }
        };
    }

    /** Closes the database with its sessions. */
    public function close(): void
    {
        if (!$this->closed) {
            Library::call('crm_close', $this->handle);
            $this->closed = true;
            $this->heard = [];
        }
    }

    public function __destruct()
    {
        try {
            $this->close();
        } catch (CrmException) {
            // Inside a listener: the process's end closes it.
        }
    }
}

/** The engine as one user sees it. */
final class Session
{
    public function __construct(private readonly int $handle)
    {
    }

    /** The same session with texts in another language, `zh-Hans`. */
    public function in(string $language): self
    {
        return new self(Library::handle('crm_session_with_locale', $this->handle, $language));
    }

    /** The same session whose calls end behind so many milliseconds, as `interrupted`. */
    public function withTimeLimit(int $milliseconds): self
    {
        return new self(Library::handle('crm_session_with_time_limit', $this->handle, $milliseconds));
    }

    /** Calls an operation. Records are arrays by name; an empty object inside the arguments is `new \stdClass`. */
    public function call(string $operation, array $arguments = []): mixed
    {
        $said = json_encode((object) $arguments, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION);
        return json_decode(Library::text('crm_call', $this->handle, $operation, $said), true, 512, JSON_THROW_ON_ERROR);
    }

    /** Waits until there is a change behind the number `after`; the number itself where nothing came in that time. */
    public function waitChanges(int $after, int $milliseconds): int
    {
        $latest = Library::ffi()->new('int64_t');
        Library::call('crm_wait_changes', $this->handle, $after, $milliseconds, FFI::addr($latest));
        return $latest->cdata;
    }

    /** Closes the session. */
    public function close(): void
    {
        Library::call('crm_session_close', $this->handle);
    }
}
