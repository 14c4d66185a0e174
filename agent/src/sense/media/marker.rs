//! The file by which the ICT section marks its own media, and its signature.
//!
//! ```text
//! mimawari-media.json at the top of the medium:
//! {"schema":"mimawari.marker/1","number":"情-012","vendor_id":1921,"product_id":21889,"serial":"…",
//!  "size_bytes":…,"volume_id":"…","disk_signature":"…","signature":"base64 of 64 bytes"}
//! ```
//!
//! Ed25519 over "mimawari.marker.v1" and every field before the signature, each
//! with its length before it. What is signed is compared with what is observed:
//! a marker that was copied to another medium does not hold there, as long as
//! the two differ in anything at all.

use std::{ffi::OsStr, io::Read as _, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mimawari_proto::{name::Name, reading::MediaMarker};
use ring::{
    rand::SystemRandom,
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};
use serde::{Deserialize, Serialize};

use super::grade::Marks;
use crate::platform::folder::Folder;

/// What the file is called.
pub const FILE: &str = "mimawari-media.json";

/// A marker is some 400 bytes.
const LIMIT_BYTES: u64 = 8 << 10;

const SCHEMA: &str = "mimawari.marker/1";

const DOMAIN: &[u8] = b"mimawari.marker.v1";

/// What stands in the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Marker {
    schema: String,
    /// The management number.
    pub number: String,
    vendor_id: u16,
    product_id: u16,
    serial: String,
    size_bytes: u64,
    volume_id: String,
    disk_signature: String,
    signature: String,
}

/// The key by which markers are checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MarkerKey([u8; 32]);

impl MarkerKey {
    /// Reads 32 bytes in base64, as in the settings.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Writes it as in the settings.
    pub fn written(&self) -> String {
        STANDARD.encode(self.0)
    }
}

/// The key by which markers are made; it stays with the ICT section.
pub struct SigningKey(Ed25519KeyPair);

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("not an Ed25519 key in PKCS #8 (PEM)")]
pub struct NotAKey;

const PEM_HEAD: &str = "-----BEGIN PRIVATE KEY-----";
const PEM_FOOT: &str = "-----END PRIVATE KEY-----";

impl SigningKey {
    /// Makes a new key; returns it and the text of its file.
    pub fn make() -> Result<(Self, String), NotAKey> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| NotAKey)?;
        let text = format!("{PEM_HEAD}\n{}\n{PEM_FOOT}\n", STANDARD.encode(document.as_ref()));
        Self::read(&text).map(|key| (key, text))
    }

    /// Reads a key file.
    pub fn read(text: &str) -> Result<Self, NotAKey> {
        let inside = text
            .split(PEM_HEAD)
            .nth(1)
            .and_then(|rest| rest.split(PEM_FOOT).next());
        let body: String = inside.ok_or(NotAKey)?.split_whitespace().collect();
        let der = STANDARD.decode(body).map_err(|_| NotAKey)?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map_err(|_| NotAKey)?;
        Ok(Self(pair))
    }

    /// Returns the key by which its markers are checked.
    pub fn public(&self) -> MarkerKey {
        let mut bytes = [0; 32];
        let public = self.0.public_key().as_ref();
        bytes[..public.len().min(32)].copy_from_slice(&public[..public.len().min(32)]);
        MarkerKey(bytes)
    }

    /// Makes the marker of one medium.
    pub fn mark(&self, number: &str, marks: &Marks<'_>) -> Marker {
        let mut marker = Marker {
            schema: SCHEMA.to_owned(),
            number: number.to_owned(),
            vendor_id: marks.vendor_id,
            product_id: marks.product_id,
            serial: marks.serial.to_owned(),
            size_bytes: marks.size_bytes,
            volume_id: marks.volume_id.to_owned(),
            disk_signature: marks.disk_signature.to_owned(),
            signature: String::new(),
        };
        marker.signature = STANDARD.encode(self.0.sign(&marker.signed_bytes()).as_ref());
        marker
    }
}

