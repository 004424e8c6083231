//! The list of areas, in groups by subject; the engine, the bindings and the documents follow it. An area is a folder
//! and its line here: what it brings stands in the `AREA` of its `mod.rs`. This file is read by `build.rs` and holds
//! nothing else.

/// Winning new customers.
pub mod selling {
    pub mod assignment;
    pub mod capture;
    pub mod currencies;
    pub mod duplicates;
    pub mod merges;
    pub mod opportunities;
    pub mod plans;
    pub mod pools;
    pub mod scoring;
}

/// Looking after the customers one has.
pub mod relationships {
    pub mod churn;
    pub mod contacts;
    pub mod customers;
    pub mod interactions;
}

/// Service after the sale.
pub mod service {
    pub mod tickets;
}

/// What makes work flow, whatever it is about.
pub mod process {
    pub mod activities;
    pub mod activity_plans;
    pub mod approvals;
    pub mod automations;
    pub mod bench;
    pub mod calendar;
    pub mod files;
    pub mod follows;
    pub mod notes;
    pub mod notifications;
    pub mod outbox;
    pub mod substitutes;
    pub mod tags;
    pub mod templates;
    pub mod work_reports;
}

/// How it goes.
pub mod reporting {
    pub mod reports;
}

/// The books of the host: what its sales system tells.
pub mod books {
    pub mod imports;
    pub mod orders;
    pub mod products;
    pub mod sales;
    pub mod stock;
}

/// Who works here, and what they may do.
pub mod people {
    pub mod collaborators;
    pub mod departments;
    pub mod handover;
    pub mod roles;
    pub mod second_factor;
    pub mod shares;
    pub mod sign_ins;
    pub mod users;
}

/// What keeps a database in order, and what describes the engine.
pub mod administration {
    pub mod audit;
    pub mod changes;
    pub mod dictionary;
    pub mod jobs;
    pub mod maintenance;
    pub mod meta;
    pub mod objects;
    pub mod packs;
    pub mod settings;
    pub mod setup;
    pub mod views;
}
