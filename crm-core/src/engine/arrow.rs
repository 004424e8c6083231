//! Records as columns, for tools that read Apache Arrow (pandas, polars, DuckDB). A record inside a record becomes
//! columns of its own, named `customer_id`, `customer_name`; inside a list it stays a struct.

use std::sync::Arc;

use arrow_array::types::Decimal128Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Int64Array, ListArray, PrimitiveArray, RecordBatch, RecordBatchOptions,
    StringArray, StructArray, TimestampMicrosecondArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use rust_decimal::Decimal;

use crate::engine::clock::{self, Date, Timestamp};

/// Decimal places of a column of exact decimals: those of quantities, and enough for the minor units of any currency.
const SCALE: u32 = 6;

/// A named column and its values.
pub type Named = (Field, ArrayRef);

/// A type that can stand in a column.
pub trait Column: Sized {
    /// The values as one array.
    fn array(values: &[Option<&Self>]) -> ArrayRef;

    /// Adds the values as a column of that name, or as the columns of the fields of a record.
    fn push(name: &str, nullable: bool, values: &[Option<&Self>], out: &mut Vec<Named>) {
        let array = Self::array(values);
        out.push((Field::new(name, array.data_type().clone(), nullable), array));
    }
}

/// The table of some records.
///
/// # Errors
/// What Arrow refuses: two columns that don't fit together.
pub fn table<T: Column>(records: &[&T]) -> Result<RecordBatch, ArrowError> {
    let values: Vec<Option<&T>> = records.iter().copied().map(Some).collect();
    let mut columns = Vec::new();
    T::push("", false, &values, &mut columns);
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let options = RecordBatchOptions::new().with_row_count(Some(records.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
}

/// `customer_name`, or `name` at the top.
pub(crate) fn join(record: &str, field: &str) -> String {
    if record.is_empty() { field.to_owned() } else { format!("{record}_{field}") }
}

/// A record inside a list.
pub(crate) fn structs<T: Column>(values: &[Option<&T>]) -> ArrayRef {
    let mut columns = Vec::new();
    T::push("", true, values, &mut columns);
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let nulls: NullBuffer = values.iter().map(Option::is_some).collect();
    let length = values.len();
    // The columns come from the same values, so that they always fit together.
    match StructArray::try_new_with_length(Fields::from(fields), arrays, Some(nulls), length) {
        Ok(array) => Arc::new(array),
        Err(_) => Arc::new(StructArray::new_empty_fields(length, None)),
    }
}

impl<T: Column> Column for Option<T> {
    fn array(values: &[Option<&Self>]) -> ArrayRef {
        T::array(&flat(values))
    }

    fn push(name: &str, _nullable: bool, values: &[Option<&Self>], out: &mut Vec<Named>) {
        T::push(name, true, &flat(values), out);
    }
}

fn flat<'a, T>(values: &[Option<&'a Option<T>>]) -> Vec<Option<&'a T>> {
    values.iter().map(|v| v.and_then(Option::as_ref)).collect()
}

impl<T: Column> Column for Vec<T> {
    fn array(values: &[Option<&Self>]) -> ArrayRef {
        let offsets = OffsetBuffer::from_lengths(values.iter().map(|v| v.map_or(0, Vec::len)));
        let items: Vec<Option<&T>> = values.iter().flatten().flat_map(|v| v.iter().map(Some)).collect();
        let items = T::array(&items);
        let field = Arc::new(Field::new("item", items.data_type().clone(), true));
        let nulls: NullBuffer = values.iter().map(Option::is_some).collect();
        Arc::new(ListArray::new(field, offsets, items, Some(nulls)))
    }
}

impl Column for String {
    fn array(values: &[Option<&Self>]) -> ArrayRef {
        Arc::new(values.iter().map(|v| v.map(String::as_str)).collect::<StringArray>())
    }
}

impl Column for bool {
    fn array(values: &[Option<&Self>]) -> ArrayRef {
        Arc::new(values.iter().map(|v| v.copied()).collect::<BooleanArray>())
    }
}

