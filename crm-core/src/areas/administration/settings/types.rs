//! The settings' types.

use crate::dictionary::DictionaryEntryId;
use crate::engine::clock::Date;
use crate::engine::gate::kind::kinds;
use crate::engine::record::{record, update};
use crate::engine::zone::Zone;
use crate::work_reports::{NewWorkReportDue, WorkReportDue};

kinds! {
    /// The settings of the database.
    SETTINGS = "settings" in settings;
}

record! {
    /// After how many days customers of a level are forgotten (ACT-15).
    output LevelDays {
        /// The level, an entry of the dictionary category `customer_level`.
        level: DictionaryEntryId,
        /// The days.
        days: i64,
    }
}

record! {
    /// What is given to say after how many days customers of a level are forgotten (ACT-15).
    input NewLevelDays {
        /// The level, an entry of the dictionary category `customer_level`.
        level: DictionaryEntryId,
        /// The days.
        days: i64 [range(1, 3650)],
    }
}

record! {
    /// The settings of a database.
    output Settings {
        /// The version, for updates.
        version: i64,
        /// The company's time zone, an IANA name: years, days and the Saturday scan are counted in it.
        time_zone: String,
        /// The company's currency, ISO 4217.
        currency: String,
        /// The fields a customer needs to be complete.
        required_customer_fields: Vec<String>,
        /// How many days the log of sign-ins is kept (LOGIN-2).
        sign_in_days: i64,
        /// The kinds of activity that are not completed without a result, by the values of their entries (ACT-4).
        result_required: Vec<String>,
        /// The objects on whose open records the last planned activity is not completed without a next one (ACT-5).
        next_step_required: Vec<String>,
        /// After how many days in which nothing was done a customer is forgotten (ACT-15).
        forgotten_after_days: i64,
        /// The levels whose customers are forgotten after other numbers of days.
        forgotten_levels: Vec<LevelDays>,
        /// How many days ahead the workbench tells birthdays (BENCH-2).
        birthday_days: i64,
        /// How many bytes a file may have (FILE-5).
        file_max_bytes: i64,
        /// How many bytes all files may have, each content once (FILE-5).
        files_quota_bytes: i64,
        /// Until when work reports are to be submitted, a row each kind of period (WORK-4).
        work_report_due: Vec<WorkReportDue>,
        /// The roles whose holders are to write work reports, by their names (WORK-4).
        work_report_roles: Vec<String>,
        /// Whether an opportunity fails only with what it was lost for (SALE-6).
        lost_reason_required: bool,
        /// After how many days in which nothing was done an open opportunity is idle (SALE-11).
        idle_days: i64,
        /// Whether the host is asked what a provider knows of each opportunity that was captured (CAPT-9).
        enrich: bool,
        /// Whether who meets a record that they don't see is told whose it is (DUP-7).
        duplicates_tell_owner: bool,
        /// Of how many records that they don't see one person is told a day (DUP-7).
        duplicates_told_a_day: i64,
        /// Whether all records are looked through for duplicates each Sunday (DUP-8).
        duplicate_scan: bool,
        /// The region of telephone numbers without the code of a country: `CN` (DUP-3).
        phone_region: String,
        /// At what time of the day leads and customers without an account manager are distributed (ASSIGN-6).
        assignment_at: String,
        /// At what time of the day what nobody worked on falls back into its pool (ASSIGN-11).
        recycle_at: String,
        /// For how many days a merge can be undone (DUP-14).
        merge_undo_days: i64,
        /// The fields by whose values scores are learned, in the order in which they are multiplied (SCORE-2).
        score_fields: Vec<String>,
        /// Opportunities count for scores that were recorded on this day or later; all, where it is absent (SCORE-2).
        score_since: Option<Date>,
    }
}

