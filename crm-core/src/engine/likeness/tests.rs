use proptest::prelude::*;

use super::characters::pairs;
use super::{House, Letters, MAIL_DOMAINS, SUFFIXES, Way, blocks, fold, score};

fn house() -> House {
    let all = |entries: &[(&str, &str)]| entries.iter().map(|(item, _)| (*item).to_owned()).collect::<Vec<_>>();
    House::of(&all(SUFFIXES), &all(MAIL_DOMAINS), "CN")
}

fn keys(way: Way, value: &str) -> Vec<String> {
    house().keys(way, value)
}

// DUP-4: the table, whole.
#[test]
fn names_of_companies() {
    for (name, expected) in [
        ("华东精密机械（上海）股份有限公司", &["华东精密机械上海", "上海华东精密机械"][..]),
        ("上海华东精密机械有限公司", &["上海华东精密机械"]),
        ("华东精密机械有限公司（上海）", &["华东精密机械有限公司上海", "上海华东精密机械"]),
        ("华为（深圳）", &["华为深圳", "深圳华为"]),
        ("華為技術有限公司", &["华为技术"]),
        ("华为技术有限公司北京分公司", &["华为技术有限公司北京分公司"]),
        ("中国石油集团有限公司", &["中国石油集团"]),
        ("中国石油集团", &["中国石油集团"]),
        ("㈱日立製作所", &["日立制作所"]),
        ("株式会社日立製作所", &["日立制作所"]),
        ("ACME Co., Ltd.", &["acme"]),
        ("Acme Company Limited", &["acme"]),
        ("ＡＣＭＥ（China）Ｃｏ．，Ｌｔｄ．", &["acmechina", "chinaacme"]),
        ("Acme China Ltd", &["acmechina"]),
        ("Johnson & Johnson Inc.", &["johnsonandjohnson"]),
        ("Café Zürich GmbH", &["cafezurich"]),
        ("华为 Ltd", &["华为"]),
        ("华为Ltd", &["华为"]),
        ("CoCo Ltd", &["coco"]),
        ("Co Co Ltd", &[]),
        ("Limited", &["limited"]),
        ("有限公司", &["有限公司"]),
        ("中公司", &["中公司"]),
    ] {
        assert_eq!(keys(Way::Name, name), expected, "{name}");
    }
}

// DUP-3: by character and never by phrase; OpenCC's first forms.
#[test]
fn traditional_characters_are_their_first_simplified_form() {
    let pairs = pairs();
    assert_eq!(pairs.len(), 3222);
    assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0), "in order");
    assert!(pairs.iter().all(|(from, to)| from != to));
    for (traditional, simplified) in
        [("乾隆", "干隆"), ("乾燥", "干燥"), ("發展", "发展"), ("頭髮", "头发"), ("裏面", "里面")]
    {
        assert_eq!(fold(traditional), simplified);
    }
}

#[test]
fn texts() {
    for (value, expected) in [
        ("  Ａｃｍｅ－1 ", "acme1"),
        ("Straße 12", "strasse12"),
        ("Ｅ\u{301}cole", "ecole"),
        ("91-3100 0067 X", "9131000067x"),
        ("a\u{200b}b\u{ad}c", "abc"),
        ("ガス会社", "ガス会社"),
    ] {
        assert_eq!(keys(Way::Text, value), [expected], "{value}");
    }
    // Fewer than three characters hold nothing, unless they are two Han ones.
    assert_eq!(keys(Way::Text, "ab"), [""; 0]);
    assert_eq!(keys(Way::Text, "华"), [""; 0]);
    assert_eq!(keys(Way::Text, "华a"), [""; 0]);
    assert_eq!(keys(Way::Text, "华为"), ["华为"]);
}

#[test]
fn addresses_and_domains() {
    for (value, expected) in [
        (" Li.Lei+crm@Example.COM ", &["li.lei+crm@example.com"][..]),
        ("ｌｉ@Bücher.example", &["li@xn--bcher-kva.example"]),
        ("li@例子.公司", &["li@xn--fsqu00a.xn--55qx5d"]),
        ("li lei@example.com", &[]),
        ("li@lei@example.com", &[]),
        ("@example.com", &[]),
        ("li@example", &[]),
        ("021-5555", &[]),
    ] {
        assert_eq!(keys(Way::Email, value), expected, "{value}");
    }
    for (value, expected) in [
        ("https://www.Acme.com/de?x=1", &["acme.com"][..]),
        ("www.acme.com", &["acme.com"]),
        ("acme.com:8080", &["acme.com"]),
        ("li@acme.com", &["acme.com"]),
        ("http://u:p@acme.com./", &["acme.com"]),
        ("li@QQ.com", &[]),
        ("mail.qq.com", &["mail.qq.com"]),
        ("www.com", &["www.com"]),
        ("10.0.0.1", &[]),
        ("无", &[]),
    ] {
        assert_eq!(keys(Way::Domain, value), expected, "{value}");
    }
}

