// A session: the engine as one user sees it.
using System;
using System.Threading;

namespace Crm
{
    /// <summary>The engine as one user sees it. May be used from any thread.</summary>
    public sealed class Session : IDisposable
    {
        private readonly ulong handle;
        private bool closed;

        internal Session(ulong handle) { this.handle = handle; }

        /// <summary>The same session with texts in another language, "zh-Hans".</summary>
        public Session In(string language)
        {
            ulong translated = 0;
            Native.Try((out IntPtr error) => Native.crm_session_with_locale(handle, Native.Utf8(language), out translated, out error));
            return new Session(translated);
        }

        /// <summary>Makes a call as the library does: a JSON object in, JSON out ("null" where there is nothing). A token that is
        /// cancelled interrupts this session's calls; nothing of them is kept, and OperationCanceledException says so.</summary>
        public string Call(string operation, string arguments = null, CancellationToken cancel = default(CancellationToken))
        {
            cancel.ThrowIfCancellationRequested();
            Timer timer = null;
            // An interrupt reaches the calls under way: one that had not quite begun is told again until it is over.
            TimerCallback interrupt = state => { IntPtr error; Native.crm_session_interrupt(handle, out error); Native.Taken(error, true); };
            var registered = cancel.Register(() => { lock (interrupt) if (timer == null) timer = new Timer(interrupt, null, 0, 1); });
            try
            {
                var result = IntPtr.Zero;
                Native.Try((out IntPtr error) => Native.crm_call(handle, Native.Utf8(operation), Native.Utf8(arguments), out result, out error));
                return Native.Taken(result, true);
            }
            catch (CrmException refused)
            {
                if (refused.Code == "interrupted" && cancel.IsCancellationRequested) throw new OperationCanceledException(refused.Message, refused, cancel);
                throw;
            }
            finally
            {
                registered.Dispose();
                // The interrupt of this call must not reach the session's next one.
                using (var ended = new ManualResetEvent(false)) if (timer != null && timer.Dispose(ended)) ended.WaitOne();
            }
        }

        /// <summary>A call with records: Call&lt;Opportunity&gt;(Operations.OpportunitiesGet, new OpportunitiesGetArgs { Id = id }).</summary>
        public T Call<T>(string operation, object arguments = null, CancellationToken cancel = default(CancellationToken))
        {
            return (T)Json.Read(Call(operation, arguments == null ? null : Json.Write(arguments), cancel), typeof(T));
        }

        public void Dispose()
        {
            if (closed) return;
            closed = true;
            IntPtr error;
            // One whose engine was closed first is closed already.
            Native.crm_session_close(handle, out error);
            Native.Taken(error, true);
        }
    }
}