impl Column for i64 {
    fn array(values: &[Option<&Self>]) -> ArrayRef {
        Arc::new(values.iter().map(|v| v.copied()).collect::<Int64Array>())
    }
}

impl Column for Date {
    fn array(values: &[Option<&Self>]) -> ArrayRef {
        let epoch = Date::default();
        let days = |date: &Date| i32::try_from(date.signed_duration_since(epoch).num_days()).unwrap_or_default();
        Arc::new(values.iter().map(|v| v.map(days)).collect::<Date32Array>())
    }
}

impl Column for Timestamp {
    fn array(values: &[Option<&Self>]) -> ArrayRef {
        let instants = values.iter().map(|v| v.map(|at| clock::encode(*at))).collect::<TimestampMicrosecondArray>();
        Arc::new(instants.with_timezone("UTC"))
    }
}

impl Column for Decimal {
    fn array(values: &[Option<&Self>]) -> ArrayRef {
        let scaled = |value: &Decimal| {
            let mut value = *value;
            value.rescale(SCALE);
            value.mantissa()
        };
        let array = values.iter().map(|v| v.map(scaled)).collect::<PrimitiveArray<Decimal128Type>>();
        Arc::new(array.with_data_type(DataType::Decimal128(38, 6)))
    }
}

/// Values that stand in a column as their text: ids and the values of fixed sets.
macro_rules! text_column {
    ($Name:ident) => {
        impl $crate::engine::arrow::Column for $Name {
            fn array(values: &[Option<&Self>]) -> arrow_array::ArrayRef {
                std::sync::Arc::new(
                    values.iter().map(|v| v.map(|v| v.to_string())).collect::<arrow_array::StringArray>(),
                )
            }
        }
    };
}
pub(crate) use text_column;

/// The columns of a record.
macro_rules! record_columns {
    ($Name:ident { $( $field:ident : $ty:ty ),* $(,)? }) => {
        impl $crate::engine::arrow::Column for $Name {
            fn array(values: &[Option<&Self>]) -> arrow_array::ArrayRef {
                $crate::engine::arrow::structs(values)
            }

            fn push(name: &str, nullable: bool, values: &[Option<&Self>], out: &mut Vec<$crate::engine::arrow::Named>) {
                $(
                    let column: Vec<Option<&$ty>> = values.iter().map(|v| v.map(|r| &r.$field)).collect();
                    let column_name = $crate::engine::arrow::join(name, stringify!($field));
                    <$ty as $crate::engine::arrow::Column>::push(&column_name, nullable, &column, out);
                )*
            }
        }
    };
}
pub(crate) use record_columns;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::money::Money;

    #[test]
    fn a_record_inside_becomes_columns_and_nothing_is_lost() {
        let (a, b) = (Money::from_minor(1250, "CNY".into()), Money::from_minor(-3, "JPY".into()));
        let mut out = Vec::new();
        Option::<Money>::push("total", false, &[Some(&Some(a)), Some(&None), Some(&Some(b))], &mut out);
        let names: Vec<_> = out.iter().map(|(field, _)| field.name().as_str()).collect();
        assert_eq!(names, ["total_amount", "total_currency"]);
        assert!(out.iter().all(|(field, array)| field.is_nullable() && array.null_count() == 1));
        let amounts = out[0].1.as_any().downcast_ref::<PrimitiveArray<Decimal128Type>>().expect("decimals");
        assert_eq!((amounts.value(0), amounts.value(2)), (12_500_000, -3_000_000));
    }

    #[test]
    fn an_empty_table_has_its_columns() {
        let batch = table::<Money>(&[]).expect("fits");
        assert_eq!((batch.num_rows(), batch.num_columns()), (0, 2));
    }

    #[test]
    fn lists_keep_what_belongs_to_whom() {
        let array = Vec::<i64>::array(&[Some(&vec![1, 2]), None, Some(&vec![])]);
        let list = array.as_any().downcast_ref::<ListArray>().expect("a list");
        assert_eq!(list.value_offsets(), [0, 2, 2, 2]);
        assert_eq!(arrow_array::Array::null_count(list), 1);
    }
}