#[test]
fn phones() {
    for (value, expected) in [
        ("139 1234 5678", &["+8613912345678"][..]),
        ("+86 (0)139-1234-5678", &["+8613912345678"]),
        ("008613912345678", &["+8613912345678"]),
        ("86-13912345678", &["+8613912345678"]),
        ("tel:+86-139-1234-5678;ext=12", &["+8613912345678"]),
        ("１３９１２３４５６７８", &["+8613912345678"]),
        ("١٣٩١٢٣٤٥٦٧٨", &["+8613912345678"]),
        ("021-5555 0100", &["+862155550100"]),
        ("(021)55550100转8012", &["+862155550100"]),
        ("021-55550100 轉 8012", &["+862155550100"]),
        ("021-55550100分机8012", &["+862155550100"]),
        ("021-55550100 x8012", &["+862155550100"]),
        ("021-55550100#8012", &["+862155550100"]),
        ("0571-87654321", &["+8657187654321"]),
        ("400-800-8888", &["+864008008888"]),
        // Without its area nobody knows whose it is; a number that is none is its digits.
        ("5555 0100", &["55550100"]),
        ("555-010", &[]),
        ("+49 30 1234567", &["+49301234567"]),
        ("1-800-FLOWERS", &[]),
        ("张三 13912345678", &[]),
    ] {
        assert_eq!(keys(Way::Phone, value), expected, "{value}");
    }
}

/// How alike two names are.
fn alike(a: &str, b: &str, threshold: usize) -> Option<i64> {
    score(&Letters::of(a), &Letters::of(b), threshold)
}

// DUP-3: the edits that thresholds allow, as the table says them.
#[test]
fn similar_ones() {
    for (threshold, lengths) in [(85, [6, 13, 19]), (80, [4, 9, 14]), (70, [3, 6, 9])] {
        for (edits, longest) in lengths.into_iter().enumerate() {
            let (a, mut b) = ("a".repeat(longest), "b".repeat(edits));
            b.push_str(&"a".repeat(longest - edits));
            assert!(alike(&a, &b, threshold).is_some(), "{threshold}: {edits} of {longest}");
            b.replace_range(..edits + 1, &"b".repeat(edits + 1));
            assert!(alike(&a, &b, threshold).is_none(), "{threshold}: {edits} + 1 of {longest}");
        }
    }
    assert_eq!(alike("上海华东精密机械", "上海华东精密机器", 85), Some(87));
    // The numbers in both are the same, in order.
    assert_eq!(alike("上海第一建筑工程", "上海第二建筑工程", 50), None);
    assert_eq!(alike("建工12号楼项目部", "建工21号楼项目部", 50), None);
    assert_eq!(alike(&"长".repeat(101), &"长".repeat(101), 50), Some(100));
    assert_eq!(alike(&"长".repeat(101), &"长".repeat(100), 50), None);
}

/// The edits, by the whole table.
fn plainly(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut before = row.clone();
        before[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            before[j + 1] = (row[j] + usize::from(from != to)).min(row[j + 1] + 1).min(before[j] + 1);
        }
        row = before;
    }
    row[b.len()]
}

fn name() -> impl Strategy<Value = String> {
    "[华东精密机械上海一二ab1]{1,24}"
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,12}", mark in "[()&é\u{301}İßＡ華㈱\u{200b} -]{0,6}") {
        for text in [text.clone(), format!("{text}{mark}"), mark] {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
            for key in keys(Way::Text, &text) {
                prop_assert_eq!(keys(Way::Text, &key), [key]);
            }
        }
    }

    // A key of a name is folded; nothing else of it changes.
    #[test]
    fn keys_of_names_are_folded(name in "[Aa华東é(（)）& .,Ltd公司有限株\u{301}]{0,14}") {
        for key in keys(Way::Name, &name) {
            prop_assert_eq!(keys(Way::Text, &key), [key]);
        }
    }

    #[test]
    fn likeness_is_symmetric_and_the_plain_distance(a in name(), b in name(), threshold in 50_usize..100) {
        let (x, y) = (Letters::of(&a), Letters::of(&b));
        prop_assert_eq!(score(&x, &y, threshold), score(&y, &x, threshold));
        let longer = x.all.len().max(y.all.len());
        let left = (longer - plainly(&x.all, &y.all)) * 100;
        let found = score(&x, &y, threshold);
        if found.is_some() || left < threshold * longer {
            prop_assert_eq!(found, (left >= threshold * longer).then_some((left / longer) as i64));
        } else {
            // Near enough: then it is the numbers.
            let numbers = |text: &str| text.chars().filter(|c| "一二1".contains(*c)).collect::<String>();
            prop_assert_ne!(numbers(&a), numbers(&b));
        }
    }

    // DUP-8: what is similar is found by its blocks.
    #[test]
    fn blocks_miss_nothing(a in name(), cuts in proptest::collection::vec((0_usize..24, 0_usize..3), 0..6), threshold in 50_usize..100) {
        let mut b: Vec<char> = a.chars().collect();
        for (at, how) in cuts {
            let at = at.min(b.len());
            match how {
                0 => b.insert(at, '机'),
                1 if at < b.len() => drop(b.remove(at)),
                _ if at < b.len() => b[at] = '械',
                _ => {}
            }
        }
        let b: String = b.into_iter().collect();
        let (x, y) = (Letters::of(&a), Letters::of(&b));
        if score(&x, &y, threshold).is_some() {
            let stored = blocks::stored(&x.all, threshold);
            prop_assert!(blocks::asked(&y.all, threshold).iter().any(|block| stored.contains(block)), "{} {}", a, b);
        }
    }
}

// §9: at most 20 look-ups for a name of eight characters.
#[test]
fn few_blocks_are_asked_for() {
    let key: Vec<char> = "上海华东精密机械".chars().collect();
    assert!(blocks::asked(&key, 85).len() <= 20, "{}", blocks::asked(&key, 85).len());
    assert_eq!(blocks::stored(&key, 85).len(), 2);
}