impl Marker {
    /// Reads the bytes of a marker file; `None` for everything else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let marker: Self = serde_json::from_slice(bytes).ok()?;
        (marker.schema == SCHEMA).then_some(marker)
    }

    /// Writes the file.
    pub fn written(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).expect("plain values have a JSON form");
        bytes.push(b'\n');
        bytes
    }

    /// Tells whether the marker holds on the medium that is observed.
    pub fn holds(&self, key: &MarkerKey, marks: &Marks<'_>) -> bool {
        let is_this_medium = (self.vendor_id, self.product_id, self.size_bytes)
            == (marks.vendor_id, marks.product_id, marks.size_bytes)
            && self.serial == marks.serial
            && self.volume_id == marks.volume_id
            && self.disk_signature == marks.disk_signature;
        is_this_medium && self.is_signed_by(key)
    }

    fn is_signed_by(&self, key: &MarkerKey) -> bool {
        let Ok(signature) = STANDARD.decode(&self.signature) else {
            return false;
        };
        UnparsedPublicKey::new(&ED25519, key.0)
            .verify(&self.signed_bytes(), &signature)
            .is_ok()
    }

    /// Says what is to be reported of it; without a key nothing is held of the signature.
    pub fn told(&self, key: Option<&MarkerKey>, marks: &Marks<'_>) -> MediaMarker {
        MediaMarker {
            number: Name::from(self.number.as_str()),
            verified: key.map(|key| self.holds(key, marks)),
        }
    }

    fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = DOMAIN.to_vec();
        let numbers = [
            u64::from(self.vendor_id),
            u64::from(self.product_id),
            self.size_bytes,
        ];
        for number in numbers {
            bytes.extend(number.to_be_bytes());
        }
        for text in [&self.number, &self.serial, &self.volume_id, &self.disk_signature] {
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes
    }
}

/// Reads the marker at the top of a mounted medium, without following a link.
pub fn find(mount: &Path) -> Option<Marker> {
    let folder = Folder::open(mount).ok()?;
    let name = OsStr::new(FILE);
    let seen = folder.look(name).ok()?;
    if seen.size_bytes > LIMIT_BYTES {
        return None;
    }
    let file = folder.open_file(name, &seen.identity).ok()?;
    let mut bytes = Vec::new();
    file.take(LIMIT_BYTES).read_to_end(&mut bytes).ok()?;
    Marker::read(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Marks<'static> {
        Marks {
            vendor_id: 0x0781,
            product_id: 0x5581,
            serial: "0000",
            size_bytes: 32 << 30,
            volume_id: "1234-ABCD",
            disk_signature: "mbr:0a1b2c3d",
            has_marker: false,
        }
    }

    #[test]
    fn a_marker_holds_on_its_medium_and_on_no_other() {
        let (key, text) = SigningKey::make().expect("randomness");
        let key = SigningKey::read(&text)
            .map(|same| (key.public(), same))
            .expect("just written");
        let (public, key) = key;
        assert_eq!(key.public(), public);
        let marker = Marker::read(&key.mark("情-012", &marks()).written()).expect("just written");
        assert!(marker.holds(&public, &marks()));
        let others = [
            Marks {
                size_bytes: 1,
                ..marks()
            },
            Marks {
                serial: "0001",
                ..marks()
            },
            Marks {
                volume_id: "1234-ABCE",
                ..marks()
            },
            Marks {
                disk_signature: "",
                ..marks()
            },
            Marks {
                product_id: 1,
                ..marks()
            },
        ];
        for other in others {
            assert!(!marker.holds(&public, &other), "{other:?}");
        }
    }

    #[test]
    fn a_marker_that_was_changed_or_signed_by_another_does_not_hold() {
        let (key, _) = SigningKey::make().expect("randomness");
        let (stranger, _) = SigningKey::make().expect("randomness");
        let marker = key.mark("情-012", &marks());
        let renamed = Marker {
            number: "情-013".to_owned(),
            ..marker.clone()
        };
        assert!(!renamed.holds(&key.public(), &marks()));
        assert!(!marker.holds(&stranger.public(), &marks()));
        assert_eq!(marker.told(None, &marks()).verified, None, "nobody gave a key");
    }

    #[test]
    fn what_is_no_marker_and_no_key_is_refused() {
        for bytes in [&b""[..], b"{}", b"\xff", br#"{"schema":"other/1"}"#] {
            assert_eq!(Marker::read(bytes), None);
        }
        for text in ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
            assert!(SigningKey::read(text).is_err());
        }
        assert_eq!(MarkerKey::read("c2hvcnQ="), None);
        let (key, _) = SigningKey::make().expect("randomness");
        assert_eq!(MarkerKey::read(&key.public().written()), Some(key.public()));
    }
}
