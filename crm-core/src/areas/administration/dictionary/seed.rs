//! What a new database holds (DICT-3, DICT-4).

use super::store;
use crate::dictionary::DictionaryEntryId;
use crate::engine::clock::IdSource;
use crate::engine::company::NewDatabase;
use crate::engine::error::Result;
use crate::engine::gate::{self, Entity};
use crate::engine::storage::Transaction;

/// Category, whether its entries can be edited, and its items; values count from 1.
const SEED: &[(&str, bool, &[&str])] = &[
    ("customer_level", true, &["普通客户", "重点开发客户", "大客户", "合作伙伴", "战略合作伙伴"]),
    ("ticket_kind", true, &["咨询", "建议", "投诉"]),
    ("region", true, &["华北", "华东", "华南", "华中", "东北", "西北", "西南", "海外"]),
    ("gender", false, &["男", "女"]),
    ("satisfaction", false, &["很不满意", "不满意", "一般", "满意", "很满意"]),
    ("credit", false, &["很差", "较差", "一般", "良好", "优秀"]),
];

/// Categories whose entries are known by their values, item and value: the kinds of activity (ACT), and what opportunities are
/// lost for (SALE-6), what kinds and origins they have, and the roles of persons (SALE-2, SALE-8).
const NAMED: &[(&str, &[(&str, &str)])] = &[
    ("activity_kind", &[("任务", "task"), ("电话", "call"), ("会议", "meeting"), ("邮件", "mail"), ("拜访", "visit")]),
    (
        "lost_reason",
        &[
            ("价格", "price"),
            ("产品不符", "product_fit"),
            ("竞争对手", "competitor"),
            ("客户取消", "cancelled"),
            ("预算", "budget"),
            ("无法联系", "no_contact"),
            ("重复", "duplicate"),
            ("其他", "other"),
        ],
    ),
    ("opportunity_kind", &[("新客户", "new"), ("交叉销售", "cross_sell"), ("增购", "up_sell"), ("续约", "renewal")]),
    (
        "origin",
        &[
            ("网站", "website"),
            ("电话", "phone"),
            ("邮件", "mail"),
            ("展会", "fair"),
            ("转介绍", "referral"),
            ("广告", "advertisement"),
            ("搜索", "search"),
            ("社交媒体", "social_media"),
            ("老客户", "customer"),
            ("导入", "import"),
            ("其他", "other"),
        ],
    ),
    (
        "contact_role",
        &[
            ("决策人", "decision_maker"),
            ("影响者", "influencer"),
            ("使用者", "user"),
            ("采购", "buyer"),
            ("技术把关", "gatekeeper"),
            ("支持者", "champion"),
        ],
    ),
];

/// Fills the dictionary of a new database.
pub(crate) fn fill(tx: &mut dyn Transaction, _new: &NewDatabase, ids: &mut IdSource) -> Result<()> {
    let mut number = 0_i64;
    for (category, editable, items) in SEED {
        for (value, item) in (1_i64..).zip(*items) {
            number += 1;
            store::insert(tx, DictionaryEntryId(ids.uuid()), number, category, item, &value.to_string(), *editable)?;
        }
    }
    for (category, entries) in NAMED {
        for (item, value) in *entries {
            number += 1;
            store::insert(tx, DictionaryEntryId(ids.uuid()), number, category, item, value, true)?;
        }
    }
    gate::store::start_numbers(tx, Entity::DICTIONARY_ENTRY, number)
}
