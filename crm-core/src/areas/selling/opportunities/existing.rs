//! SALE-3: selling to an existing customer, whose present name the opportunity bears. The name is kept with the opportunity, where
//! filters and lists find it, and follows the customer's.

use serde_json::json;

use super::store;
use crate::customers::rules as customers;
use crate::customers::{Customer, CustomerId, CustomerStatus};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::text::{fold, is_blank};

/// The customer that an opportunity names anew, where it can be named: it is there for the caller (SCOPE-8), and active.
pub(super) fn named(cx: &mut Context<'_>, field: &str, id: Option<CustomerId>) -> Result<Option<Customer>> {
    let Some(id) = id else { return Ok(None) };
    let found = match customers::subject(cx, id)? {
        Some(customer) if cx.is_there(&customer)? => Some(customer),
        _ => None,
    };
    let refusal = match &found {
        None => Some(("unknown_record", "is not a customer")),
        Some(customer) if customer.status == CustomerStatus::Lost => Some(("lost", "is a lost customer")),
        Some(_) => None,
    };
    match refusal {
        Some((code, detail)) => {
            cx.violations().add(field, code, detail, None);
            Ok(None)
        }
        None => Ok(found),
    }
}

/// A name that is given beside a customer is that customer's.
pub(super) fn is_of(cx: &mut Context<'_>, given: &str, name: &str) {
    if !is_blank(given) && fold(given) != fold(name) {
        cx.violations().add("customer_name", "differs_from_customer", "is not the name of the customer", None);
    }
}

/// A customer is called otherwise: so are the opportunities that name it, and what packs compute of that.
pub(crate) fn renamed(cx: &mut Context<'_>, customer: i64, (before, after): (&str, &str)) -> Result<()> {
    if store::rename(cx.tx(), customer, after)? == 0 {
        return Ok(());
    }
    let ids = store::naming(cx.tx(), customer)?;
    let (before, after) = (json!({ "customer_name": before }), json!({ "customer_name": after }));
    cx.customise_beside(&Entity::OPPORTUNITY, &ids, (&before, &after), None)
}
