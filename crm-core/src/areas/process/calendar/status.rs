//! Who may: everybody looks into calendars, whose entries are told by what each reads, and opens a feed of their own; feeds are
//! asked for by the host's own system.

use crate::engine::permission::rights;

rights! {
    entries    by everyone;
    export_ics by SMAE;
    import_ics by SMAE;
    open_feed  by everyone;
    close_feed by everyone;
    feed       by I;
}
