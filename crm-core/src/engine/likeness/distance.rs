//! How far two keys are from each other (DUP-3, `similar_…`).

/// The longest key that is compared otherwise than for equality.
pub(crate) const LONGEST: usize = 100;

/// A key as its letters, and the numbers in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letters {
    pub(crate) all: Vec<char>,
    numbers: Vec<char>,
}

impl Letters {
    /// Those of a key.
    pub(crate) fn of(key: &str) -> Letters {
        let all: Vec<char> = key.chars().collect();
        let numbers = all.iter().copied().filter(|c| is_number(*c)).collect();
        Letters { all, numbers }
    }
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            '一' | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '千'
                | '万'
                | '零'
                | '〇'
                | '两'
                | '甲'
                | '乙'
                | '丙'
                | '丁'
        )
}

/// How many edits a threshold allows two keys of which the longer has so many letters.
pub(crate) fn allowed(longer: usize, threshold: usize) -> usize {
    longer * 100_usize.saturating_sub(threshold) / 100
}

/// How alike two keys are, in hundredths; none, where that is less than the threshold.
pub(crate) fn score(a: &Letters, b: &Letters, threshold: usize) -> Option<i64> {
    let longer = a.all.len().max(b.all.len());
    if longer == 0 || a.numbers != b.numbers {
        return None;
    }
    if longer > LONGEST {
        return (a.all == b.all).then_some(100);
    }
    let edits = edits(&a.all, &b.all, allowed(longer, threshold))?;
    Some(((longer - edits) * 100 / longer) as i64)
}

/// The edits that make one of the other, where they are not more than so many: only what lies so near to the diagonal is
/// computed.
fn edits(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let far = most + 1;
    let mut row: Vec<usize> = (0..=b.len()).map(|j| j.min(far)).collect();
    for (i, from) in a.iter().enumerate() {
        let (first, last) = ((i + 1).saturating_sub(most), (i + 1 + most).min(b.len()));
        let mut diagonal = row.get(first.saturating_sub(1)).copied().unwrap_or(far);
        let mut left = if first == 0 { i + 1 } else { far };
        if first == 0 {
            diagonal = i;
            if let Some(cell) = row.first_mut() {
                *cell = i + 1;
            }
        } else if let Some(cell) = row.get_mut(first - 1) {
            *cell = if first == 1 { (i + 1).min(far) } else { far };
            left = *cell;
        }
        let mut least = left;
        for j in first.max(1)..=last {
            let above = row.get(j).copied().unwrap_or(far);
            let same = b.get(j - 1) == Some(from);
            let cell = (diagonal + usize::from(!same)).min(above + 1).min(left + 1).min(far);
            diagonal = above;
            left = cell;
            least = least.min(cell);
            if let Some(place) = row.get_mut(j) {
                *place = cell;
            }
        }
        // Beyond the band of this row nothing was computed, and the next one begins a place further.
        if let Some(place) = row.get_mut(last + 1) {
            *place = far;
        }
        if least > most {
            return None;
        }
    }
    row.last().copied().filter(|edits| *edits <= most)
}
