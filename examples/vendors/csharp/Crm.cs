// The engine in C#: libcrm by P/Invoke, for .NET Framework, .NET and mono. One file; CrmOperations.cs beside it has the names of
// the operations and a class for every record.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Threading;

namespace Crm
{
    /// <summary>What a call that failed says. Message is a sentence in the session's language.</summary>
    public sealed class CrmException : Exception
    {
        [DataContract]
        private sealed class Told
        {
            [DataMember(Name = "code")] public string Code = "bug";
            [DataMember(Name = "number")] public int Number = 11;
            [DataMember(Name = "text")] public string Text = "libcrm failed and did not say how";
            [DataMember(Name = "reason")] public string Reason = null;
            [DataMember(Name = "fields")] public List<FieldError> Fields = null;
        }

        private readonly Told told;
        private CrmException(Told told, string raw) : base(told.Text) { this.told = told; Raw = raw; }
        internal static CrmException From(string raw)
        {
            return new CrmException(raw == null ? new Told() : (Told)Json.ReadContract(raw, typeof(Told)), raw);
        }

        /// <summary>Its stable code, "invalid".</summary>
        public string Code { get { return told.Code; } }
        /// <summary>The same as a number.</summary>
        public int Number { get { return told.Number; } }
        /// <summary>Why, where the code alone does not say: "stale_version".</summary>
        public string Reason { get { return told.Reason; } }
        /// <summary>Of "invalid": every wrong field; else empty.</summary>
        public IReadOnlyList<FieldError> Fields { get { return told.Fields ?? new List<FieldError>(); } }
        /// <summary>All of it, as JSON.</summary>
        public string Raw { get; private set; }
    }

    /// <summary>How records become JSON and come of it. Put the host's library in its place before the first call.</summary>
    public static class Json
    {
        public static Func<object, string> Write = WriteContract;
        public static Func<string, Type, object> Read = ReadContract;

        private static DataContractJsonSerializer Of(Type type)
        {
            return new DataContractJsonSerializer(type, new DataContractJsonSerializerSettings { UseSimpleDictionaryFormat = true });
        }

        internal static string WriteContract(object value)
        {
            using (var stream = new MemoryStream())
            {
                Of(value.GetType()).WriteObject(stream, value);
                return Encoding.UTF8.GetString(stream.ToArray());
            }
        }

        internal static object ReadContract(string json, Type type)
        {
            using (var stream = new MemoryStream(Encoding.UTF8.GetBytes(json))) return Of(type).ReadObject(stream);
        }
    }

