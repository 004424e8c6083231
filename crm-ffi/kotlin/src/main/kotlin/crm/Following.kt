package crm

/**
 * Answer after answer of a call that goes on behind `after`, fetched when it is reached: the pages of a list, the parts
 * of a long plan.
 *
 * ```
 * following(OpportunityPage::next) { session.opportunities().list(page = PageRequest(after = it)) }.flatMap { it.items }
 * following(Plan::next) { session.plans().get(opportunity, after = it) }.flatMap { it.items }
 * ```
 */
fun <A> following(next: (A) -> String?, fetch: (after: String?) -> A): Sequence<A> = sequence {
    var after: String? = null
    do {
        val answer = fetch(after)
        yield(answer)
        after = next(answer)
    } while (after != null)
}
