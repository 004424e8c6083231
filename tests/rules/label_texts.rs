//! META-2: what the labels say: errors as sentences, the glossary's words, and both languages with the same keys.

use std::collections::{BTreeMap, BTreeSet};

use crm_core::Operation;
use crm_core::labels;
use crm_core::prelude::*;
use crm_core::{ERROR_CODES, FieldError};

use crate::sources::sources;
use crate::support::*;

/// Names that are the same in both languages, and so need no Chinese character.
const UNTRANSLATED: &[&str] = &["choice-Locale-en", "choice-TextEncoding-gb18030", "choice-TextEncoding-utf8"];

/// One error of every kind.
fn errors() -> Vec<CrmError> {
    let text = str::to_owned;
    vec![
        CrmError::Invalid {
            fields: vec![
                FieldError::new("customers[3].name", "too_long", "must have at most 500 characters", Some(text("500"))),
                FieldError::new("kind", "unknown_choice", "is not an entry", Some(text("ticket_kind"))),
            ],
        },
        CrmError::NotFound { entity: text("ticket"), id: text("0195b5e2") },
        CrmError::Conflict {
            entity: text("customer"),
            id: text("x"),
            reason: text("stale_version"),
            hits: Vec::new(),
            limit: None,
            until: None,
        },
        CrmError::IllegalTransition { from: text("assigned"), operation: text("tickets.feedback") },
        CrmError::Forbidden { operation: text("tickets.handle"), reason: text("not_yours") },
        CrmError::UnknownOperation { operation: text("tickets.dance") },
        CrmError::LoginFailed { reason: text("locked") },
        CrmError::Busy,
        CrmError::Interrupted,
        CrmError::Storage { problem: text("full") },
        CrmError::Bug { detail: text("a query for one value") },
        CrmError::FeedFailed { detail: text("timeout") },
        CrmError::Clock { at: text("1970-01-21T00:00:00Z") },
    ]
}

#[test]
fn errors_are_sentences_in_both_languages() {
    let errors = errors();
    let codes: Vec<&str> = errors.iter().map(CrmError::code).collect();
    assert_eq!(codes, ERROR_CODES.iter().map(|(code, _)| *code).collect::<Vec<_>>());
    let texts = |locale| errors.iter().map(|e| e.text(locale)).collect::<Vec<_>>();
    // META-2: every error, with its arguments filled, in English …
    assert_eq!(
        texts(Locale::En),
        [
            "Please correct: [4] Name: must have at most 500 characters; \
             Service type: is not one of the choices of “Service type”",
            "Ticket 0195b5e2 does not exist.",
            "Customer: somebody changed it in the meantime",
            "“Record feedback” is not possible while “assigned”.",
            "“Handle ticket” is not allowed: it is not in your hands",
            "There is no operation “tickets.dance”.",
            "Signing in failed: too many wrong tries; the login is locked for a while",
            "The database is busy. Please try again.",
            "The call was interrupted; nothing was changed.",
            "The database could not be used: the disk is full",
            "An internal error occurred; nothing was changed. (a query for one value)",
            "The sales feed failed: timeout",
            "The clock says 1970-01-21T00:00:00Z, which can’t be right. Please set it.",
        ]
    );
    // … and in Simplified Chinese.
    assert_eq!(
        texts(Locale::ZhHans),
        [
            "请更正：[4] 名称：最多 500 个字符；服务类型：不是“服务类型”的可选项",
            "服务单 0195b5e2 不存在。",
            "客户：期间已被他人修改",
            "状态为“已分配”时不能执行“登记服务反馈”。",
            "不允许执行“处理服务单”：不由您负责",
            "没有名为“tickets.dance”的操作。",
            "登录失败：错误次数过多，登录已暂时锁定",
            "数据库正忙，请重试。",
            "调用已被中断，未作任何更改。",
            "无法使用数据库：磁盘已满",
            "发生内部错误，未作任何更改。（a query for one value）",
            "销售数据源失败：timeout",
            "时钟显示 1970-01-21T00:00:00Z，不可能正确，请校准时间。",
        ]
    );
}

#[test]
fn every_state_is_named_in_refusals() {
    let mut choices = Vec::new();
    for operation in Operation::all() {
        operation.result.collect(&mut Vec::new(), &mut choices);
    }
    let states = choices.iter().filter(|c| c.name.ends_with("Status")).flat_map(|c| c.values).map(|(value, _)| *value);
    for state in states.chain(["editable", "read_only"]) {
        let refusal = CrmError::IllegalTransition { from: state.into(), operation: "tickets.assign".into() };
        // META-2: every state, in each language.
        assert!(!refusal.text(Locale::ZhHans).contains(state), "state-{state}");
        assert!(!refusal.text(Locale::En).contains('_'), "state-{state}");
    }
    // META-2: as the area calls it that speaks.
    for (operation, chinese) in
        [("tickets.assign", "已分配"), ("opportunities.assign", "已指派（开发中）"), ("plans.add", "已指派（开发中）")]
    {
        let refusal = CrmError::IllegalTransition { from: "assigned".into(), operation: operation.into() };
        assert!(refusal.text(Locale::ZhHans).contains(chinese), "{operation}");
    }
}

