//! The console's own words, each in both languages. What belongs to records is the engine's to say.

use crm_core::Locale;

macro_rules! words {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        /// A text of the console.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($name,)* }

        impl Word {
            pub fn text(self, locale: Locale) -> &'static str {
                let (en, zh) = match self { $(Word::$name => ($en, $zh),)* };
                match locale {
                    Locale::ZhHans => zh,
                    _ => en,
                }
            }
        }

        #[cfg(test)]
        pub const ALL: &[(&str, &str)] = &[$(($en, $zh),)*];
    };
}

words! {
    ActionsDone: "Done.", "已完成。";
    AddCondition: "Add a condition", "添加条件";
    After: "Afterwards", "之后";
    AllRead: "Mark all as read", "全部标为已读";
    AllViews: "All views", "全部视图";
    AlsoRenamed: "also renamed in", "同时更名于";
    Applied: "applied.", "已应用。";
    Apply: "Show", "显示";
    ApplyPack: "Apply exactly this", "按此应用";
    Approvals: "Approvals", "审批";
    Arguments: "Details", "详情";
    AsFilledIn: "As filled in", "填写内容";
    AskApproval: "Ask for approval", "提交审批";
    AskedApproval: "Approval was asked for.", "已提交审批。";
    AskedByMe: "Asked by me", "我提交的";
    Bars: "Bars", "柱状图";
    Back: "Back", "返回";
    Before: "Before", "之前";
    Board: "Board", "看板";
    Broken: "The console itself failed here. What happened stands in its log.", "控制台出现内部错误，详情见其日志。";
    Cancel: "Cancel", "取消";
    Chart: "Chart", "图表";
    Choose: "Please choose", "请选择";
    Code: "One-time code, if you use one", "动态验证码（如已启用）";
    ColumnOfFile: "Column of the file", "文件中的列";
    Columns: "Columns", "列";
    Conditions: "Conditions", "条件";
    Configuration: "Configuration", "配置";
    ConfirmFirst: "Please confirm: this can't simply be undone.", "请确认：此操作无法简单撤销。";
    Console: "CRM console", "CRM 控制台";
    Continue: "Continue", "继续";
    Contains: "contains", "包含";
    Count: "Records", "记录数";
    Create: "New", "新建";
    CsvFile: "The file: CSV, its columns named in the first line", "CSV 文件，首行为列名";
    Currency: "Currency", "币种";
    Decide: "Your decision", "您的审批意见";
    DeleteCondition: "Remove", "移除";
    Dictionary: "Dictionary", "字典";
    Done: "Saved.", "已保存。";
    Download: "Download", "下载";
    Earlier: "Read before", "已读通知";
    Empty: "is empty", "为空";
    ErrorsAbove: "Please correct what is marked:", "请更正标出的内容：";
    FactorBegin: "Set one up", "开始设置";
    FactorCode: "The code that it shows now", "当前显示的验证码";
    FactorFor: "A code from a device of yours is asked for beside your password, so that a password alone lets nobody in.", "登录时除密码外还需您设备上的验证码，仅凭密码无法登录。";
    FactorKeep: "From now on a code is asked for. Keep these: each counts once in place of a code, should the device be lost. They are shown this once.", "今后登录需要验证码。请妥善保存以下恢复码：设备丢失时每个可使用一次。仅显示这一次。";
    FactorOpen: "Open in an authenticator on this device", "在本设备的验证器中打开";
    FactorScan: "Type this into an authenticator. It is shown this once.", "请在验证器中输入以下密钥。仅显示这一次。";
    Filled: "is filled", "不为空";
    FirstDrawn: "Only the first 40 are drawn; the table has all.", "仅绘制前 40 项，全部见表格。";
    FirstPage: "First page", "第一页";
    FormTooOld: "This form is too old, or was not sent from this console. Go back, load the page again, and send it once more.", "表单已过期，或并非由本控制台发出。请返回、刷新页面后重新提交。";
    Ge: "at least", "不小于";
    Gt: "more than", "大于";
    HeldFor: "Writers wait for about", "预计写入等待约";
    History: "History", "历史";
    Home: "Home", "首页";
    Import: "Import", "导入";
    InForce: "In force", "已启用";
    Invisible: "Hidden from you", "对您隐藏";
    Is: "is", "是";
    IsNot: "is not", "不是";
    Json: "As JSON", "JSON 格式";
    Labels: "Labels", "标签";
    Lacks: "still lacks", "仍缺少";
    Le: "at most", "不大于";
    Line: "Line", "折线图";
    MarkRead: "Mark as read", "标为已读";
    Notifications: "Notifications", "通知";
    NothingNew: "Nothing new.", "没有新通知。";
    Open: "Open", "打开";
    OpenRequest: "A request for approval has not ended:", "有未完成的审批单：";
    Unread: "Unread", "未读";
    Lines: "One a line", "每行一个";
    Lt: "less than", "小于";
    Many: "Several records fit. Please choose one of them.", "有多条记录符合，请选择其中一条。";
    ManyMore: "More records fit than these. Please choose one, or give more of the name.", "符合的记录不止这些，请选择一条，或输入更完整的名称。";
    MatchAll: "All must be true", "全部满足";
    MatchAny: "One must be true", "满足其一";
    MoreLines: "There are more lines than are shown here.", "还有更多行未显示。";
    Name: "Name", "名称";
    Next: "Next page", "下一页";
    NeedsApproval: "This needs approval. It is carried out once those who are asked have agreed.", "此操作需要审批，审批通过后执行。";
    No: "No", "否";
    NoDocument: "This is no JSON document.", "这不是 JSON 文档。";
    NoFile: "No file was sent.", "未收到文件。";
    NoRecords: "No records.", "没有记录。";
    NobodyKnown: "No record fits.", "没有符合的记录。";
    NoSuchField: "There is no such field, or none that you may see, so nothing is listed.", "没有该字段，或您无权查看，因此未列出记录。";
    NotAsked: "This can't be asked of it, so nothing is listed.", "该字段不支持此条件，因此未列出记录。";
    NotThere: "There is nothing here, or nothing that you may see.", "此处没有内容，或您无权查看。";
    NotYours: "This is not yours to do.", "您无权执行此操作。";
    NothingToday: "Nothing waits for you today.", "今天没有待办事项。";
    NothingToDo: "Nothing would change.", "不会有任何变化。";
    Now: "By now", "当前值";
    Objects: "Records", "记录";
    OneInPart: "One record fits in part. Please choose it if it is meant.", "有一条记录部分符合，如确为此记录请选择。";
    Operations: "Operations", "操作";
    OrText: "Or its text", "或直接粘贴内容";
    PackFile: "The pack's document, a JSON file", "扩展包文档（JSON 文件）";
    Packs: "Packs", "扩展包";
    Password: "Password", "密码";
    PlanIsStale: "Something changed since this was planned. Here is the plan as it is now.", "计划之后情况已变化，以下为最新计划。";
    PlanPack: "See what would change", "查看将发生的变化";
    PleaseSignIn: "Please sign in.", "请登录。";
    Registers: "Lists", "列表";
    Related: "Related records", "相关记录";
    Required: "required", "必填";
    Result: "Result", "结果";
    Roles: "Roles", "角色";
    SameForAll: "The same for every line", "所有行相同";
    Save: "Save", "保存";
    SaveView: "Keep as a view", "保存为视图";
    Search: "Type a name and choose", "输入名称并选择";
    SecondFactor: "Second factor", "第二验证因素";
    Several: "Several records fit. Please give more of the name.", "有多条记录符合，请输入更完整的名称。";
    Share: "Shares", "占比";
    ShowAll: "Show all", "显示全部";
    SignIn: "Sign in", "登录";
    SignInFailed: "Sign-in failed", "登录失败";
    SignOut: "Sign out", "退出";
    SignOutEverywhere: "Sign out everywhere", "在所有设备退出";
    SkipToContent: "Skip to content", "跳到正文";
    SomethingWrong: "That did not work", "操作未成功";
    Stale: "Somebody else changed this record meanwhile. Your values stand in the form; what the record holds by now stands below them. Save again to keep yours.", "此记录已被他人修改。表单中是您填写的值，下方为当前值。再次保存将以您的值为准。";
    StandsAgainst: "This stands against it:", "存在以下障碍：";
    StepCounts: "Records are counted that break what is new", "将统计不符合新规定的记录";
    StepHides: "Hidden, with its data kept", "将被隐藏，数据保留";
    StepRefused: "Refused", "被拒绝";
    StepRewrites: "Records are computed and written anew", "将重新计算并写入记录";
    StepSafe: "Nothing that is there is touched", "不影响现有内容";
    System: "the engine", "系统";
    Today: "My day", "我的一天";
    TooManyFit: "More than 100 records fit. Please give more of the name.", "符合的记录超过 100 条，请输入更完整的名称。";
    TooManyLines: "There are more lines than 200. Please give fewer.", "超过 200 行，请减少行数。";
    TooManyTries: "Too many attempts. Please wait a minute and try again.", "尝试次数过多，请一分钟后再试。";
    TooMuch: "This is more than a form may send.", "提交的内容超出上限。";
    TooSlow: "This took too long to arrive. Please try again.", "提交超时，请重试。";
    TryAgain: "Go back and try again, or go to the home page.", "请返回重试，或回到首页。";
    Unreadable: "What was sent could not be read.", "无法读取提交的内容。";
    Unasked: "otherwise", "默认";
    UserName: "Login name", "登录名";
    Version: "Version", "版本";
    ViewName: "Name of the view", "视图名称";
    Views: "Views", "视图";
    WaitingForMe: "Waiting for me", "待我审批";
    WasCalled: "was called", "原名";
    WhatChanges: "What would change", "将变更的内容";
    What: "What", "内容";
    When: "When", "时间";
    WhoIsAsked: "Who is asked", "审批人";
    Who: "Who", "人员";
    Yes: "Yes", "是";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_both_languages() {
        for (en, zh) in ALL {
            assert!(en.is_ascii() && !en.trim().is_empty(), "{en}");
            assert!(*zh == "JSON 格式" || zh.chars().any(|c| c > '\u{2e80}'), "{en}: {zh}");
        }
    }
}
