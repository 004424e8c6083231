//! What a caller sends and gets.

use crate::customers::CustomerId;
use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::{choices, record};
use crate::engine::schedule::Job;
use crate::notes::NoteId;
use crate::objects::RecordKey;
use crate::opportunities::OpportunityId;
use crate::users::UserRef;

/// The bytes of a message, at most (CAPT-5): 25 MiB.
pub const MAX_MESSAGE: usize = 25 * 1024 * 1024;

/// The bytes of all headers of a message, at most.
pub const MAX_HEADERS: usize = 256 * 1024;

/// The parts of a message, at most.
pub const MAX_PARTS: usize = 100;

/// How deep its parts may stand in one another.
pub const MAX_DEPTH: usize = 10;

kinds! {
    /// What came in by a form or as an e-mail.
    CAPTURE = "capture" in captures;
}

impl Job {
    /// Forgetting whence forms were sent (CAPT-4).
    pub const CAPTURE_ADDRESSES: Job = Job::named("capture_addresses");
}

id! {
    /// Identifies a capture.
    CaptureId
}

choices! {
    /// How something was captured.
    CaptureHow {
        /// By a form.
        Form = "form",
        /// As an e-mail.
        Email = "email",
    }
}

choices! {
    /// What became of what was captured.
    CaptureOutcome {
        /// An opportunity, a lead.
        Created = "created",
        /// A note on a record that was there.
        Joined = "joined",
        /// Nothing: it had come before.
        Repeated = "repeated",
        /// Nothing: it says why.
        Ignored = "ignored",
    }
}

choices! {
    /// Why something was ignored.
    CaptureReason {
        /// The form's trap was filled, which only machines see.
        Trap = "trap",
        /// A machine answered.
        AutoReply = "auto_reply",
        /// It tells what became of another message.
        Bounce = "bounce",
        /// It went to a list.
        List = "list",
        /// Its sender takes no answers.
        NoReply = "no_reply",
        /// It came from a user, or from the mailbox itself.
        Own = "own",
    }
}

record! {
    /// An answer to a question of a form (CAPT-3).
    input FormAnswer {
        /// The name of the form's field.
        name: String [text(100)],
        /// The answer, as a text; an empty one is none.
        value: Option<String> = None [long],
    }
}

record! {
    /// What a host knows of a visit (CAPT-3); kept with the capture.
    input Visit {
        /// The page on which it began.
        landing_page: Option<String> = None [short],
        /// The page from which the visitor came.
        referrer: Option<String> = None [short],
        /// The campaign of which the link was.
        campaign: Option<String> = None [short],
        /// What the host calls the visitor.
        visitor: Option<String> = None [short],
    }
}

record! {
    /// What became of what was captured.
    output Captured {
        /// The capture; of what had come before as a message, the earlier one.
        id: CaptureId,
        /// What became of it.
        outcome: CaptureOutcome,
        /// Why it was ignored, where it was.
        reason: Option<CaptureReason>,
        /// The opportunity that was created or joined; of what had come before, the earlier one's, while there is one.
        opportunity: Option<OpportunityId>,
        /// The customer that was joined.
        customer: Option<CustomerId>,
        /// The note that it became.
        note: Option<NoteId>,
    }
}

record! {
    /// The form by which something was captured, as it is called now.
    output CaptureFormRef {
        /// The id of the setup document.
        id: crate::setup::SetupId,
        /// Its name.
        name: String,
    }
}

record! {
    /// What came in by a form or as an e-mail, and what became of it (CAPT-1).
    output Capture of CAPTURE {
        /// Its id.
        id: CaptureId,
        /// How it came.
        how: CaptureHow,
        /// The form, where it came by one that is there.
        form: Option<CaptureFormRef>,
        /// The address of the mailbox, where it came as an e-mail.
        mailbox: Option<String>,
        /// What became of it.
        outcome: CaptureOutcome,
        /// Why it was ignored, where it was.
        reason: Option<CaptureReason>,
        /// The opportunity that was created or joined, while there is one.
        opportunity: Option<OpportunityId>,
        /// The customer that was joined, while there is one.
        customer: Option<CustomerId>,
        /// The note that it became.
        note: Option<NoteId>,
        /// The sender's e-mail, as such are compared.
        email: Option<String> [confidential(email)],
        /// The sender's telephone number, as such are compared.
        phone: Option<String> [confidential(phone)],
        /// What was said: the labels of a form with the answers, the subject of a message.
        said: Option<String> [confidential(text)],
        /// What was consented to, as it stood then.
        consent: Option<String> [confidential(text)],
        /// The page on which the visit began.
        landing_page: Option<String> [confidential(text)],
        /// The page from which the visitor came.
        referrer: Option<String> [confidential(text)],
        /// The campaign of which the link was.
        campaign: Option<String> [confidential(text)],
        /// What the host calls the visitor.
        visitor: Option<String> [confidential(text)],
        /// How many there were: of filled traps, those of a form and day are one.
        count: i64,
        /// Who gave it to the engine.
        creator: Option<UserRef>,
        /// When it came.
        created_at: Timestamp,
    }
}

page!(CapturePage of Capture, "A page of captures, newest first.");

record! {
    /// Which captures are wanted; what is absent does not restrict.
    input CaptureFilter {
        /// That came so.
        how: Option<CaptureHow> = None,
        /// By the form of this name.
        form: Option<String> = None [text(100), exact],
        /// That came to this mailbox.
        mailbox: Option<String> = None [text(320), exact],
        /// Of which this became.
        outcome: Option<CaptureOutcome> = None,
        /// That created or joined this opportunity.
        opportunity: Option<OpportunityId> = None,
        /// That joined this customer.
        customer: Option<CustomerId> = None,
        /// That came at this instant or later.
        created_from: Option<Timestamp> = None,
        /// That came before this instant.
        created_before: Option<Timestamp> = None,
    }
}

record! {
    /// What a provider knows of a record (CAPT-9).
    input Fact {
        /// The field of the record, `website`.
        field: String [text(100)],
        /// Its value, as a text.
        value: String [long],
        /// Where the provider has it from.
        source: String [short],
    }
}

record! {
    /// A fact that was not written: the field says something else, or the record stays as it is.
    output ProposedFact {
        /// The field.
        field: String,
        /// Its value, as it was given.
        value: String,
        /// Where the provider has it from.
        source: String,
    }
}

record! {
    /// What became of the facts of a provider (CAPT-9).
    output Enrichment {
        /// The record.
        record: RecordKey,
        /// The fields that were empty, and are filled now.
        filled: Vec<String>,
        /// What stands as a proposal.
        proposed: Vec<ProposedFact>,
        /// The note that tells of both, where there are any.
        note: Option<NoteId>,
    }
}
