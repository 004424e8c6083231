//! The rules of the specification, proved one by one: one file a business area, the rule's id at each assertion.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/faults.rs"]
mod faults;
#[path = "../support/fill.rs"]
mod fill;
#[path = "../support/reads.rs"]
mod reads;
#[path = "../support/samples.rs"]
mod samples;
#[path = "../support/story.rs"]
mod story;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/totp.rs"]
mod totp;
#[path = "../support/watch.rs"]
mod watch;

mod activities;
mod activities_steps;
mod adjusted;
mod allowed;
mod allowed_typed;
mod audit;
mod bad_input;
mod bounds;
mod bounds_inside;
mod churn;
mod churn_scan;
mod clock;
mod clocks;
mod complete_custom;
mod contacts;
mod contribution;
mod custom;
mod custom_imports;
mod custom_names;
mod custom_paths;
mod customers;
mod customers_slices;
mod deletions;
mod departments;
mod derived;
mod dictionary;
mod exact;
mod field_decisions;
mod field_rights;
mod field_rights_paths;
mod field_rights_same;
mod field_rights_shared;
mod field_world;
mod files;
mod files_sent;
mod first_user;
mod floors;
mod follows;
mod forms;
mod handover;
mod hanging_host;
mod history;
mod imports;
mod imports_files;
mod imports_looked_up;
mod imports_orders;
mod imports_people;
mod imports_slices;
mod imports_values;
mod interactions;
mod jobs;
mod label_texts;
mod labels;
mod maintenance;
mod matching;
mod meta;
mod notes;
mod notes_gone;
mod notes_replies;
mod notifications;
mod objects;
mod objects_audited;
mod objects_costs;
mod objects_defined_told;
mod objects_laws;
mod objects_said;
mod objects_together;
mod opportunities;
mod orders;
mod packs_layers;
mod packs_life;
mod pages;
mod permissions;
mod plans;
mod portable;
mod products;
mod pushed_custom;
mod pushed_random;
mod query_plans;
mod rare_sides;
mod recount;
mod related;
mod reports;
mod roles;
mod sales;
mod sales_derived;
mod sales_feed;
mod sales_feed_bound;
mod sales_slices;
mod sales_together;
mod schema;
mod screens;
mod second_factor;
mod second_factor_codes;
mod settings;
mod sharing;
mod sign_ins;
mod sign_ins_kept;
mod sources;
mod superior;
mod tags;
mod tags_packs;
mod telling;
mod telling_costs;
mod templates;
mod text_order;
mod texts;
mod tickets;
mod time;
mod told_by_duty;
mod users;
mod values;
mod views;
mod views_indexed;
mod views_packs;
mod views_renamed;
mod wire;
