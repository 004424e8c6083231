//! When two values are alike (DUP-3, DUP-4): the keys by which values are compared, and the distance of similar ones. Pure:
//! what the dictionary and the settings say is given.
//!
//! Two values are equal where they have a key in common; so equal values are found by an index, and never by comparing each
//! with each. What is similar is compared key by key, among those that `blocks` cannot rule out.

use crate::engine::sorting::Arrange as _;
use sha2::{Digest, Sha256};

pub(crate) mod blocks;
mod characters;
mod distance;
mod entries;
mod fold;
mod mail;
pub(crate) mod meeting;
mod names;
mod phones;
pub(crate) mod standard;

#[cfg(test)]
mod tests;

pub(crate) use distance::{Letters, score};
pub(crate) use entries::{MAIL_CATEGORY, MAIL_DOMAINS, SUFFIX_CATEGORY, SUFFIXES};
pub(crate) use fold::fold;
pub(crate) use phones::is_region;

/// The number of these rules. To be raised with every change of them: keys that were made by others are made anew.
pub(crate) const RULES: u32 = 1;

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Way {
    /// As texts.
    Text,
    /// As names of companies.
    Name,
    /// As e-mail addresses.
    Email,
    /// As the domain of a website or an e-mail address.
    Domain,
    /// As numbers of telephones.
    Phone,
}

/// What the house says of it: the dictionary and the settings.
#[derive(Debug, Clone, Default)]
pub(crate) struct House {
    suffixes: Vec<names::Suffix>,
    public: Vec<String>,
    region: String,
    stamp: String,
}

impl House {
    /// By the legal forms of companies, the domains of public mail services and the region of numbers without one.
    pub(crate) fn of(suffixes: &[String], public: &[String], region: &str) -> House {
        let mut all: Vec<names::Suffix> = suffixes.iter().filter_map(|entry| names::Suffix::of(entry)).collect();
        // The longest first.
        all.arrange_by(|a, b| b.length().cmp(&a.length()).then_with(|| a.cmp(b)));
        all.dedup();
        let mut domains: Vec<String> = public.iter().filter_map(|entry| mail::host(entry)).collect();
        domains.arrange();
        domains.dedup();
        let said: Vec<&str> = all.iter().map(names::Suffix::text).chain(domains.iter().map(String::as_str)).collect();
        let (nfkc, case) = (unicode_normalization::UNICODE_VERSION, caseless::UNICODE_VERSION);
        let stamp = Sha256::digest(format!("{RULES} {nfkc:?} {case:?} {region} {}", said.join("\n")));
        let stamp = stamp.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        House { suffixes: all, public: domains, region: region.to_owned(), stamp }
    }

    /// What the keys are made by, as a text that differs where they may.
    pub(crate) fn stamp(&self) -> &str {
        &self.stamp
    }

    /// The keys of a value: none where it says nothing, and two at the most.
    pub(crate) fn keys(&self, way: Way, value: &str) -> Vec<String> {
        let mut keys = match way {
            Way::Text => vec![fold::bare(&fold(value))],
            Way::Name => names::keys(value, &self.suffixes),
            Way::Email => mail::address(value).into_iter().collect(),
            Way::Domain => mail::host(value).filter(|host| !self.is_public(host)).into_iter().collect(),
            Way::Phone => phones::key(value, &self.region).into_iter().collect(),
        };
        keys.retain(|key| says_something(key));
        keys.dedup();
        keys
    }

    fn is_public(&self, host: &str) -> bool {
        self.public.binary_search_by(|known| known.as_str().cmp(host)).is_ok()
    }
}

/// A key of fewer than three characters holds nothing, unless it is two Han ones.
fn says_something(key: &str) -> bool {
    let mut letters = key.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(_), Some(_), Some(_)) => true,
        (Some(a), Some(b), None) => characters::is_han(a) && characters::is_han(b),
        _ => false,
    }
}
