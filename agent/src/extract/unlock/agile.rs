//! The lock of Office 2010 and later, described in XML: AES in chained blocks, its key from many turns of a hash.

use aes::{Aes128, Aes192, Aes256};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use cbc::{
    Decryptor,
    cipher::{BlockModeDecrypt, KeyIvInit, block_padding::NoPadding},
};

use super::{hash::Hash, password};
use crate::extract::{
    limits::TURNS,
    xml::{Element, Node, Xml},
};

/// What is hashed with the password for the check, for the hash of the check, and for the key.
const CHECK: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
const CHECK_HASH: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
const KEY: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];

/// The key of a package.
pub(super) struct Agile {
    data: Means,
    key: Vec<u8>,
}

/// How something is encrypted.
struct Means {
    hash: Hash,
    salt: Vec<u8>,
    key_bytes: usize,
}

/// The key, encrypted by a password.
struct Closed {
    means: Means,
    turns: u32,
    check: Vec<u8>,
    check_hash: Vec<u8>,
    key: Vec<u8>,
}

impl Agile {
    /// Opens a lock; `None` also where it asks for more turns than are ever made.
    pub(super) fn open(lock: &[u8]) -> Option<Self> {
        let mut xml = Xml::new(lock);
        let (mut data, mut closed) = (None, None);
        loop {
            match xml.next().ok()? {
                Node::Open(element) if element.local() == "keyData" => data = Means::read(&element),
                Node::Open(element) if element.local() == "encryptedKey" => closed = Closed::read(&element),
                Node::End => break,
                _ => {}
            }
        }
        let key = closed?.opened()?;
        Some(Self { data: data?, key })
    }

    /// Decrypts the piece of this number in place.
    pub(super) fn decrypt(&self, number: u32, piece: &mut [u8]) {
        let start = self.data.hash.of(&[&self.data.salt, &number.to_le_bytes()]);
        decrypt(&self.key, &start, piece);
    }
}

impl Means {
    fn read(element: &Element<'_>) -> Option<Self> {
        let cipher = element.attribute("cipherAlgorithm")? == "AES";
        let chained = element.attribute("cipherChaining")? == "ChainingModeCBC";
        let bits = element.number("keyBits")? as usize;
        (cipher && chained && element.number("blockSize")? == 16 && matches!(bits, 128 | 192 | 256))
            .then_some(())?;
        Some(Self {
            hash: Hash::named(&element.attribute("hashAlgorithm")?)?,
            salt: bytes(element, "saltValue")?,
            key_bytes: bits / 8,
        })
    }
}

impl Closed {
    fn read(element: &Element<'_>) -> Option<Self> {
        Some(Self {
            means: Means::read(element)?,
            turns: element.number("spinCount").filter(|turns| *turns <= TURNS)?,
            check: bytes(element, "encryptedVerifierHashInput")?,
            check_hash: bytes(element, "encryptedVerifierHashValue")?,
            key: bytes(element, "encryptedKeyValue")?,
        })
    }

    fn opened(self) -> Option<Vec<u8>> {
        let Means {
            hash,
            salt,
            key_bytes,
        } = &self.means;
        let spun = hash.spun(salt, &password(), self.turns);
        let open = |what: [u8; 8], closed: &[u8]| {
            let key = filled(hash.of(&[&spun, &what]), *key_bytes);
            let mut bytes = closed.to_vec();
            decrypt(&key, salt, &mut bytes).then_some(bytes)
        };
        let check = open(CHECK, &self.check)?;
        let wanted = open(CHECK_HASH, &self.check_hash)?;
        let found = hash.of(&[check.get(..salt.len())?]);
        let key = open(KEY, &self.key)?;
        (wanted.get(..found.len())? == found).then(|| key.get(..*key_bytes).map(<[u8]>::to_vec))?
    }
}

/// Decrypts whole chained blocks in place; tells whether it could.
fn decrypt(key: &[u8], start: &[u8], bytes: &mut [u8]) -> bool {
    let start = filled(start.to_vec(), 16);
    let whole = bytes.len() / 16 * 16;
    let bytes = &mut bytes[..whole];
    match key.len() {
        16 => chained::<Decryptor<Aes128>>(key, &start, bytes),
        24 => chained::<Decryptor<Aes192>>(key, &start, bytes),
        32 => chained::<Decryptor<Aes256>>(key, &start, bytes),
        _ => false,
    }
}

fn chained<D: BlockModeDecrypt + KeyIvInit>(key: &[u8], start: &[u8], bytes: &mut [u8]) -> bool {
    D::new_from_slices(key, start).is_ok_and(|cipher| cipher.decrypt_padded::<NoPadding>(bytes).is_ok())
}

/// Cuts or fills up to a length.
fn filled(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0x36);
    bytes
}

fn bytes(element: &Element<'_>, name: &str) -> Option<Vec<u8>> {
    BASE64.decode(element.attribute(name)?.trim()).ok()
}
