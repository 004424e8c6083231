//! What operations and fields are for, in the reader's language. The documentation that stands beside them is English; Chinese
//! stands in two files of `texts/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Locale;
use crate::engine::operations::Operation;

/// What is said of fields in English, and below each the same in Chinese: a pair of lines, and an empty one.
static FIELDS: &str = include_str!("../texts/help.zh-Hans.txt");

/// What is said of operations in Chinese, one a line: its name, a mark of the English that was translated, and the text. The
/// mark is four digits in place of the English, which a test compares: the library needn't have that twice.
static OPERATIONS: &str = include_str!("../texts/operations.zh-Hans.txt");

/// What a field is, for whoever fills it in: its documentation, which is English, in that language. What nobody translated stays as
/// it is.
///
/// ```
/// use crm_core::labels::{Locale, help};
/// assert_eq!(help(Locale::ZhHans, " By this user."), "由该用户操作的。");
/// assert_eq!(help(Locale::En, " By this user."), "By this user.");
/// ```
pub fn help(locale: Locale, doc: &str) -> String {
    static CHINESE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let pairs = FIELDS.split("\n\n").filter_map(|pair| pair.trim().split_once('\n'));
        pairs.collect()
    });
    let translated = || {
        let whole = doc.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        CHINESE.get(whole.trim()).map(|text| (*text).to_owned())
    };
    let known = if locale == Locale::ZhHans { translated() } else { None };
    known.unwrap_or_else(|| doc.trim().to_owned())
}

/// What an operation does: its documentation, with the first paragraph in that language. What else there is of it is for
/// programmers, and English, and so is an operation that nobody translated.
///
/// ```
/// use crm_core::labels::{Locale, of_operation};
/// let get = crm_core::Operation::find("products.get").expect("an operation");
/// assert_eq!(of_operation(Locale::En, get), "Gives one product.");
/// assert_eq!(of_operation(Locale::ZhHans, get), "查看一个产品。");
/// ```
pub fn of_operation(locale: Locale, operation: &Operation) -> String {
    static CHINESE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let line = |line: &'static str| {
            let (name, rest) = line.split_once(' ')?;
            Some((name, rest.split_once(' ')?.1))
        };
        OPERATIONS.lines().filter_map(line).collect()
    });
    let doc = operation.doc.trim();
    let Some(text) = (if locale == Locale::ZhHans { CHINESE.get(operation.name) } else { None }) else {
        return doc.to_owned();
    };
    let behind: Vec<&str> = doc.lines().skip_while(|line| !line.trim().is_empty()).collect();
    let behind = behind.join("\n");
    match behind.trim() {
        "" => (*text).to_owned(),
        more => format!("{text}\n\n{more}"),
    }
}
