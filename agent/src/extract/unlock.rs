//! Locks of office documents, and the one password that nobody is asked for.
//!
//! Excel encrypts a workbook whose structure is protected with a password of its own, and opens it
//! without a question. Such a workbook is as open as any other and is read; every other
//! lock is named and left alone.
//!
//! ```text
//! xls     a record names XOR, RC4 with MD5 or RC4 with SHA-1; bodies of records are encrypted
//! others  EncryptionInfo names AES and the hash; EncryptedPackage: size u64 | the package, encrypted
//! ```

mod agile;
mod hash;
mod package;
mod rc4;
mod standard;
mod workbook;
mod xor;

pub(super) use package::package;
pub(super) use workbook::{Keystream, workbook};

/// The password of workbooks that open without asking.
const OPEN: &str = "VelvetSweatshop";

/// Returns the password as it is hashed.
fn password() -> Vec<u8> {
    OPEN.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
