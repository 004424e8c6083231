/// Answer after answer of a call that goes on behind `after`: the pages of a list, the parts of a long plan.
///
///     try following(\.next, { try session.opportunities().list(page: PageRequest(after: $0)) }) { page in
///         page.items.forEach { print($0.customerName) }
///     }
public func following<Answer>(
    _ next: (Answer) -> String?, _ fetch: (_ after: String?) throws -> Answer, each: (Answer) throws -> Void
) rethrows {
    var after: String?
    repeat {
        let answer = try fetch(after)
        try each(answer)
        after = next(answer)
    } while after != nil
}
