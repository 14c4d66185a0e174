//! The lock of Excel 95 and before: every byte turned and crossed with one of sixteen.

use super::OPEN;

/// What fills the key after the password.
const FILL: [u8; 15] = [
    0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80, 0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f, 0x00,
];

/// Returns the sixteen bytes if the password that asks nobody opens a lock with this key and check.
pub(super) fn key(key: u16, check: u16) -> Option<[u8; 16]> {
    let password = OPEN.as_bytes();
    if (self::key_of(password), check_of(password)) != (key, check) {
        return None;
    }
    let mut bytes = [0; 16];
    let cross = key.to_le_bytes();
    let filled = password.iter().chain(&FILL);
    for (at, (byte, &from)) in bytes.iter_mut().zip(filled).enumerate() {
        *byte = (from ^ cross[at % 2]).rotate_right(1);
    }
    Some(bytes)
}

/// Decrypts in place the body of a record that begins at a position and has a length.
pub(super) fn apply(key: &[u8; 16], begins: u64, length: usize, body: &mut [u8]) {
    let first = begins as usize + length;
    for (at, byte) in body.iter_mut().enumerate() {
        *byte = (*byte ^ key[first.wrapping_add(at) % 16]).rotate_left(3);
    }
}

/// A sum over the bits of the password, last character first.
fn key_of(password: &[u8]) -> u16 {
    let turn = |sum: u16| {
        let turned = sum.rotate_left(1);
        if turned & 1 != 0 { turned ^ 0x1020 } else { turned }
    };
    let (mut key, mut base, mut end) = (0, 0x8000, 0xffff);
    for letter in password.iter().rev() {
        for bit in 0..8 {
            base = turn(base);
            if letter & 0x7f & 1 << bit != 0 {
                key ^= base;
            }
            end = turn(end);
        }
    }
    key ^ end
}

fn check_of(password: &[u8]) -> u16 {
    let letters = (1u32..).zip(password).map(|(turns, &letter)| {
        // A turn inside fifteen bits.
        let wide = u32::from(letter) << (turns % 15);
        (wide & 0x7fff | wide >> 15) as u16
    });
    letters.fold(password.len() as u16 ^ 0xce4b, |sum, letter| sum ^ letter)
}
