//! What a caller sends and gets.

use rust_decimal::Decimal;

use crate::churn::WarningId;
use crate::customers::CustomerRef;
use crate::dictionary::Choice;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{RecordId, id};
use crate::engine::money::Money;
use crate::engine::page::page;
use crate::engine::record::{choices, record, table};
use crate::users::UserRef;

kinds! {
    /// A submitted management report.
    MANAGEMENT_REPORT = "management_report" in management_reports;
}

id! {
    /// Identifies a submitted management report.
    ManagementReportId
}

record! {
    /// Which customers and orders a contribution report counts; what is absent does not restrict (REP-1).
    input ContributionFilter {
        /// The customer's name contains this; width and case don't matter, and an empty text restricts nothing.
        customer_name: Option<String> = None [short],
        /// The year of the order date; all years where absent.
        year: Option<i64> = None [range(1, 9999)],
        /// The order statuses that count; shipped (5) and paid (6) where absent.
        statuses: Option<Vec<i64>> = None [range(0, 99), at_most(100), default("[5, 6]")],
    }
}

record! {
    /// What one customer's orders in one currency amount to.
    output ContributionRow {
        /// The customer.
        customer: CustomerRef,
        /// The customer's number.
        number: Option<i64>,
        /// How many orders were counted.
        orders: i64,
        /// What they amount to.
        amount: Money [of("order.total")],
    }
}

page!(ContributionPage of ContributionRow, partial, "A page of a contribution report.");

choices! {
    /// What a composition report divides the customers by.
    CompositionBy {
        /// By customer level.
        Level = "level",
        /// By credit grade.
        Credit = "credit",
        /// By satisfaction grade.
        Satisfaction = "satisfaction",
    }
}

record! {
    /// The customers with one level or grade, or those without.
    output CompositionRow {
        /// The level, or what the dictionary calls the grade; absent in the row of the customers without one.
        entry: Option<Choice>,
        /// The grade, 1 to 5; absent for levels.
        grade: Option<i64>,
        /// How many customers there are.
        customers: i64,
        /// Their share of all customers in the report, in basis points (hundredths of a percent). The shares of a
        /// report add up to 10,000, or are all 0 where it has no customer.
        share: i64,
    }
}

record! {
    /// How the customers divide (REP-2).
    output CompositionReport {
        /// What they are divided by.
        by: CompositionBy,
        /// Whether lost customers were counted too.
        all_customers: bool,
        /// How many customers were counted.
        customers: i64,
        /// One row for every level or grade, also where nobody has it; then one for the customers without.
        rows: Vec<CompositionRow>,
        /// Whether customers are left out that the caller does not see.
        partial: bool,
    }
}
table!(CompositionReport);

record! {
    /// The tickets of one kind.
    output ServiceRow {
        /// The kind.
        kind: Choice,
        /// How many tickets there are.
        tickets: i64,
    }
}

record! {
    /// How many tickets there are of each kind (REP-3).
    output ServiceReport {
        /// The year of creation they were counted for; absent where all were.
        year: Option<i64>,
        /// How many tickets were counted.
        tickets: i64,
        /// One row for every kind, also where there is no ticket of it.
        rows: Vec<ServiceRow>,
        /// Whether tickets are left out that the caller does not see.
        partial: bool,
    }
}
table!(ServiceReport);

record! {
    /// Which confirmed losses are wanted; what is absent does not restrict (REP-4).
    input ChurnLossFilter {
        /// The customer's name contains this; width and case don't matter, and an empty text restricts nothing.
        customer_name: Option<String> = None [short],
        /// The name of the account manager of the time contains this; width and case don't matter, and an empty text
        /// restricts nothing.
        account_manager_name: Option<String> = None [short],
    }
}

record! {
    /// A confirmed loss.
    output ChurnLoss of WARNING {
        /// The churn warning that ended with it.
        warning: WarningId,
        /// The customer.
        customer: CustomerRef,
        /// The customer's account manager of the time.
        account_manager: Option<UserRef>,
        /// Why the customer was lost.
        reason: Option<String>,
        /// The date of the customer's last order before the warning.
        last_order_date: Option<Date> [of("customer.last_order_date")],
        /// When the warning was raised.
        warned_at: Timestamp,
        /// When the loss was confirmed.
        lost_at: Timestamp,
    }
}

