//! SALES-3: a file is damaged in one place. Every line that is not is stored right, or the file is refused whole.

use std::collections::BTreeMap;

use crm_core::Bytes;
use crm_core::imports::ImportOptions;
use crm_core::prelude::*;
use proptest::prelude::*;

use crate::imports::{Kept, product, product_mapping, stored, table};
use crate::support::*;
use crate::tables::{self, Dialect};

/// What happens to a file.
#[derive(Debug, Clone)]
enum Damage {
    /// A byte becomes another.
    Byte(prop::sample::Index, u8),
    /// A byte is lost.
    Lost(prop::sample::Index),
    /// A quotation mark too many.
    Mark(prop::sample::Index),
    /// A cell becomes another; which line and which column.
    Cell(prop::sample::Index, prop::sample::Index, String),
    /// A line stands there twice.
    Repeated(prop::sample::Index),
    /// The end of the file is lost.
    Cut(prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        3 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        2 => at().prop_map(Damage::Lost),
        3 => at().prop_map(Damage::Mark),
        2 => (at(), at(), tables::text()).prop_map(|(line, column, text)| Damage::Cell(line, column, text)),
        1 => at().prop_map(Damage::Repeated),
        1 => at().prop_map(Damage::Cut),
    ]
}

impl Damage {
    /// The damaged file, and which lines are damaged. The first line is line 0.
    fn apply(&self, dialect: &Dialect, rows: &[Vec<String>]) -> (Vec<u8>, Vec<usize>) {
        let mut lines = dialect.lines(rows);
        let mut file = lines.concat();
        let ends: Vec<usize> = lines
            .iter()
            .scan(0, |end, line| {
                *end += line.len();
                Some(*end)
            })
            .collect();
        let line_of = |at: usize| ends.iter().position(|end| at < *end).unwrap_or(lines.len() - 1);
        // A line end belongs to the lines on both its sides, as an empty line does.
        let touched = |at: usize| -> Vec<usize> {
            let line = line_of(at);
            let begin = if line == 0 { 0 } else { ends[line - 1] };
            let mut touched = vec![line];
            if file[at..ends[line]].iter().all(|b| matches!(b, b'\r' | b'\n')) {
                touched.push(line + 1);
            }
            if line > 0 && file[begin..=at].iter().all(|b| matches!(b, b'\r' | b'\n')) {
                touched.push(line - 1);
            }
            touched
        };
        match self {
            Damage::Byte(at, byte) => {
                let at = at.index(file.len());
                let touched = touched(at);
                file[at] = *byte;
                (file, touched)
            }
            Damage::Lost(at) => {
                let at = at.index(file.len());
                let touched = touched(at);
                file.remove(at);
                (file, touched)
            }
            Damage::Mark(at) => {
                let at = at.index(file.len());
                let touched = touched(at);
                file.insert(at, b'"');
                (file, touched)
            }
            Damage::Cell(line, column, text) => {
                let line = line.index(rows.len() - 1) + 1;
                let mut rows = rows.to_vec();
                let column = column.index(rows[line].len());
                rows[line][column] = dialect.fitting(text, column == 3);
                (dialect.lines(&rows).concat(), vec![line])
            }
            Damage::Repeated(line) => {
                let line = line.index(rows.len() - 1) + 1;
                let mut rows = rows.to_vec();
                rows.insert(line, rows[line].clone());
                (dialect.lines(&rows).concat(), Vec::new())
            }
            Damage::Cut(at) => {
                let at = at.index(file.len());
                let first = touched(at).into_iter().min().unwrap_or(0);
                file.truncate(at);
                lines.truncate(first + 1);
                (file, (first..=rows.len()).collect())
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_damaged_is_stored_right_or_the_file_is_refused(
        dialect in tables::dialect(),
        products in prop::collection::vec(product(0..1), 2..12),
        damage in damage(),
    ) {
        let mut products = products;
        for (i, product) in products.iter_mut().enumerate() {
            product.key = format!("K{i:03}{i:03}");
        }
        let office = Office::new();
        let rows = table(&dialect, &mut products);
        let (file, damaged) = damage.apply(&dialect, &rows);
        // The mark is said: where one cell shows it for all, damage of that cell is damage of the whole column.
        let said = Dialect { said: true, ..dialect.clone() }.options();
        let options = ImportOptions { decimal_mark: said.decimal_mark, ..dialect.said_where_unclear(&dialect.lines(&rows).concat()) };
        let imports = office.integration.imports();
        let outcome = imports.products(Bytes(file), product_mapping(), Some(options));
        let kept = stored(&office);
        let right: BTreeMap<String, Kept> = products
            .iter()
            .map(|p| (p.key.clone(), (p.name.clone(), p.price, p.remarks.clone())))
            .collect();
        match outcome {
            Err(CrmError::Invalid { .. }) => prop_assert!(kept.is_empty(), "a refused file left {:?}", kept),
            Err(other) => prop_assert!(false, "{}", other),
            // A damaged first line may make all others unfit, and never anything wrong of them.
            Ok(report) if damaged.contains(&0) => {
                for (key, product) in kept.iter().filter(|(key, _)| right.contains_key(*key)) {
                    let line = products.iter().position(|p| p.key == *key).unwrap_or(0) + 1;
                    prop_assert!(damaged.contains(&line) || Some(product) == right.get(key), "{:?}", report.lines);
                }
            }
            Ok(report) => {
                for (i, product) in products.iter().enumerate().filter(|(i, _)| !damaged.contains(&(i + 1))) {
                    prop_assert_eq!(
                        kept.get(&product.key), right.get(&product.key), "line {}: {:?}", i + 2, report.lines
                    );
                }
                let counted = report.created + report.updated + report.unchanged + report.repeated + report.refused;
                prop_assert_eq!(counted, report.read);
            }
        }
    }
}
