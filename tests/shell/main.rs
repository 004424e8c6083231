//! The shell as its user meets it: a program with lines on its standard input, an output and an exit status.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program in a folder, with these words and these lines.
fn crm(folder: &Path, words: &[&str], lines: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_crm"))
        .current_dir(folder)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the shell starts");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("a pipe").write_all(lines.as_bytes());
    child.wait_with_output().expect("the shell ends")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A folder with a database, whose first user is `han`.
fn company() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = crm(
        folder.path(),
        &["--create", "erp.crm"],
        ".bootstrap han 韩梅梅 sales_manager account_manager integration\n\
         opportunities.create customer_name=华东精密机械 success_probability=60 summary='数控机床 12 台' description=年底前\n",
    );
    assert!(made.status.success(), "{}", err(&made));
    folder
}

#[test]
fn a_file_that_is_not_there_is_made_only_where_that_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = crm(folder.path(), &["wrong.crm"], "");
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("--create"), "{}", err(&refused));
    assert!(!folder.path().join("wrong.crm").exists());
    assert_eq!(crm(folder.path(), &["--nonsense"], "").status.code(), Some(2));
    assert_eq!(crm(folder.path(), &["--help"], "").status.code(), Some(0));
}

#[test]
fn results_are_tables_json_or_csv() {
    let folder = company();
    let list = "opportunities.list status=unassigned\n";
    let table = out(&crm(folder.path(), &["--as", "han", "erp.crm"], list));
    assert!(table.contains("华东精密机械") && table.contains("1 row\n"), "{table}");
    let json = out(&crm(folder.path(), &["--as", "han", "--mode", "json", "erp.crm"], list));
    let page: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(page["items"][0]["customer_name"], "华东精密机械");
    let csv = out(&crm(folder.path(), &["--as", "han", "--mode", "csv", "erp.crm"], list));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = reader.records().next().expect("a row").expect("a whole row");
    let at = |name: &str| row[header.iter().position(|column| column == name).expect(name)].to_owned();
    assert_eq!(
        (at("customer_name"), at("status"), at("creator.display_name")),
        ("华东精密机械".into(), "unassigned".into(), "韩梅梅".into())
    );
    // The columns are the same where no row is.
    let none =
        out(&crm(folder.path(), &["--as", "han", "--mode", "csv", "erp.crm"], "opportunities.list status=failed\n"));
    assert_eq!(none.lines().next(), csv.lines().next());
}

#[test]
fn a_script_ends_at_its_first_failing_line_with_status_1() {
    let folder = company();
    let lines = "# a comment\nopportunities.get 0\n.whoami\n";
    let ended = crm(folder.path(), &["--as", "han", "erp.crm"], lines);
    assert_eq!(ended.status.code(), Some(1));
    assert!(err(&ended).starts_with("line 2: "), "{}", err(&ended));
    assert_eq!(out(&ended), "");
    let went_on = crm(folder.path(), &["--as", "han", "--keep-going", "erp.crm"], lines);
    assert_eq!(went_on.status.code(), Some(1));
    assert!(out(&went_on).contains("韩梅梅"));
    let open = crm(folder.path(), &["--as", "han", "erp.crm"], ".whoami\nopportunities.list {\"filter\":\n");
    assert_eq!(open.status.code(), Some(1));
    assert!(err(&open).starts_with("line 2: a quote or a brace is open"), "{}", err(&open));
}

#[test]
fn a_value_may_span_lines_and_results_are_kept() {
    let folder = company();
    let lines = "opportunities.list {\n  \"filter\": {\"status\": \"unassigned\"}\n}\n.let open\nusers.me\n\
                 opportunities.assign $open.items[0].id $_.id\nopportunities.get $open.items[0].id\n";
    let done = crm(folder.path(), &["--as", "han", "--mode", "json", "erp.crm"], lines);
    assert!(done.status.success(), "{}", err(&done));
    let last = out(&done).lines().last().expect("a line").to_owned();
    assert!(last.contains("\"status\":\"assigned\""), "{last}");
}

