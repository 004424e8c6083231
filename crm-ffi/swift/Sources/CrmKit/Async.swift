import Foundation

/// Blocking calls, away from the caller's actor and from the few threads of Swift's own pool: a call waits for the disk,
/// and a write for the writers before it.
private let calls = DispatchQueue(label: "crm.calls", qos: .userInitiated, attributes: .concurrent)

private func background<T>(_ work: @escaping () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        calls.async { continuation.resume(with: Result(catching: work)) }
    }
}

extension Session {
    /// Makes blocking calls of a session from a task: `try await session.io { try $0.opportunities().list() }`.
    ///
    /// A cancelled task leaves the call to end by itself; `Crm.interrupt()` ends every call under way.
    public func io<T>(_ work: @escaping (Session) throws -> T) async throws -> T {
        try await background { try work(self) }
    }
}

extension Crm {
    /// The same for the engine itself: `try await crm.io { try $0.session(user: user) }`.
    public func io<T>(_ work: @escaping (Crm) throws -> T) async throws -> T {
        try await background { try work(self) }
    }

    /// The committed changes from now on. To follow every change without a gap, across restarts, ask
    /// `changes().since(…)`.
    public func changeStream() -> AsyncStream<ChangeEvent> {
        AsyncStream { continuation in
            let number = onChange(listener: StreamListener(continuation))
            continuation.onTermination = { [weak self] _ in _ = self?.removeListener(number: number) }
        }
    }
}

private final class StreamListener: ChangeListener {
    private let continuation: AsyncStream<ChangeEvent>.Continuation

    init(_ continuation: AsyncStream<ChangeEvent>.Continuation) {
        self.continuation = continuation
    }

    func changed(event: ChangeEvent) {
        continuation.yield(event)
    }
}
