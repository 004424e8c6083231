//! Amounts of yuan in words, as bills have them (DOC-5): by the rules of the central bank, exactly, from the minor units.

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// What stands behind a digit in a group of four, from the right.
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];

/// What stands behind a group of four digits, from the right. The largest amount there is has four groups.
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// An amount of so many hundredths of a yuan, 分, in words.
pub(super) fn amount_in_words(minor: i64) -> String {
    let all = minor.unsigned_abs();
    let (yuan, tenths, hundredths) = (all / 100, all / 10 % 10, all % 10);
    let mut words = String::from("人民币");
    if minor < 0 {
        words.push('负');
    }
    if yuan > 0 {
        whole(yuan, &mut words);
    }
    if yuan > 0 || all == 0 {
        words.push_str(if all == 0 { "零元" } else { "元" });
    }
    if tenths == 0 && hundredths == 0 {
        words.push('整');
        return words;
    }
    if yuan > 0 && (yuan % 10 == 0 || tenths == 0) {
        words.push('零');
    }
    for (digit, unit) in [(tenths, '角'), (hundredths, '分')] {
        if digit > 0 {
            words.push_str(named(digit));
            words.push(unit);
        }
    }
    words
}

fn named(digit: u64) -> &'static str {
    usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit)).copied().unwrap_or_default()
}

/// Whole yuan, more than none: in groups of four digits, the highest first. One 零 stands for the zeros between two digits of a
/// group, and between two groups where the lower one begins with a zero, or where a whole group of zeros lies between them.
fn whole(yuan: u64, words: &mut String) {
    let (mut begun, mut skipped) = (false, false);
    for (at, unit) in GROUPS.iter().enumerate().rev() {
        let group = yuan / power(4 * at) % 10_000;
        if group == 0 {
            skipped = begun;
            continue;
        }
        let mut zeros = begun && (skipped || group < 1_000);
        for (place, unit) in PLACES.iter().enumerate().rev() {
            match group / power(place) % 10 {
                // In front of the first digit of all stands none.
                0 => zeros |= begun && !group.is_multiple_of(power(place)) && group >= power(place),
                digit => {
                    words.push_str(if zeros { "零" } else { "" });
                    words.push_str(named(digit));
                    words.push_str(unit);
                    (begun, zeros) = (true, false);
                }
            }
        }
        words.push_str(unit);
        skipped = false;
    }
}

