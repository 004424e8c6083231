//! What is wrong with the text of an expression (EXPR-10): a code, and where it stands.

use std::fmt;

/// Where something stands in a text: line and column from 1, in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl At {
    /// Where a text begins.
    pub const START: At = At { line: 1, column: 1 };
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The text has more than 4,000 characters.
    TooLong,
    /// A token that can't follow what stands before it.
    Syntax,
    /// A number, day, time or count of places that there is not.
    Literal,
    /// Too many parentheses and calls inside one another, or a path over too many references.
    TooDeep,
    /// No field of that name.
    UnknownField,
    /// No function of that name.
    UnknownFunction,
    /// Too few or too many operands of a function.
    Arguments,
    /// An operand of a type that does not fit.
    Type,
    /// A text that is none of a choice's values.
    UnknownValue,
    /// What may not be named at this place.
    NotHere,
    /// Too many parts, or too many paths over references.
    TooMany,
}

impl Code {
    /// The code as it stands in an error.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::TooLong => "too_long",
            Code::Syntax => "syntax",
            Code::Literal => "literal",
            Code::TooDeep => "too_deep",
            Code::UnknownField => "unknown_field",
            Code::UnknownFunction => "unknown_function",
            Code::Arguments => "arguments",
            Code::Type => "type",
            Code::UnknownValue => "unknown_value",
            Code::NotHere => "not_here",
            Code::TooMany => "too_many",
        }
    }

    /// The same in a sentence, in English.
    pub fn detail(self) -> &'static str {
        match self {
            Code::TooLong => "must have at most 4000 characters",
            Code::Syntax => "can't stand here",
            Code::Literal => "is no such number, day, time or count of places",
            Code::TooDeep => {
                "lies too deep: at most 32 parentheses and calls are open at once, and 3 references crossed"
            }
            Code::UnknownField => "is no field of this object",
            Code::UnknownFunction => "is no function",
            Code::Arguments => "has not the operands that it needs",
            Code::Type => "is of a type that does not fit",
            Code::UnknownValue => "is none of the values",
            Code::NotHere => "can't be named at this place",
            Code::TooMany => "is too much: at most 500 parts, and 8 different paths over references",
        }
    }
}

/// One mistake in the text of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mistake {
    /// What is wrong.
    pub code: Code,
    /// Where.
    pub at: At,
}

/// `2:3 type: is of a type that does not fit`.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}: {}", self.at.line, self.at.column, self.code.as_str(), self.code.detail())
    }
}