#[test]
fn pages_go_on_with_next() {
    let folder = company();
    let mut lines: String = (0..3)
        .map(|n| format!("opportunities.create customer_name=客户{n} success_probability=1 summary=s description=d\n"))
        .collect();
    lines.push_str("opportunities.list page.limit=3\n.next\n.next\n");
    let done = crm(folder.path(), &["--as", "han", "erp.crm"], &lines);
    let text = out(&done);
    assert!(text.contains("3 rows; .next shows more") && text.contains("1 row\n"), "{text}");
    assert!(err(&done).contains("no further page"), "{}", err(&done));
}

#[test]
fn files_are_imported_backed_up_checked_and_read() {
    let folder = company();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("goods.csv", "code,title,price\nP1,轴承,12.5\nP2,,3\n");
    write("lines", ".whoami\n.check\n");
    let refused = crm(folder.path(), &["--as", "han", "-c", ".import products", "erp.crm"], "");
    assert_eq!(refused.status.code(), Some(1));
    let done = crm(
        folder.path(),
        &[
            "--as",
            "han",
            "-c",
            ".import products goods.csv external_id=code name=title",
            "-c",
            "products.list",
            "erp.crm",
        ],
        "",
    );
    let text = out(&done);
    assert!(
        text.contains("created 1\n") && text.contains("refused 1\n") && text.contains("line 3: refused: name"),
        "{text}{}",
        err(&done)
    );
    let done = crm(folder.path(), &["--as", "han", "erp.crm"], ".backup copy.crm\n.read lines\n");
    assert!(done.status.success() && folder.path().join("copy.crm").exists(), "{}", err(&done));
    assert!(
        out(&crm(folder.path(), &["--as", "han", "--read-only", "-c", ".whoami", "copy.crm"], "")).contains("韩梅梅")
    );
}

#[test]
fn what_the_audit_says_of_a_record_is_dumped() {
    let folder = company();
    let lines = "opportunities.list\n.let o\nopportunities.update $o.items[0].id success_probability=75\n.dump ";
    let first = crm(folder.path(), &["--as", "han", "--mode", "json", "-c", "opportunities.list", "erp.crm"], "");
    let page: serde_json::Value = serde_json::from_str(&out(&first)).expect("JSON");
    let id = page["items"][0]["id"].as_str().expect("an id");
    let done = crm(folder.path(), &["--as", "han", "erp.crm"], &format!("{lines}{id}\n"));
    let text = out(&done);
    assert!(text.contains("success_probability: 60 → 75"), "{text}{}", err(&done));
    assert!(text.contains("opportunities.create"), "{text}");
}

#[test]
fn refusals_speak_the_language_that_is_asked() {
    let folder = company();
    let words = ["--as", "han", "--locale", "zh-Hans", "-c", "opportunities.create customer_name=x", "erp.crm"];
    let refused = crm(folder.path(), &words, "");
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains('请') || err(&refused).contains('必'), "{}", err(&refused));
    let nobody = crm(folder.path(), &["-c", "opportunities.list", "erp.crm"], "");
    assert!(err(&nobody).contains("nobody acts yet"), "{}", err(&nobody));
    let unknown = crm(folder.path(), &["--as", "han", "-c", "opportunity.list", "erp.crm"], "");
    assert!(err(&unknown).contains("opportunities.list"), "{}", err(&unknown));
}

#[test]
fn operations_are_explained_in_the_language_that_is_asked() {
    let folder = company();
    let lines = ".describe activities.cancel\n.locale zh-Hans\n.describe activities.cancel\n";
    let done = crm(folder.path(), &["--as", "han", "erp.crm"], lines);
    let text = out(&done);
    let (english, chinese) =
        text.split_at(text.find("取消计划中的活动").unwrap_or_else(|| panic!("{text}{}", err(&done))));
    assert!(english.contains("Cancels a planned activity"), "{english}");
    // What an argument is for too.
    assert!(!chinese.contains("Cancels") && chinese.contains("id (") && chinese.contains('。'), "{chinese}");
}