// ---- the resource files ----------------------------------------------------------------------------------------

/// The messages of a language by key, each with the files that define it.
fn messages(language: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (file, text) in sources(&format!("/{language}.ftl")) {
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, text) = line.split_once(" = ").unwrap_or_else(|| panic!("{file}:{}: {line}", number + 1));
            found.entry(key.to_owned()).or_default().push((file.clone(), text.to_owned()));
        }
    }
    found
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn both_languages_hold_the_same_keys_once() {
    let (english, chinese) = (messages("en"), messages("zh-Hans"));
    let keys = |m: &BTreeMap<String, Vec<(String, String)>>| -> BTreeSet<String> { m.keys().cloned().collect() };
    let alone: Vec<String> = keys(&english).symmetric_difference(&keys(&chinese)).cloned().collect();
    assert!(alone.is_empty(), "in one language only: {alone:#?}");
    for (key, found) in english.iter().chain(&chinese) {
        assert!(found.len() == 1, "{key} is defined more than once: {found:?}");
    }
    for (key, found) in chinese {
        let text = &found[0].1;
        // META-2: Chinese labels are Chinese, and English ones English; what only joins others has no words.
        let joins = key.starts_with("text-") || key == "error-conflict";
        assert!(is_chinese(text) || joins || UNTRANSLATED.contains(&key.as_str()), "{key} = {text}");
        let english = &english[&key][0].1;
        assert!(!is_chinese(english) || key.starts_with("choice-Locale-"), "{key} = {english}");
        // A text names the same arguments in each language.
        let arguments = |text: &str| -> BTreeSet<String> {
            text.split("{ $").skip(1).map(|part| part.split(' ').next().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(arguments(text), arguments(english), "{key}");
    }
}

#[test]
fn the_glossary_is_kept() {
    let field = |owner, name| labels::field(Locale::ZhHans, owner, name);
    let choice = |name, value| labels::choice(Locale::ZhHans, name, value);
    // META-2: the words of the users' own documents.
    for (owner, name, chinese) in [
        ("Opportunity", "source", "机会来源"),
        ("Opportunity", "customer_name", "客户名称"),
        ("Opportunity", "success_probability", "成功机率"),
        ("Opportunity", "summary", "概要"),
        ("Opportunity", "description", "机会描述"),
        ("Opportunity", "contact_name", "联系人"),
        ("Opportunity", "contact_phone", "联系人电话"),
        ("Opportunity", "creator", "创建人"),
        ("Opportunity", "created_at", "创建时间"),
        ("Opportunity", "assignee", "被指派人"),
        ("Opportunity", "assigned_at", "指派时间"),
        ("PlanItem", "date", "日期"),
        ("PlanItem", "content", "计划内容"),
        ("PlanItem", "result", "执行效果"),
        ("Customer", "number", "客户编号"),
        ("Customer", "region", "地区"),
        ("Customer", "level", "客户等级"),
        ("Customer", "account_manager", "客户经理"),
        ("Customer", "satisfaction", "客户满意度"),
        ("Customer", "credit", "客户信用度"),
        ("Customer", "address", "地址"),
        ("Customer", "postcode", "邮政编码"),
        ("Customer", "phone", "电话"),
        ("Customer", "fax", "传真"),
        ("Customer", "website", "网址"),
        ("Customer", "business_licence_no", "营业执照注册号"),
        ("Customer", "legal_representative", "法人"),
        ("Customer", "registered_capital", "注册资金"),
        ("Customer", "annual_turnover", "年营业额"),
        ("Customer", "bank_name", "开户银行"),
        ("Customer", "bank_account", "银行账号"),
        ("Customer", "local_tax_no", "地税登记号"),
        ("Customer", "national_tax_no", "国税登记号"),
        ("Contact", "gender", "性别"),
        ("Contact", "position", "职位"),
        ("Contact", "office_phone", "办公电话"),
        ("Contact", "mobile", "手机"),
        ("Contact", "remarks", "备注"),
        ("Interaction", "date", "时间"),
        ("Interaction", "place", "地点"),
        ("Interaction", "details", "详细信息"),
        ("Ticket", "kind", "服务类型"),
        ("Ticket", "request", "服务请求"),
        ("Ticket", "handling", "处理方法"),
        ("Ticket", "handler", "处理人"),
        ("Ticket", "handled_at", "处理时间"),
        ("Ticket", "result", "处理结果"),
        ("NewOrder", "date", "下单日期"),
        ("NewOrder", "delivery_address", "送货地址"),
        ("NewOrder", "total", "总金额"),
        ("NewProduct", "model", "型号"),
        ("NewProduct", "batch", "批次"),
        ("NewProduct", "unit", "单位"),
        ("NewProduct", "price", "单价"),
        ("NewStock", "warehouse", "仓库"),
        ("NewStock", "bin", "货位"),
        ("NewStock", "quantity", "数量"),
        ("Measure", "measure", "暂缓措施"),
        ("ChurnWarning", "reason", "流失原因"),
        ("DictionaryEntry", "category", "类别"),
        ("DictionaryEntry", "item", "条目"),
        ("DictionaryEntry", "value", "值"),
        ("DictionaryEntry", "editable", "可编辑"),
    ] {
        assert_eq!(field(owner, name).as_deref(), Some(chinese), "{owner}.{name}");
    }
    for (name, value, chinese) in [
        ("OpportunityStatus", "unassigned", "未指派"),
        ("OpportunityStatus", "assigned", "已指派（开发中）"),
        ("OpportunityStatus", "developed", "开发成功"),
        ("OpportunityStatus", "failed", "开发失败"),
        ("WarningStatus", "warned", "预警"),
        ("WarningStatus", "deferred", "暂缓流失"),
        ("WarningStatus", "lost", "确认流失"),
        ("WarningStatus", "recovered", "已挽回"),
        ("CustomerStatus", "active", "正常"),
        ("CustomerStatus", "lost", "已流失"),
        ("TicketStatus", "created", "新创建"),
        ("TicketStatus", "assigned", "已分配"),
        ("TicketStatus", "handled", "已处理"),
        ("TicketStatus", "archived", "已归档"),
        ("Entity", "opportunity", "销售机会"),
        ("Entity", "customer", "客户"),
        ("Entity", "dictionary_entry", "数据字典项"),
    ] {
        assert_eq!(choice(name, value).as_deref(), Some(chinese), "{name} {value}");
    }
    for (role, chinese) in [
        ("system_administrator", "系统管理员"),
        ("sales_manager", "销售主管"),
        ("account_manager", "客户经理"),
        ("executive", "高管"),
        ("integration", "系统集成"),
    ] {
        assert_eq!(labels::role(Locale::ZhHans, role).as_deref(), Some(chinese));
    }
}

#[test]
fn the_language_is_chosen_per_session() {
    let office = Office::new();
    let label = |session: &Session| {
        let labels = session.meta().labels().unwrap();
        labels.into_iter().find(|l| l.key == "operation-tickets-handle").unwrap().text
    };
    // META-2: the language is chosen per session.
    assert_eq!(label(&office.ann), "Handle ticket");
    assert_eq!(label(&office.ann.with_locale(Locale::ZhHans)), "处理服务单");
}

/// What the forms of operations say: where it stands, and what it says.
fn forms(session: &Session) -> Vec<(String, String)> {
    let mut said = Vec::new();
    for operation in Operation::all().map(|operation| operation.name) {
        let described = session.meta().describe(operation.into(), None).unwrap();
        let text = |doc: &str| doc.split_whitespace().collect::<Vec<_>>().join(" ");
        said.extend(described.arguments.iter().map(|field| (format!("{operation} {}", field.path), text(&field.doc))));
    }
    said
}

// META-2, META-3: what a form says of its fields is in the session's language: each that is explained is so in Chinese too.
#[test]
fn every_field_of_a_form_is_explained_in_chinese() {
    let office = Office::new();
    let (en, zh) = (forms(&office.admin), forms(&office.admin.with_locale(Locale::ZhHans)));
    let explained = en.iter().filter(|(_, text)| !text.is_empty()).count();
    assert!(explained > 500, "{explained}");
    let mut missing = BTreeSet::new();
    for ((path, text), (other, chinese)) in en.iter().zip(&zh) {
        assert_eq!(path, other);
        if !text.is_empty() && !chinese.chars().any(|c| c > '\u{2e80}') {
            missing.insert(format!("{path}: {text}"));
        }
    }
    assert!(missing.is_empty(), "{} without a pair in help.zh-Hans.txt: {missing:#?}", missing.len());
}

// META-2: the pairs are whole, and each English text stands once.
#[test]
fn help_in_chinese_stands_in_pairs() {
    let file = std::fs::read_to_string("src/engine/texts/help.zh-Hans.txt").unwrap();
    let mut seen = BTreeSet::new();
    for pair in file.trim().split("\n\n") {
        let (en, zh) = pair.split_once('\n').unwrap_or_else(|| panic!("no pair: {pair}"));
        assert!(seen.insert(en), "twice: {en}");
        assert!(!zh.contains('\n') && zh.chars().any(|c| c > '\u{2e80}'), "{pair}");
    }
}
