//! What a mail says.

use std::fmt::Write as _;

use super::*;
use crate::extract::shown::document;

fn says(mail: &str) -> Vec<String> {
    let said = document(mail.replace('\n', "\r\n").as_bytes());
    assert_eq!(said, document(mail.as_bytes()), "line ends make no difference");
    said
}

#[test]
fn header_fields_and_bodies_are_read_in_their_encodings() {
    let jis = "=?ISO-2022-JP?B?GyRCJVElOSVvITwlSRsoQg==?=";
    let mail = format!(
        "Received: by x\nSubject: {jis}\nFrom: {jis} <soumu@example.lg.jp>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=ISO-2022-JP\n\nID: a\nPW: \u{1b}$B%+%J\u{1b}(B#1\n"
    );
    assert_eq!(
        says(&mail),
        [
            "header|パスワード",
            "header|パスワード <soumu@example.lg.jp>",
            "ID: a",
            "PW: カナ#1"
        ]
    );
}

#[test]
fn every_part_is_read_and_attachments_have_their_names() {
    let mail = "MIME-Version: 1.0\nSubject: s\nContent-Type: multipart/mixed; boundary=\"b\"\n\nThis is a mail in parts.\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nPW=3A abc=\n123=20\n--bb\nContent-Type: text/html; charset=Shift_JIS\nContent-Transfer-Encoding: base64\n\nPHRhYmxlPjx0cj48dGQ+g3CDWDx0ZD54IzE8L3RhYmxlPg==\n--bb--\n\n--b\nContent-Type: text/plain; name*=utf-8''%E6%8E%A7.txt\nContent-Disposition: attachment; filename*=utf-8''%E6%8E%A7.txt\nContent-Transfer-Encoding: base64\n\nUFc6IE1hZG8j\nMTM1Nw==\n--b\nContent-Type: message/rfc822\n\nSubject: inner\nFrom: a@example.jp\n\ninner body\n--b--\nepilogue\n";
    assert_eq!(
        says(mail),
        [
            "<控.txt>",
            "1|PW: Mado#1357",
            "<6.eml>",
            "header|inner",
            "header|a@example.jp",
            "inner body",
            "header|s",
            "This is a mail in parts.",
            "PW: abc123 ",
            "1.1.1|パス",
            "1.1.2|x#1",
            "epilogue"
        ]
    );
}

#[test]
fn a_file_and_a_locked_text_in_a_text_are_members() {
    let mail = "Received: by x\nFrom: a@example.jp\n\n控えを送ります。\nbegin 644 memo.txt\n(4%<Z($UA9&\\C\n`\nend\n-----BEGIN PGP MESSAGE-----\n\njA0ECQMKdT2hW0JXxVr/0kABZ2h4\n-----END PGP MESSAGE-----\n以上\n";
    assert_eq!(
        says(mail),
        [
            "<memo.txt>",
            "1|PW: Mado",
            "!encrypted: protected as a whole",
            "header|a@example.jp",
            "控えを送ります。",
            "以上"
        ]
    );
}

#[test]
fn mails_locked_for_their_recipient_are_told() {
    let mail = |kind: &str| {
        format!(
            "MIME-Version: 1.0\nFrom: a@example.jp\nContent-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n"
        )
    };
    let told = says(&mail("enveloped-data"));
    assert!(
        told.iter().any(|field| field.starts_with("!encrypted")),
        "{told:?}"
    );
    let told = says(&mail("signed-data"));
    assert!(
        told.iter().any(|field| field.starts_with("!unsupported")),
        "{told:?}"
    );
    let pgp = "MIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=x.asc\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n--b--\n";
    let told = says(pgp);
    assert!(
        told.iter().any(|field| field.starts_with("!encrypted")),
        "{told:?}"
    );
}

#[test]
fn a_file_of_mails_is_read_mail_by_mail() {
    let mut mails = String::new();
    for number in 1..=3 {
        _ = write!(
            mails,
            "From - Mon Apr  6 09:00:00 2026\nX-Mozilla-Status: 0001\nSubject: {number}\n\nFrom the window\nPW{number}\n\n"
        );
    }
    assert_eq!(
        says(&mails),
        [
            "<1.eml>",
            "header|1",
            "From the window",
            "PW1",
            "<2.eml>",
            "header|2",
            "From the window",
            "PW2",
            "<3.eml>",
            "header|3",
            "From the window",
            "PW3"
        ]
    );
}

#[test]
fn a_text_that_begins_like_a_mail_is_a_text() {
    for text in [
        "From: 田中\nTo: 全員\nSubject: パスワード\n\nPW: abc123\n",
        "From now on\nDate: today\n",
        "Subject: x\nDate: 4月1日\n本文\n",
        "To do:\nReceived: 3 boxes\nMIME-Version: no idea what this is\n",
        "Received: three boxes\n",
    ] {
        let said = document(text.as_bytes());
        assert_eq!(said.len(), text.split('\n').count(), "{said:?}");
    }
    assert!(is_mail(b"From: a\r\nMIME-Version: 1.0\r\nSubject: x"));
    assert!(is_mail(b"X-Unsent: 1\r\nSubject: draft\r\n\r\n"));
}

#[test]
fn wrong_charsets_and_raw_header_fields_are_read_as_they_look() {
    let mut mail = b"Received: by x\r\nSubject: ".to_vec();
    mail.extend(encoding_rs::SHIFT_JIS.encode("件名の控え").0.iter());
    mail.extend(b"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
    mail.extend(encoding_rs::SHIFT_JIS.encode("暗証番号：4512①").0.iter());
    assert_eq!(document(&mail), ["header|件名の控え", "暗証番号：4512①"]);
}

#[test]
fn a_container_whose_parts_never_come_is_read_as_text() {
    let mail = "MIME-Version: 1.0\nFrom: a@example.jp\nContent-Type: multipart/mixed; boundary=never\n\nPW: abc\n--other\nx\n";
    assert_eq!(says(mail), ["header|a@example.jp", "PW: abc", "--other", "x"]);
}

#[test]
fn parts_without_end_stop() {
    let mut deep = "MIME-Version: 1.0\n".to_owned();
    for depth in 0..10_000 {
        _ = write!(
            deep,
            "Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n"
        );
    }
    assert_eq!(says(&deep), ["!stopped: more than 32 parts inside each other"]);
    let many = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n".to_owned()
        + &"--b\n\n".repeat(100_000);
    assert_eq!(says(&many), ["!stopped: more than 20,000 parts"]);
    let inner = "MIME-Version: 1.0\nContent-Type: message/rfc822\n\n".repeat(50_000);
    let said = says(&inner);
    assert!(said.iter().any(|field| field.starts_with("!stopped")), "{said:?}");
    let line = format!("MIME-Version: 1.0\nFrom: a\n\n{}", "x".repeat(1 << 20));
    assert!(says(&line).len() > 1);
}