/// What a page has one type, block by block, is a script that runs, and where it makes a first user, another one in a
/// folder of its own; gives the results.
fn typed(page: &str) -> Vec<serde_json::Value> {
    let folder = || tempfile::tempdir().expect("a folder");
    let mut companies = vec![String::new()];
    for block in page.split("```crm\n").skip(1) {
        if block.contains(".bootstrap ") && companies[companies.len() - 1].contains(".bootstrap ") {
            companies.push(String::new());
        }
        companies.last_mut().expect("one").push_str(&format!("```crm\n{block}"));
    }
    companies.iter().flat_map(|blocks| typed_in(blocks, &folder())).collect()
}

/// The same in a folder that has files of the page's.
fn typed_in(page: &str, folder: &tempfile::TempDir) -> Vec<serde_json::Value> {
    let blocks: Vec<&str> =
        page.split("```crm\n").skip(1).map(|rest| rest.split_once("```").expect("a block ends").0).collect();
    assert!(!blocks.is_empty());
    let done = crm(folder.path(), &["--create", "--mode", "json", "erp.crm"], &blocks.concat());
    assert!(done.status.success(), "{}\n{}", out(&done), err(&done));
    out(&done).lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[test]
fn the_page_on_access_can_be_typed() {
    let results = typed(include_str!("../../docs/access.md"));
    assert_eq!(results.last(), Some(&serde_json::json!({"holds": []})));
}

#[test]
fn the_page_on_filters_can_be_typed() {
    let results = typed(include_str!("../../docs/filters.md"));
    let found: Vec<usize> = results.iter().filter_map(|page| page["items"].as_array().map(Vec::len)).collect();
    assert_eq!(found, [1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 2, 0, 0]);
}

#[test]
fn the_page_on_process_can_be_typed() {
    let results = typed(include_str!("../../docs/process.md"));
    let found: Vec<usize> = results.iter().filter_map(|page| page["items"].as_array().map(Vec::len)).collect();
    assert_eq!(found, [2, 1, 0, 1, 0, 0, 1, 0, 0, 4, 1, 1, 1]);
    assert!(results.contains(&serde_json::json!({"count": 1})));
    // Notes and files were told to who follows the customer.
    assert!(results.contains(&serde_json::json!({"count": 4})));
    // A document was made of the customer, and the last is a report that was reviewed.
    assert!(results.iter().any(|result| result["media_type"] == "text/html"));
    assert_eq!(results.last().expect("a result")["score"], 90);
}

#[test]
fn the_page_on_selling_can_be_typed() {
    let results = typed(include_str!("../../docs/selling.md"));
    let found: Vec<usize> = results.iter().filter_map(|page| page["items"].as_array().map(Vec::len)).collect();
    assert_eq!(found, [1; 8]);
    assert!(results.contains(&serde_json::json!({"amount": "85.98", "currency": "EUR"})));
    // What was merged is taken apart again, at the end.
    assert!(results.last().expect("a result")["merge"]["undone_at"].is_string());
}

#[test]
fn the_page_on_objects_can_be_typed() {
    let page = include_str!("../../docs/objects.md");
    let folder = tempfile::tempdir().expect("a folder");
    for block in page.split("```json ").skip(1) {
        let (name, rest) = block.split_once('\n').expect("a name");
        let document = rest.split_once("```").expect("a block ends").0;
        std::fs::write(folder.path().join(name), document).expect("written");
    }
    let results = typed_in(page, &folder);
    let found = |title: &str| results.iter().rev().find(|result| result["title"] == title).expect("a record").clone();
    let guest = found("王芳");
    assert_eq!(guest["values"]["stays"], 1);
    assert_eq!(guest["values"]["spent"], serde_json::json!({"amount": "777.00", "currency": "CNY"}));
    let table = results.last().expect("a table");
    assert_eq!(table["rows"], serde_json::json!([["2030-03-01", 1, {"amount": "777.00", "currency": "CNY"}]]));
}