update! {
    /// Changes to the settings.
    SettingsUpdate {
        /// The company's time zone, an IANA name.
        time_zone: String [text(100), required],
        /// The company's currency, ISO 4217. Amounts that are there keep theirs.
        currency: String [text(3), required],
        /// The fields a customer needs to be complete, all of them: names of its optional fields. The name is needed
        /// in any case.
        required_customer_fields: Vec<String> [text(100), at_most(100), required],
        /// How many days the log of sign-ins is kept, ten years at the most; what is older goes in the next night.
        sign_in_days: i64 [range(1, 3650), required],
        /// The kinds of activity that are not completed without a result, all of them: values of entries of the dictionary
        /// category `activity_kind`.
        result_required: Vec<String> [text(100), at_most(100), required],
        /// The objects on whose open records the last planned activity is not completed without a next one, all of them.
        next_step_required: Vec<String> [text(100), at_most(100), required],
        /// After how many days in which nothing was done an active customer is forgotten for whom nothing is planned.
        forgotten_after_days: i64 [range(1, 3650), required],
        /// The levels whose customers are forgotten after other numbers of days, all of them.
        forgotten_levels: Vec<NewLevelDays> [at_most(100), required],
        /// How many days ahead the workbench tells birthdays.
        birthday_days: i64 [range(1, 31), required],
        /// How many bytes a file may have, 2 GiB at the most. Those that are there stay.
        file_max_bytes: i64 [range(1, 2_147_483_648), required],
        /// How many bytes all files may have, each content once. Those that are there stay.
        files_quota_bytes: i64 [range(0, 1_125_899_906_842_624), required],
        /// Until when work reports are to be submitted. Kinds of period that are not named keep what they have, and so do reports that
        /// were submitted.
        work_report_due: Vec<NewWorkReportDue> [at_most(3), required],
        /// The roles whose holders are to write work reports, all of them, by their names.
        work_report_roles: Vec<String> [text(100), at_most(100), required],
        /// Whether an opportunity fails only with what it was lost for, an entry of the dictionary category `lost_reason`.
        lost_reason_required: bool [required],
        /// After how many days in which nothing was done an open opportunity is idle.
        idle_days: i64 [range(1, 3650), required],
        /// Whether the host is asked what a provider knows of each opportunity that was captured, by a message of the outbox.
        enrich: bool [required],
        /// Whether who meets a record that they don't see is told whose it is.
        duplicates_tell_owner: bool [required],
        /// Of how many records that they don't see one person is told a day.
        duplicates_told_a_day: i64 [range(0, 100_000), required],
        /// Whether all records are looked through for duplicates each Sunday.
        duplicate_scan: bool [required],
        /// The region of telephone numbers without the code of a country: CN, HK, MO, TW, JP, KR, SG, US, CA, GB, DE or FR.
        phone_region: String [text(2), required],
        /// At what time of the company's day leads and customers without an account manager are distributed by the rules that don't
        /// act at once, `06:00`.
        assignment_at: String [text(5), required],
        /// At what time of the company's day what nobody worked on falls back into its pool, `03:00`.
        recycle_at: String [text(5), required],
        /// For how many days a merge can be undone; 0 where none can.
        merge_undo_days: i64 [range(0, 365), required],
        /// The fields by whose values scores are learned, all of them, in order: region, industry, tags, email_state, phone_state, and
        /// any choice, reference or truth value of opportunities, of packs as `custom.tier`. What counts is counted anew by it.
        score_fields: Vec<String> [text(100), at_most(50), required],
        /// Opportunities count for scores that were recorded on this day or later.
        score_since: Date [],
    }
}

/// Whether it is the name of a time zone.
pub(crate) fn is_time_zone(name: &str) -> bool {
    name.parse::<Zone>().is_ok()
}

/// Whether it is the code of a currency.
pub(crate) fn is_currency(code: &str) -> bool {
    iso_currency::Currency::from_code(code).is_some()
}

/// What a complete customer needs unless the settings say otherwise (CUST-2).
pub(crate) const REQUIRED_CUSTOMER_FIELDS: &[&str] =
    &["name", "region", "account_manager", "level", "satisfaction", "credit", "address", "phone"];