    internal static class Native
    {
        private const string Library = "crm";       // libcrm.so, crm.dll, libcrm.dylib
        internal delegate int Asked(out IntPtr error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)] internal delegate void Hear(IntPtr userData, IntPtr change);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint crm_abi_version();
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void crm_string_free(IntPtr text);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_open(byte[] options, out ulong engine, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_open_in_memory(byte[] options, out ulong engine, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_close(ulong engine, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_bootstrap(ulong engine, byte[] login, byte[] name, byte[] roles, out IntPtr id, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_add_change_listener(ulong engine, Hear hear, IntPtr userData, out ulong listener, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_remove_change_listener(ulong engine, ulong listener, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_session_open_by_login(ulong engine, byte[] login, out ulong session, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_session_sign_in(ulong engine, byte[] login, byte[] password, byte[] code, byte[] client, out ulong session, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_session_with_locale(ulong session, byte[] language, out ulong translated, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_session_interrupt(ulong session, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_session_close(ulong session, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int crm_call(ulong session, byte[] operation, byte[] arguments, out IntPtr result, out IntPtr error);

        /// <summary>UTF-8 with its NUL. (A string would be given in the system's code page, or cut at a NUL of its own.)</summary>
        internal static byte[] Utf8(string text)
        {
            if (text == null) return null;
            if (text.IndexOf('\0') >= 0) throw new ArgumentException("a text must not hold a NUL");
            return Encoding.UTF8.GetBytes(text + "\0");
        }

        /// <summary>A text of the library's, copied; its own is freed where that is asked.</summary>
        internal static string Taken(IntPtr text, bool free)
        {
            if (text == IntPtr.Zero) return null;
            var length = 0;
            while (Marshal.ReadByte(text, length) != 0) length++;
            var bytes = new byte[length];
            Marshal.Copy(text, bytes, 0, length);
            if (free) crm_string_free(text);
            return Encoding.UTF8.GetString(bytes);
        }

        internal static void Try(Asked ask)
        {
            IntPtr error;
            if (ask(out error) != 0) throw CrmException.From(Taken(error, true));
        }
    }

    /// <summary>An opened database. Dispose closes it, and waits for calls under way.</summary>
    public sealed class Engine : IDisposable
    {
        private readonly ulong handle;
        private bool closed;
        // What the library may call stays reachable here: a collected delegate would end the process.
        private readonly Dictionary<ulong, Native.Hear> heard = new Dictionary<ulong, Native.Hear>();

        /// <summary>Opens a database file, making it where there is none. Options as of crm_open, {"path": "erp.crm"}; without a path, a
        /// new database in memory.</summary>
        public Engine(string options)
        {
            if (Native.crm_abi_version() != 0) throw new InvalidOperationException("built for another libcrm");
            ulong opened = 0;
            var named = options != null && options.Contains("\"path\"");
            Native.Try((out IntPtr error) => named
                ? Native.crm_open(Native.Utf8(options), out opened, out error)
                : Native.crm_open_in_memory(Native.Utf8(options), out opened, out error));
            handle = opened;
        }

        /// <summary>Makes the first user of a new database, and gives the user's id.</summary>
        public string Bootstrap(string login, string displayName, params string[] roles)
        {
            var id = IntPtr.Zero;
            Native.Try((out IntPtr error) => Native.crm_bootstrap(
                handle, Native.Utf8(login), Native.Utf8(displayName), Native.Utf8(Json.WriteContract(roles)), out id, out error));
            return Native.Taken(id, true);
        }

        /// <summary>Calls for every committed change, on the thread that made it. An exception of the listener's is dropped. Dispose what
        /// is given to end it.</summary>
        public IDisposable Listen(Action<ChangeEvent> hear)
        {
            Native.Hear called = (userData, change) =>
            {
                // An exception that left here would jump over the engine.
                try { hear((ChangeEvent)Json.Read(Native.Taken(change, false), typeof(ChangeEvent))); } catch { }
            };
            ulong listener = 0;
            Native.Try((out IntPtr error) => Native.crm_add_change_listener(handle, called, IntPtr.Zero, out listener, out error));
            lock (heard) heard.Add(listener, called);
            return new Listener { Engine = this, Number = listener };
        }

        private sealed class Listener : IDisposable
        {
            internal Engine Engine;
            internal ulong Number;

            public void Dispose()
            {
                lock (Engine.heard) if (Engine.closed || !Engine.heard.ContainsKey(Number)) return;
                Native.Try((out IntPtr error) => Native.crm_remove_change_listener(Engine.handle, Number, out error));
                lock (Engine.heard) Engine.heard.Remove(Number);
            }
        }

        /// <summary>A session of a user whom the host has authenticated.</summary>
        public Session Session(string login)
        {
            ulong session = 0;
            Native.Try((out IntPtr error) => Native.crm_session_open_by_login(handle, Native.Utf8(login), out session, out error));
            return new Session(session);
        }

        /// <summary>A session by password, and by a code where the user has a second factor.</summary>
        public Session SignIn(string login, string password, string code = null, string client = null)
        {
            ulong session = 0;
            Native.Try((out IntPtr error) => Native.crm_session_sign_in(
                handle, Native.Utf8(login), Native.Utf8(password), Native.Utf8(code), Native.Utf8(client), out session, out error));
            return new Session(session);
        }

        public void Dispose()
        {
            if (closed) return;
            Native.Try((out IntPtr error) => Native.crm_close(handle, out error));
            lock (heard) { closed = true; heard.Clear(); }
        }
    }
}
