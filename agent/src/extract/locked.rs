//! Files that are protected as a whole, told by their first bytes.
//!
//! A key or a signature is not protected: those are texts, or are named and not read.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::sniff::Format::{self, Encrypted, Unsupported};

/// Where a word stands that only one program writes, and what it tells.
const WORDS: &[(usize, &[u8], &str)] = &[
    (3, b"-FVE-FS-", "bitlocker"),
    // BitLocker To Go looks like a FAT volume; its identifier does not.
    (
        424,
        b"\x3b\xd6\x67\x49\x29\x2e\xd8\x4a\x83\x99\xf6\xa3\x39\xe3\xd0\x01",
        "bitlocker",
    ),
    (0, b"LUKS\xba\xbe", "luks"),
    // KeePass 1, and 2 before and after its first release.
    (0, b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", "kdb"),
    (0, b"\x03\xd9\xa2\x9a\x66\xfb\x4b\xb5", "kdbx"),
    (0, b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "kdbx"),
    (0, b"Salted__", "openssl"),
    (0, b"age-encryption.org/v1\n", "age"),
    (0, b"-----BEGIN AGE ENCRYPTED FILE-----", "age"),
    (0, b"$ANSIBLE_VAULT;", "ansible-vault"),
    (0, b"VimCrypt~", "vim"),
    (0, b"encrcdsa", "dmg"),
    (
        0,
        b"\xc0\xb9\x07\x2e\x4f\x93\xf1\x46\xa0\x15\x79\x2c\xa1\xd9\xe8\x21",
        "axcrypt",
    ),
    (0, b"AES\x02\0", "aescrypt"),
    (0, b"AES\x03\0", "aescrypt"),
];

/// Tells what protects a file; `None` if nothing known does.
pub(super) fn told(head: &[u8]) -> Option<Format> {
    WORDS
        .iter()
        .find(|(at, word, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(word)))
        .map(|(_, _, format)| Encrypted(format))
        .or_else(|| attache_case(head, 4).then_some(Encrypted("atc")))
        .or_else(|| armoured(head))
        .or_else(|| openpgp(head).filter(|&locked| locked).map(|_| Encrypted("gpg")))
        .or_else(|| cryptographic_message(head))
        .or_else(|| rar(head))
}

/// Tells a file of アタッシェケース by its token, which stands after four bytes of settings.
///
/// ```text
/// version 2 | wrong passwords allowed 1 | destroyed after them? 1 | token 16 | version of the data 4
/// ```
///
/// The self-extracting program has the same behind itself, so `at` is where the token stands.
pub(super) fn attache_case(bytes: &[u8], at: usize) -> bool {
    const TOKENS: [&[u8]; 3] = [b"_AttacheCaseData", b"_AttacheCase_Rsa", b"_Atc_Broken_Data"];
    let token = bytes.get(at..at + 16).unwrap_or_default();
    let Some(&[tries, broken]) = at.checked_sub(2).and_then(|before| bytes.get(before..at)) else {
        return false;
    };
    let version = bytes.get(at + 16..at + 20).unwrap_or(&[0, 0, 0, 0]);
    TOKENS.contains(&token) && tries <= 100 && broken <= 1 && version[2..] == [0, 0]
}

/// Reads the first bytes inside an ASCII armour.
fn armoured(head: &[u8]) -> Option<Format> {
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let rest = text.strip_prefix(b"-----BEGIN PGP MESSAGE")?;
    let mut lines = rest
        .split(|&byte| byte == b'\n')
        .map(|line| line.trim_ascii())
        .skip(1);
    // Lines like `Version: …` come first, ended by an empty line.
    let body = lines
        .by_ref()
        .find(|line| !line.contains(&b':') && !line.is_empty());
    let body = body.unwrap_or_default();
    let whole = &body[..body.len() / 4 * 4];
    let bytes = STANDARD.decode(&whole[..whole.len().min(60)]).unwrap_or_default();
    Some(match openpgp(&bytes) {
        Some(false) => Unsupported("gpg"),
        // An armour that is cut or odd was still made to lock something.
        Some(true) | None => Encrypted("gpg"),
    })
}

/// Tells whether a file of OpenPGP packets begins with a locked session key; `None` if it is no such file.
///
/// RFC 9580: packet 1 is a key locked for somebody, packet 3 one locked by a password.
fn openpgp(head: &[u8]) -> Option<bool> {
    let (&first, rest) = head.split_first()?;
    if first & 0x80 == 0 {
        return None;
    }
    let new = first & 0x40 != 0;
    let (tag, length_bytes) = if new {
        let more = match rest.first()? {
            0..=191 => 1,
            192..=223 => 2,
            255 => 5,
            _ => return None,
        };
        (first & 0x3f, more)
    } else {
        (first >> 2 & 0x0f, [1, 2, 4, 0][usize::from(first & 3)])
    };
    let length = rest.get(..length_bytes)?;
    let body = rest.get(length_bytes..)?;
    let length = match (new, length) {
        (true, &[high @ 192..=223, low]) => (usize::from(high) - 192) * 256 + usize::from(low) + 192,
        (_, bytes) => bytes
            .iter()
            .skip(usize::from(new && bytes.len() == 5))
            .fold(0, |length, &byte| length << 8 | usize::from(byte)),
    };
    match tag {
        1 => {
            let algorithm = *body.get(9)?;
            let known = matches!(algorithm, 1 | 2 | 16 | 18 | 25 | 26) && body[0] == 3 || body[0] == 6;
            (known && (20..=2_200).contains(&length)).then_some(true)
        }
        3 => {
            let known = match *body.get(..3)? {
                [4, cipher, salted] => (1..=13).contains(&cipher) && matches!(salted, 0 | 1 | 3 | 4),
                [5, cipher, _] => (1..=13).contains(&cipher),
                [6, length, cipher] => length < 64 && (1..=13).contains(&cipher),
                _ => false,
            };
            (known && (4..=160).contains(&length)).then_some(true)
        }
        // Compressed, signed, or plain; a signature; keys.
        8 | 4 | 11 | 2 | 5 | 6 if length > 0 || tag == 8 => Some(false),
        _ => None,
    }
}

/// Tells a locked mail (`smime.p7m`) and a store of keys (`.pfx`) by their object identifiers.
fn cryptographic_message(head: &[u8]) -> Option<Format> {
    let start = head.get(..40)?;
    if start[0] != 0x30 || start[1] < 0x80 {
        return None;
    }
    let has = |wanted: &[u8]| start.windows(wanted.len()).any(|window| window == wanted);
    let kind = |last: u8| has(&[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, last]);
    let store = start.get(4..7) == Some(&[0x02, 0x01, 0x03]) || start.get(2..5) == Some(&[0x02, 0x01, 0x03]);
    match () {
        () if kind(3) || kind(6) => Some(Encrypted("p7m")),
        () if kind(2) => Some(Unsupported("p7m")),
        () if store && kind(1) => Some(Encrypted("p12")),
        () => None,
    }
}

/// Tells whether the list of a rar archive, or its first member, is locked.
fn rar(head: &[u8]) -> Option<Format> {
    let locked = match head.strip_prefix(b"Rar!\x1a\x07")? {
        [0, blocks @ ..] => rar4(blocks),
        [1, 0, blocks @ ..] => rar5(blocks),
        _ => None,
    };
    Some(if locked == Some(true) {
        Encrypted("rar")
    } else {
        Unsupported("rar")
    })
}

/// Block: sum 2, type 1, flags 2, size 2.
fn rar4(blocks: &[u8]) -> Option<bool> {
    let block = |from: usize| -> Option<(u8, u16, usize)> {
        let head = blocks.get(from..from + 7)?;
        let word = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        Some((head[2], word(3), usize::from(word(5))))
    };
    let (_, flags, size) = block(0).filter(|&(sort, ..)| sort == 0x73)?;
    if flags & 0x80 != 0 {
        return Some(true);
    }
    let (sort, flags, _) = block(size)?;
    Some(sort == 0x74 && flags & 0x04 != 0)
}

/// Block: sum 4, then numbers of seven bits a byte: size, type, flags, size of the extra records at its end.
fn rar5(blocks: &[u8]) -> Option<bool> {
    let mut rest = blocks;
    for _ in 0..4 {
        let mut fields = rest.get(4..)?;
        let size = usize::try_from(seven_bits(&mut fields)?).ok()?;
        let block = fields.get(..size).unwrap_or(fields);
        let mut inside = block;
        let sort = seven_bits(&mut inside)?;
        let flags = seven_bits(&mut inside)?;
        match sort {
            4 => return Some(true),
            2 => {
                let extra = if flags & 1 != 0 {
                    seven_bits(&mut inside)?
                } else {
                    0
                };
                let from = block.len().checked_sub(usize::try_from(extra).ok()?)?;
                return Some(rar5_locked(&block[from..]));
            }
            _ => rest = fields.get(size..)?,
        }
    }
    None
}

/// Looks for the record of encryption among the extra records of a member.
fn rar5_locked(mut records: &[u8]) -> bool {
    while let Some(size) = seven_bits(&mut records) {
        let mut record = records;
        if seven_bits(&mut record) == Some(1) {
            return true;
        }
        match usize::try_from(size).ok().and_then(|size| records.get(size..)) {
            Some(rest) if size > 0 => records = rest,
            _ => return false,
        }
    }
    false
}

fn seven_bits(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for at in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATC4: &[u8] = b"\x8c\x0f\x03\0_AttacheCaseData\x8c\0\0\0\0\0\0\0";

    #[test]
    fn attache_case_is_told_after_its_four_bytes_of_settings() {
        assert_eq!(told(ATC4), Some(Encrypted("atc")));
        assert_eq!(
            told(b"\x05\0\x03\x01_Atc_Broken_Data\x69\0\0\0"),
            Some(Encrypted("atc"))
        );
        assert_eq!(told("説明 _AttacheCaseData とは".as_bytes()), None);
    }

    #[test]
    fn a_locked_message_is_told_from_keys_and_signatures() {
        let locked: [&[u8]; 6] = [
            b"\x85\x01\x0c\x03\x11\x22\x33\x44\x55\x66\x77\x88\x01\x07\xff",
            b"\x84\x5e\x03\x11\x22\x33\x44\x55\x66\x77\x88\x12\x01\x07\x40",
            b"\xc1\xc0\x4c\x03\x11\x22\x33\x44\x55\x66\x77\x88\x01\x07\xff",
            b"\x8c\x0d\x04\x09\x03\x0a\x11\x22\x33\x44\x55\x66\x77\x88\xff",
            b"\xc3\x0d\x04\x09\x03\x08\x11\x22\x33\x44\x55\x66\x77\x88\x60",
            b"-----BEGIN PGP MESSAGE-----\n\njA0ECQMKdT2hW0JXxVr/0kABZ2h4\n",
        ];
        for head in locked {
            assert_eq!(told(head), Some(Encrypted("gpg")), "{head:x?}");
        }
        let open: [&[u8]; 5] = [
            b"\x99\x01\x0d\x04\x61\x11\x22\x33\x01\x08\0\xc1\x02",
            b"\x88\x75\x04\x10\x16\x0a\0\x1d\x16\x21\x04\x11",
            b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBGE=\n",
            b"-----BEGIN PGP SIGNATURE-----\n\niHUEEBYK\n",
            b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n",
        ];
        for head in open {
            assert_eq!(told(head), None, "{head:x?}");
        }
    }

    #[test]
    fn texts_in_shift_jis_are_no_packets() {
        for text in [
            "лл暗証番号：4512",
            "パスワード：Sakura#2024",
            "表計算ソフトの使い方",
            "検針　申請",
        ] {
            let bytes = encoding_rs::SHIFT_JIS.encode(text).0;
            assert_eq!(told(&bytes), None, "{text}");
        }
    }

    #[test]
    fn a_locked_rar_is_told_from_an_open_one() {
        let rar4 = |archive: u8, member: u8| {
            let mut bytes = b"Rar!\x1a\x07\0\xcf\x90\x73".to_vec();
            bytes.extend([archive, 0, 13, 0, 0, 0, 0, 0, 0, 0]);
            bytes.extend([0, 0, 0x74, member, 0x80, 40, 0]);
            bytes
        };
        assert_eq!(told(&rar4(0x80, 0)), Some(Encrypted("rar")));
        assert_eq!(told(&rar4(0, 0x04)), Some(Encrypted("rar")));
        assert_eq!(told(&rar4(0, 0)), Some(Unsupported("rar")));
        let locked_list = b"Rar!\x1a\x07\x01\0\x11\x22\x33\x44\x21\x04\0\0\0\x0f";
        assert_eq!(told(locked_list), Some(Encrypted("rar")));
        let open = b"Rar!\x1a\x07\x01\0\x11\x22\x33\x44\x03\x01\0\0\x11\x22\x33\x44\x06\x02\x02\0\0\0\0";
        assert_eq!(told(open), Some(Unsupported("rar")));
    }
}
