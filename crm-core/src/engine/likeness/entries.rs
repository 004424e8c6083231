//! The entries of the dictionary that the keys go by (DUP-3, DUP-4), as a new database has them: item and value.

/// The category of the legal forms of companies.
pub(crate) const SUFFIX_CATEGORY: &str = "company_suffix";

/// The category of the domains at which everybody can have an address.
pub(crate) const MAIL_CATEGORY: &str = "public_mail_domain";

/// The legal forms.
pub(crate) const SUFFIXES: &[(&str, &str)] = &[
    ("股份有限公司", "股份有限公司"),
    ("有限责任公司", "有限责任公司"),
    ("有限公司", "有限公司"),
    ("股份公司", "股份公司"),
    ("公司", "公司"),
    ("株式会社", "株式会社"),
    ("co ltd", "co ltd"),
    ("co limited", "co limited"),
    ("company limited", "company limited"),
    ("pty ltd", "pty ltd"),
    ("pty limited", "pty limited"),
    ("pte ltd", "pte ltd"),
    ("pte limited", "pte limited"),
    ("ltd", "ltd"),
    ("limited", "limited"),
    ("inc", "inc"),
    ("incorporated", "incorporated"),
    ("llc", "llc"),
    ("corp", "corp"),
    ("corporation", "corporation"),
    ("plc", "plc"),
    ("gmbh", "gmbh"),
    ("company", "company"),
    ("co", "co"),
    ("pty", "pty"),
    ("pte", "pte"),
];

/// The domains.
pub(crate) const MAIL_DOMAINS: &[(&str, &str)] = &[
    ("qq.com", "qq.com"),
    ("163.com", "163.com"),
    ("126.com", "126.com"),
    ("sina.com", "sina.com"),
    ("sohu.com", "sohu.com"),
    ("139.com", "139.com"),
    ("189.cn", "189.cn"),
    ("foxmail.com", "foxmail.com"),
    ("aliyun.com", "aliyun.com"),
    ("gmail.com", "gmail.com"),
    ("outlook.com", "outlook.com"),
    ("hotmail.com", "hotmail.com"),
    ("yahoo.com", "yahoo.com"),
    ("icloud.com", "icloud.com"),
    ("yeah.net", "yeah.net"),
    ("sina.cn", "sina.cn"),
    ("tom.com", "tom.com"),
    ("21cn.com", "21cn.com"),
    ("wo.cn", "wo.cn"),
    ("188.com", "188.com"),
    ("vip.qq.com", "vip.qq.com"),
    ("vip.163.com", "vip.163.com"),
    ("vip.sina.com", "vip.sina.com"),
    ("live.com", "live.com"),
    ("msn.com", "msn.com"),
    ("me.com", "me.com"),
    ("googlemail.com", "googlemail.com"),
    ("yahoo.com.cn", "yahoo.com.cn"),
    ("yahoo.co.jp", "yahoo.co.jp"),
    ("proton.me", "proton.me"),
    ("protonmail.com", "protonmail.com"),
];