page!(ChurnLossPage of ChurnLoss, partial, "A page of confirmed losses, latest first.");

record! {
    /// What a sales manager gives to submit a management report (REP-5).
    input NewManagementReport {
        /// The first day of the period.
        period_from: Date,
        /// The last day of the period.
        period_to: Date,
        /// What the manager has to say about it.
        comment: Option<String> = None [long],
        /// The order statuses that count in the contribution report; shipped (5) and paid (6) where absent.
        statuses: Option<Vec<i64>> = None [range(0, 99), at_most(100), default("[5, 6]")],
    }
}

record! {
    /// A submitted management report as lists show it.
    output ManagementReportHead {
        /// Its id.
        id: ManagementReportId,
        /// Its short number.
        number: Option<i64>,
        /// Who submitted it.
        submitter: UserRef,
        /// When it was submitted; its reports show what stood then.
        submitted_at: Timestamp,
        /// The first day of the period.
        period_from: Date,
        /// The last day of the period.
        period_to: Date,
        /// What the manager had to say about it.
        comment: Option<String>,
    }
}

page!(ManagementReportPage of ManagementReportHead, "A page of submitted management reports, latest first.");

record! {
    /// The four reports of a period, as they stood when they were submitted.
    output ManagementReportContent of MANAGEMENT_REPORT {
        /// The order statuses that counted in the contribution report.
        statuses: Vec<i64>,
        /// What the orders of the period amount to, a row a customer and currency, at most the first 1,000, and no more
        /// than 4 MiB of their names.
        contribution: Vec<ContributionRow>,
        /// What all of them amount to, the company's currency first.
        contribution_totals: Vec<Money> [of("order.total")],
        /// How the active customers divide by level, by credit and by satisfaction; without those by what the reader does
        /// not read in full.
        composition: Vec<CompositionReport>,
        /// The tickets created in the period, by kind.
        service: ServiceReport,
        /// The losses confirmed in the period, latest first, at most 1,000, and no more than 4 MiB of their texts.
        churn: Vec<ChurnLoss>,
        /// How many losses were confirmed in the period.
        losses: i64,
    }
}

record! {
    /// A submitted management report in full.
    output ManagementReport {
        /// Its id.
        id: ManagementReportId,
        /// Its short number.
        number: Option<i64>,
        /// Who submitted it.
        submitter: UserRef,
        /// When it was submitted; its reports show what stood then.
        submitted_at: Timestamp,
        /// The first day of the period.
        period_from: Date,
        /// The last day of the period.
        period_to: Date,
        /// What the manager had to say about it.
        comment: Option<String>,
        /// The reports.
        content: ManagementReportContent,
    }
}

choices! {
    /// What opportunities are grouped by.
    SourceBy {
        /// Where the buyer came from.
        Origin = "origin",
        /// The form by which it was captured.
        Form = "form",
        /// What was said of where it came from.
        Source = "source",
        /// The department of whom it is assigned to.
        Department = "department",
        /// Whom it is assigned to.
        Assignee = "assignee",
    }
}

record! {
    /// The opportunities of one source (CAPT-10).
    output SourceRow {
        /// The origin, form, department or user; absent of a source, and where none is stated.
        id: Option<RecordId>,
        /// What it is called; absent where none is stated.
        name: Option<String>,
        /// How many there are.
        captured: i64,
        /// Those that nobody develops yet.
        unassigned: i64,
        /// Those that somebody develops.
        open: i64,
        /// Those that were won.
        developed: i64,
        /// Those that were lost, or were none.
        failed: i64,
        /// Those that were won, of all, in basis points.
        conversion: i64,
        /// What was won, in the company's currency.
        won: Option<Money> [of("opportunity.base_amount")],
        /// How many were won of which nobody knows how much that is in the company's currency.
        unpriced: Option<i64> [of("opportunity.base_amount")],
        /// How many days it took on an average until they were won or lost; absent where none is.
        mean_days: Option<Decimal>,
    }
}

page!(SourcePage of SourceRow, partial, "A page of where opportunities come from.");
