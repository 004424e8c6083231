//! The operations on the settings.

use super::rules;
use super::types::*;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! settings_operations { ($($project:ident)::+) => { $($project)::+! {
    settings: SettingsArea, "The settings of the database.";

    /// Gives the settings. Every signed-in user may: forms and dates depend on them.
    read fn get() -> Settings;

    /// Changes the settings. What they decide follows at once: the time zone, which instants belong to a day or a year
    /// and when the Saturday scan is due; the currency, which one the amounts get that are pushed without any, and
    /// which comes first in the contribution report. The currency can't change while a field that a pack defines has an
    /// amount in it: a conflict (`in_use`), whose `id` is that field (TYPE-4).
    ///
    /// Where a customer needs other fields than before, every customer is looked at again, and is complete or not by
    /// the new list; that is derived, so it counts no version and is no change of the customer. They are looked at in
    /// slices, between which others write; every answer meanwhile is by the new list already. A call that ends before
    /// the last slice has changed the settings all the same, and the rest is done with the next due jobs.
    write[sliced, tells] fn update(changes: SettingsUpdate) -> Settings;
} } }

crate::settings_operations!(crate::engine::operations::project_core);
