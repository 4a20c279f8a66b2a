//! What is told while a place is checked, a line each.

use std::fmt;

use verification::Fault;

/// Who has signed a release, as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seal {
    /// The owner of a key.
    Signed {
        /// The id of the key.
        key: String,
        /// Where the key is from that it was checked by.
        origin: String,
    },
    /// Nobody.
    Unsigned,
    /// Somebody; there is no key to check it by.
    NoKey,
    /// Nobody who is known: the signature is a fault.
    Wrong,
}

/// One line of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A release begins.
    Release {
        /// Its id.
        id: String,
        /// The city for people.
        city: String,
        /// Who has signed it.
        seal: Seal,
    },
    /// A file is as it was published.
    Sound {
        /// Its path.
        name: String,
        /// Its length.
        bytes: u64,
    },
    /// A file is not.
    Fault(Fault),
    /// A certificate was checked, and holds.
    Certificate {
        /// Its path.
        name: String,
        /// Protected numbers, each with two worlds.
        numbers: u64,
    },
    /// Something could not be checked, for a reason that stands above.
    Skipped {
        /// What.
        what: String,
        /// Why.
        why: String,
    },
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Release { id, city, seal } => {
                write!(f, "{city}, release {id}: ")?;
                match seal {
                    Seal::Signed { key, origin } => {
                        write!(f, "signed by key {key} (from {origin})")
                    }
                    Seal::Unsigned => write!(f, "unsigned: nobody vouches for its list of files"),
                    Seal::NoKey => write!(f, "signed, and there is no key to check it by"),
                    Seal::Wrong => write!(f, "not signed by the key of the city"),
                }
            }
            Self::Sound { name, bytes } => write!(f, "  ok     {name} ({bytes} bytes)"),
            Self::Fault(fault) => write!(f, "  FAULT  {fault}"),
            Self::Certificate { name, numbers } => write!(
                f,
                "  ok     {name}: holds, {numbers} protected numbers have two worlds each"
            ),
            Self::Skipped { what, why } => write!(f, "  --     {what}: not checked, {why}"),
        }
    }
}