fn power(places: usize) -> u64 {
    10_u64.pow(u32::try_from(places).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::amount_in_words;
    use crate::engine::money::MAX_AMOUNT;

    // DOC-5: every example of the rule, and the edges between its sentences.
    #[test]
    fn amounts_stand_in_words_as_on_bills() {
        for (minor, words) in [
            (123_450, "人民币壹仟贰佰叁拾肆元伍角"),
            (168_032, "人民币壹仟陆佰捌拾元零叁角贰分"),
            (100_100_000, "人民币壹佰万壹仟元整"),
            (100_050_000, "人民币壹佰万零伍佰元整"),
            (5, "人民币伍分"),
            (0, "人民币零元整"),
            (10_700_053, "人民币壹拾万柒仟元零伍角叁分"),
            (-10_700_053, "人民币负壹拾万柒仟元零伍角叁分"),
            (-5, "人民币负伍分"),
            (50, "人民币伍角"),
            (53, "人民币伍角叁分"),
            (100, "人民币壹元整"),
            (105, "人民币壹元零伍分"),
            (110, "人民币壹元壹角"),
            (1_000, "人民币壹拾元整"),
            (1_005, "人民币壹拾元零伍分"),
            (1_050, "人民币壹拾元零伍角"),
            (101_000, "人民币壹仟零壹拾元整"),
            (10_000_100, "人民币壹拾万零壹元整"),
            (1_000_100_000, "人民币壹仟万壹仟元整"),
            (1_001_000_100, "人民币壹仟零壹万零壹元整"),
            (10_000_000_000, "人民币壹亿元整"),
            (10_000_500_000, "人民币壹亿零伍仟元整"),
            (10_000_000_500, "人民币壹亿零伍元整"),
            (10_005_000_000, "人民币壹亿零伍万元整"),
            (11_000_000_000, "人民币壹亿壹仟万元整"),
            (100_000_000_000_000, "人民币壹万亿元整"),
            (100_050_000_000_000, "人民币壹万亿零伍亿元整"),
            (100_000_000_500_000, "人民币壹万亿零伍仟元整"),
            (MAX_AMOUNT, "人民币壹拾万亿元整"),
            (i64::MIN, "人民币负玖亿亿贰仟贰佰叁拾叁万亿柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分"),
        ] {
            assert_eq!(amount_in_words(minor), words, "{minor}");
        }
    }

    /// Reads words back into minor units, by what each word is worth, and knows nothing of how they are written.
    fn read(words: &str) -> i128 {
        let words = words.strip_prefix("人民币").expect("yuan");
        let (sign, words) = words.strip_prefix('负').map_or((1, words), |rest| (-1, rest));
        let (mut sum, mut group, mut digit, mut last) = (0_i128, 0_i128, 0_i128, ' ');
        let mut letters = words.chars().peekable();
        while let Some(letter) = letters.next() {
            let mut close = |worth: i128, group: &mut i128, digit: &mut i128| {
                sum += (*group + *digit) * worth;
                (*group, *digit) = (0, 0);
            };
            match letter {
                '零' => assert_ne!(last, '零', "{words}"),
                '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' => {
                    assert_eq!(digit, 0, "{words}");
                    digit =
                        "壹贰叁肆伍陆柒捌玖".chars().position(|known| known == letter).expect("a digit") as i128 + 1;
                }
                '拾' | '佰' | '仟' => {
                    assert_ne!(digit, 0, "{words}");
                    group += digit
                        * if letter == '拾' {
                            10
                        } else if letter == '佰' {
                            100
                        } else {
                            1_000
                        };
                    digit = 0;
                }
                '万' if letters.next_if_eq(&'亿').is_some() => close(100_000_000_000_000, &mut group, &mut digit),
                '万' => close(1_000_000, &mut group, &mut digit),
                '亿' if letters.next_if_eq(&'亿').is_some() => {
                    close(1_000_000_000_000_000_000, &mut group, &mut digit)
                }
                '亿' => close(10_000_000_000, &mut group, &mut digit),
                '元' => close(100, &mut group, &mut digit),
                '角' => close(10, &mut group, &mut digit),
                '分' => close(1, &mut group, &mut digit),
                '整' => assert_eq!(letters.peek(), None, "{words}"),
                other => panic!("{other} in {words}"),
            }
            last = letter;
        }
        assert_eq!((group, digit), (0, 0), "{words}");
        assert_ne!(last, '零', "{words}");
        sign * sum
    }

    /// Amounts with many zeros, where the rules are.
    fn sparse() -> impl Strategy<Value = i64> {
        proptest::collection::vec(prop_oneof![3 => Just(0_i64), 1 => 1..=9_i64], 1..=15)
            .prop_map(|digits| digits.into_iter().fold(0, |sum, digit| sum * 10 + digit))
    }

    proptest! {
        // DOC-5: nothing is lost in words, whatever the amount.
        #[test]
        fn words_say_the_amount(minor in prop_oneof![sparse(), sparse().prop_map(|minor| -minor), any::<i64>()]) {
            let words = amount_in_words(minor);
            prop_assert_eq!(read(&words), i128::from(minor), "{}", &words);
            prop_assert!(!words.contains("零零") && !words.contains("零万") && !words.contains("零亿"), "{}", &words);
            prop_assert_eq!(words.ends_with('整'), minor % 100 == 0, "{}", &words);
        }
    }
}
