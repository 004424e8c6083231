//! Closed lists of words of the grammar.

/// A word of a closed list.
pub(super) trait Word: Copy + 'static {
    /// Every one.
    fn list() -> &'static [Self];

    /// As it is written.
    fn text(self) -> &'static str;
}

/// A closed list of words of the grammar: the enum, and each as it is written.
macro_rules! words {
    ($(#[$doc:meta])* $Name:ident { $($(#[$of:meta])* $Case:ident $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $Name { $($(#[$of])* $Case),+ }

        impl $Name {
            /// Every one, in order.
            pub const ALL: &'static [$Name] = &[$($Name::$Case),+];

            /// The one that is written so.
            pub fn find(word: &str) -> Option<$Name> {
                $Name::ALL.iter().copied().find(|one| one.as_str() == word)
            }

            /// As it is written.
            pub fn as_str(self) -> &'static str {
                match self { $($Name::$Case => $word),+ }
            }
        }

        impl $crate::engine::objects::define::words::Word for $Name {
            fn list() -> &'static [$Name] {
                $Name::ALL
            }

            fn text(self) -> &'static str {
                self.as_str()
            }
        }
    };
}
pub(super) use words;
