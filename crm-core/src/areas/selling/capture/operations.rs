//! The operations on what is captured.

use super::rules;
use super::types::*;
use crate::engine::bytes::Bytes;
use crate::engine::page::PageRequest;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! capture_operations { ($($project:ident)::+) => { $($project)::+! {
    capture: Capturing, "Capture (线索捕获): what comes in by forms and e-mails, and becomes leads.";

    /// Takes what somebody sent by an enabled form, which is named by its public key (CAPT-3): an opportunity is created, or
    /// joined where the form says so. Answers are texts, read as what the form maps them to; what is wrong is told by the names of
    /// the form's fields. The same sender within the form's minutes is `repeated`; a filled trap is `ignored`, and only
    /// counted; too many from one address within an hour are a conflict (`too_many`).
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal arguments gives what it gave before; with other
    /// arguments it is a conflict (`id_taken`).
    write[not_found, conflict] fn submit(
        form: String [text(100)],
        answers: Vec<FormAnswer> [at_most(100)],
        address: Option<String> = None [text(100)],
        visit: Option<Visit> = None,
        consent: bool = false,
        id: Option<CaptureId> = None,
    ) -> Captured;

    /// Takes a message as it came (RFC 5322), at most 25 MiB, with the address of its mailbox (CAPT-5). It joins the record of
    /// which it is an answer or whose person its sender is; else it becomes a lead. What machines sent is `ignored` with its reason
    /// (CAPT-6), and what had come before is `repeated`.
    ///
    /// A sender can be forged. Whether this one is genuine the host has asked first, and says so by `verified`: without that,
    /// whoever is a person of an open opportunity makes a lead, and joins nothing.
    write[sliced, conflict] fn email(
        message: Bytes,
        mailbox: String [text(320)],
        verified: bool = false,
        id: Option<CaptureId> = None,
    ) -> Captured;

    /// Lists what was captured, newest first (CAPT-1); to who does not see all records, what became one that they see.
    read fn list(filter: Option<CaptureFilter> = None, page: Option<PageRequest> = None) -> CapturePage;

    /// Gives what a provider knows of an opportunity or a customer, at most 50 facts (CAPT-9). Empty fields are filled; where
    /// a field says something else, or the record is closed, lost or somebody's, the fact stands as a proposal in the answer.
    /// A note of the record tells both, with their sources.
    write[not_found, conflict] fn enrich(record: RecordKey, provider: String [short], facts: Vec<Fact> [at_most(50)]) -> Enrichment;
} } }

crate::capture_operations!(crate::engine::operations::project_core);
