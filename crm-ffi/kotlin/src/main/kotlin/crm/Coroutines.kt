package crm

import crm.model.ChangeEvent
import crm.model.ChangeListener
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext

/**
 * Makes blocking calls of a session from a coroutine: `session.io { opportunities().list() }`.
 *
 * A call waits for the disk, and a write for the writers before it, so it belongs on the dispatcher that is there for
 * such calls, never on the main thread. A cancelled coroutine leaves the call to end by itself; [Crm.interrupt] ends
 * every call under way.
 */
suspend fun <T> Session.io(calls: Session.() -> T): T = withContext(Dispatchers.IO) { calls() }

/** The same for the engine itself: `crm.io { session(user) }`. */
suspend fun <T> Crm.io(calls: Crm.() -> T): T = withContext(Dispatchers.IO) { calls() }

/**
 * The committed changes, from the moment that collecting begins, as a flow. A collector that is slow loses the oldest
 * beyond the last 64; to follow every change without a gap, ask `changes().since(…)`.
 */
fun Crm.changeFlow(): Flow<ChangeEvent> = flow {
    // Not `callbackFlow`: that starts to listen when a dispatcher finds the time, and what happens until then is lost.
    val events = Channel<ChangeEvent>(64, BufferOverflow.DROP_OLDEST)
    val number = onChange(
        object : ChangeListener {
            override fun changed(event: ChangeEvent) {
                events.trySend(event)
            }
        },
    )
    try {
        emitAll(events)
    } finally {
        removeListener(number)
    }
}
